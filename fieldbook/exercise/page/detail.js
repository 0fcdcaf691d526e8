// One inject in full: what it says, what is expected, which decisions may come, and what teams answered.

import { clockText } from "./log.js";
import { make, makeButton, refill } from "../../player/dom.js";
import { panel, rich, toggle } from "./parts.js";

const GRADES = ["done", "partly", "not"];

export class Detail {
  constructor(app) {
    this.app = app;
    this.body = make("div", { class: "fx-inject" });
    this.element = panel(app.say("injects"), "fx-detail", this.body);
    this.heading = this.element.querySelector("h2");
  }

  draw(chosen) {
    const { app } = this;
    const entry = app.state.injects.get(chosen);
    if (!entry) {
      refill(this.body, make("p", {}, app.say("choose")));
      return;
    }
    this.heading.textContent = app.words(entry.inject.title);
    refill(this.body, ...[
      this._actions(entry), this._about(entry), this._message(entry), this._expected(entry), this._decisions(entry), this._answers(entry),
    ].filter(Boolean));
  }

  _actions({ inject, status }) {
    const { app } = this;
    if (status === "released") return null;
    const release = makeButton(app.say("release"), () => app.write("release", { inject: inject.id, how: "hand" }, `release-${inject.id}`), "fx-button fx-main");
    release.dataset.key = "release";
    const hold = makeButton(app.say(status === "held" ? "unhold" : "hold"), () => app.write(status === "held" ? "resume" : "hold", { inject: inject.id }));
    hold.className = "fx-button";
    hold.dataset.key = "hold";
    return make("div", { class: "fx-actions" }, release, hold);
  }

  _about({ inject }) {
    const { app } = this;
    const rows = [
      [app.say("from"), app.words(inject.from)],
      [app.say("to"), inject.to.map((team) => app.team(team)).join(", ")],
      [app.say("channel"), app.channel(inject.channel)],
    ];
    if (inject.minute !== null) rows.push(["", app.say("at", { time: clockText(inject.minute * 60).slice(0, -3) })]);
    if (inject.when.length) rows.push([app.say("when"), this.conditions(inject)]);
    return make("dl", { class: "fx-about" }, ...rows.map(([name, text]) => make("div", {}, make("dt", {}, name), make("dd", {}, text))));
  }

  /** The conditions of an inject in words. */
  conditions(inject) {
    const { app } = this;
    const decisions = app.exercise.injects.flatMap((one) => one.decisions);
    const decided = (id) => app.words(decisions.find((one) => one.id === id)?.text ?? id);
    const gauge = (id) => app.words(app.exercise.state.find((one) => one.id === id)?.name ?? id);
    const parts = inject.when.map((one) => {
      if (one.decision) return app.say("cond-decision", { text: decided(one.decision) });
      if (one.without) return app.say("cond-without", { text: decided(one.without) });
      const below = one.below !== null && one.below !== undefined;
      return app.say(below ? "cond-below" : "cond-from", { gauge: gauge(one.gauge), n: below ? one.below : one.from });
    });
    return [...parts, ...(inject.after ? [app.say("after", { n: inject.after })] : [])].join("; ");
  }

  _message({ inject }) {
    const { app } = this;
    const { cast } = app.state;
    const parts = [rich(inject.text, cast, "div", { class: "fx-message" })];
    if (inject.attachment) {
      parts.push(make("details", { class: "fx-paper" },
        make("summary", {}, app.say("attachment", { title: app.words(inject.attachment.title) })), rich(inject.attachment.text, cast, "div")));
    }
    return make("div", {}, ...parts);
  }

  _expected({ inject, status }) {
    const { app } = this;
    if (!inject.expects.length) return null;
    const rows = inject.expects.map((one) => {
      const grade = app.state.observed.get(one.id)?.grade;
      const press = (value) => () => app.write("observed", { expected: one.id, inject: inject.id, grade: value });
      const buttons = GRADES.map((value) => toggle(app.say(value), grade === value, press(value), `${one.id}-${value}`));
      const who = make("span", { class: "fx-who" }, `${app.role(one.role)}, ${app.say("within", { n: one.within })}`);
      const item = make("li", {}, who, rich(one.text, app.state.cast, "p"));
      if (status === "released") item.append(make("div", { class: "fx-grades", role: "group", "aria-label": app.words(one.text) }, ...buttons));
      return item;
    });
    return make("div", {}, make("h3", {}, app.say("expected")), make("ul", { class: "fx-expected" }, ...rows));
  }

  _decisions({ inject }) {
    const { app } = this;
    if (!inject.decisions.length) return null;
    const rows = inject.decisions.map((one, number) => {
      const taken = app.state.taken.get(one.id);
      const about = [app.team(one.team), ...effectWords(app, one.effects), ...Object.values(one.leans).map((pole) => app.pole(pole))].join(" · ");
      const item = make("li", {}, make("span", { class: "fx-number" }, String(number + 1)), make("div", {}, rich(one.text, app.state.cast, "p"), make("p", { class: "fx-meta" }, about)));
      if (taken === undefined) {
        const button = makeButton(app.say("log-it"), () => this.log(inject, one), "fx-button");
        button.dataset.key = `log-${one.id}`;
        item.append(button);
      } else item.append(make("span", { class: "fx-status" }, app.say("logged", { time: clockText(taken) })));
      return item;
    });
    return make("div", {}, make("h3", {}, app.say("decisions")), make("ol", { class: "fx-decisions" }, ...rows));
  }

  /** Logs a decision that the exercise knows. Its own expected objective goes with it. */
  log(inject, decision) {
    const objective = inject.expects.find((one) => this.app.exercise.roles.find((role) => role.id === one.role)?.team === decision.team)?.objective;
    this.app.write("decision", { decision: decision.id, inject: inject.id, team: decision.team, objective: objective ?? null }, `decision-${decision.id}`);
  }

  _answers({ inject }) {
    const { app } = this;
    const own = app.state.answers.filter((one) => one.inject === inject.id);
    if (!own.length) return null;
    const rows = own.map((one) => make("li", {}, make("span", { class: "fx-who" }, `${clockText(one.t)} ${app.team(one.team)}`), make("p", { class: "fx-typed" }, one.text)));
    return make("div", {}, make("h3", {}, app.say("answers")), make("ul", { class: "fx-answers" }, ...rows));
  }
}

/** Effects in words: "Consent −5". */
export function effectWords(app, effects) {
  return Object.entries(effects).map(([id, by]) => {
    const name = app.words(app.exercise.state.find((gauge) => gauge.id === id)?.name ?? id);
    return app.say("effects", { gauge: name, change: `${by < 0 ? "\u2212" : "+"}${Math.abs(by)}` });
  });
}
