// What the controller and observers write: decisions with their tags, notes, improvised injects, ratings, what is overdue.

import { clockText } from "./log.js";
import { make, makeButton, refill } from "../../player/dom.js";
import { panel, picker, rich, toggle, writer } from "./parts.js";
import { overdue } from "./play.js";
import { newId } from "./store.js";

/** A form that writes one event. `send` gives false where something is missing. */
function form(app, parts, text, send) {
  const hint = make("p", { class: "fx-hint", role: "alert" });
  const element = make("form", { class: "fx-form" }, ...parts, make("div", { class: "fx-actions" }, make("button", { class: "fx-button fx-main" }, text), hint));
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    hint.textContent = send() ?? "";
  });
  return element;
}

const teamOptions = (app) => app.exercise.teams.map((team) => [team.id, app.words(team.name)]);

/** A decision in free words, on the chosen inject. */
export class DecisionForm {
  constructor(app) {
    const [team, select] = picker(app.say("team"), teamOptions(app));
    const [text, input] = writer(app.say("text"), 2);
    this.input = input;
    this.about = make("p", { class: "fx-meta" });
    this.app = app;
    this.element = panel(app.say("decide"), "fx-decide", this.about, form(app, [team, text], app.say("log-it"), () => {
      if (!input.value.trim()) return app.say("write-first");
      app.write("decision", { team: select.value, text: input.value.trim(), inject: this.inject ?? null });
      input.value = "";
      return "";
    }));
  }

  draw(chosen) {
    const entry = this.app.state.injects.get(chosen);
    this.inject = entry?.status === "released" ? chosen : null;
    this.about.textContent = this.inject ? this.app.say("on-inject", { title: this.app.words(entry.inject.title) }) : "";
  }
}

/** The log of decisions, newest first; two clicks tag one with objective and tension. */
export class DecisionLog {
  constructor(app) {
    this.app = app;
    this.list = make("ol", { class: "fx-log", reversed: true });
    this.element = panel(app.say("log"), "fx-logpanel", this.list);
  }

  draw() {
    const { app } = this;
    const rows = [...app.state.decisions].reverse().map((one) => this._row(one));
    refill(this.list, ...(rows.length ? rows : [make("li", {}, app.say("no-log"))]));
  }

  _row(one) {
    const { app } = this;
    const known = app.exercise.injects.flatMap((inject) => inject.decisions).find((other) => other.id === one.decision);
    const text = known ? rich(known.text, app.state.cast, "p") : make("p", { class: "fx-typed" }, one.text);
    const tag = (fields) => () => app.write("tag", { event: one.id, ...fields });
    const objectives = app.exercise.objectives.map((id) => {
      const button = toggle(app.data.objectives[id]?.short ?? id, one.objective === id, tag({ objective: id }), `${one.id}-${id}`);
      button.title = app.data.objectives[id]?.text ?? id;
      return button;
    });
    const poles = app.exercise.tensions.flatMap(({ id: tension, poles: ends }, place) => ends.map(({ id: pole, name }) => {
      const button = toggle(app.words(name), one.leans[tension] === pole, tag({ tension, pole }), `${one.id}-${pole}`);
      button.classList.add(`fx-t-${place + 1}`);
      return button;
    }));
    const undo = makeButton(app.say("undo"), () => app.write("undo", { event: one.id }), "fx-quiet");
    undo.dataset.key = `undo-${one.id}`;
    return make("li", {},
      make("p", { class: "fx-who" }, `${clockText(one.t)} ${app.team(one.team)}`), text,
      make("div", { class: "fx-tags", role: "group", "aria-label": app.say("objective") }, ...objectives),
      make("div", { class: "fx-tags", role: "group", "aria-label": app.say("leans-to") }, ...poles), undo);
  }
}

/** Notes; those chosen are quoted in the review. */
export class Notes {
  constructor(app) {
    this.app = app;
    const [team, select] = picker(app.say("team"), [["", "–"], ...teamOptions(app)]);
    const [text, input] = writer(app.say("text"), 2);
    this.input = input;
    this.list = make("ul", { class: "fx-log" });
    this.element = panel(app.say("notes"), "fx-notes", form(app, [team, text], app.say("save"), () => {
      if (!input.value.trim()) return app.say("write-first");
      app.write("note", { text: input.value.trim(), team: select.value || null });
      input.value = "";
      return "";
    }), this.list);
  }

  draw() {
    const { app } = this;
    refill(this.list, ...[...app.state.notes].reverse().map((note) => make("li", {},
      make("p", { class: "fx-who" }, `${clockText(note.t)} ${note.team ? app.team(note.team) : ""}`),
      make("p", { class: "fx-typed" }, note.text),
      toggle(app.say("quote-it"), note.quote, () => app.write("quote", { event: note.id, chosen: !note.quote }), `quote-${note.id}`))));
  }
}

/** A message that nobody planned. */
export class Improvise {
  constructor(app) {
    const [from, sender] = writer(app.say("from"));
    const [title, head] = writer(app.say("title"));
    const [text, body] = writer(app.say("text"), 3);
    const [channel, way] = picker(app.say("channel"), Object.entries(app.data.channels));
    const boxes = app.exercise.teams.map((team) => {
      const box = make("input", { type: "checkbox", value: team.id });
      return [make("label", { class: "fx-box" }, box, app.words(team.name)), box];
    });
    const teams = make("fieldset", {}, make("legend", {}, app.say("to")), ...boxes.map(([label]) => label));
    this.input = sender;
    const made = form(app, [from, channel, title, text, teams], app.say("send"), () => {
      const to = boxes.filter(([, box]) => box.checked).map(([, box]) => box.value);
      if (![sender, head, body].every((input) => input.value.trim())) return app.say("write-first");
      if (!to.length) return app.say("choose-team");
      const id = `p-${newId()}`;
      app.write("improvise", { inject: { id, from: sender.value.trim(), to, channel: way.value, title: head.value.trim(), text: body.value.trim() } }, id);
      for (const input of [sender, head, body]) input.value = "";
      boxes.forEach(([, box]) => (box.checked = false));
      return "";
    });
    this.element = panel(app.say("improvise"), "fx-improvise", made);
  }

  draw() {}
}

/** The observer's rubric: four anchored levels for each line. */
export class Observe {
  constructor(app) {
    this.app = app;
    this.body = make("div", { class: "fx-rubric" });
    this.element = panel(app.say("observe"), "fx-observe", this.body);
  }

  draw() {
    const { app } = this;
    refill(this.body, ...app.exercise.rubric.map((line) => {
      const own = app.state.ratings.filter((rating) => rating.rubric === line.id);
      const last = own[own.length - 1]?.level;
      const buttons = line.levels.map((text, place) => {
        const button = toggle("", last === place + 1, () => app.write("rating", { rubric: line.id, level: place + 1 }), `${line.id}-${place}`);
        button.append(make("b", {}, app.say("level-n", { n: place + 1 })), " ", rich(text, app.state.cast));
        return button;
      });
      const rated = own.length ? make("p", { class: "fx-meta" }, app.say("rated", { n: own.length, m: last })) : "";
      return make("details", { "data-line": line.id, open: this.open?.has(line.id) ?? false }, make("summary", {}, rich(line.text, app.state.cast), rated), make("div", { class: "fx-levels" }, ...buttons));
    }));
    this.body.querySelectorAll("details").forEach((part) => part.addEventListener("toggle", () => this._remember()));
  }

  _remember() {
    this.open = new Set([...this.body.querySelectorAll("details[open]")].map((part) => part.dataset.line));
  }
}

/** Expected actions whose time is over. */
export class Late {
  constructor(app, choose) {
    this.app = app;
    this.choose = choose;
    this.list = make("ul", { class: "fx-log" });
    this.element = panel(app.say("late-list"), "fx-latepanel", this.list);
    this.shown = "";
  }

  draw() {
    const { app } = this;
    const late = overdue(app.state, app.seconds);
    const now = late.map((one) => one.expected.id).join();
    if (now === this.shown && now) return;
    this.shown = now;
    refill(this.list, ...(late.length ? late.map(({ inject, expected, until }) => {
      const button = makeButton(app.words(inject.title), () => this.choose(inject.id), "fx-quiet");
      return make("li", {}, make("p", { class: "fx-who" }, `${clockText(until)} ${app.role(expected.role)}`), rich(expected.text, app.state.cast, "p"), button);
    }) : [make("li", {}, app.say("none-late"))]));
  }
}
