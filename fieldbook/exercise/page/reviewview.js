// The after-action review as a page: figures from the log, quotes, three things to keep and three to change.

import { review } from "./figures.js";
import { clockText } from "./log.js";
import { make, makeButton, refill } from "../../player/dom.js";
import { panel, picker, rich, writer } from "./parts.js";
import { node } from "./side.js";
import { saveButton } from "./start.js";

/** Shows the view in `root`. */
export function showReview(app, root, links) {
  const view = new Review(app, links);
  refill(root, ...view.parts);
  return view;
}

const minutes = (seconds) => Math.round(seconds / 6) / 10;

class Review {
  constructor(app, links) {
    this.app = app;
    const { say } = app;
    this.body = make("div", { class: "fx-figures" });
    this.lessons = make("div", {});
    this.parts = [
      make("header", { class: "fx-head" }, make("p", { class: "fx-links" }, ...links), make("p", { class: "fx-meta" }, say("aar")), rich(app.exercise.title, app.state.cast, "h1"),
        make("div", { class: "fx-actions fx-noprint" }, makeButton(say("print"), () => print()), saveButton(app))),
      make("main", { class: "fx-review", id: "fx-main" }, this.body, panel(say("fig-lessons"), "fx-lessons", this._form(), this.lessons), this._questions(), make("p", { class: "fx-meta" }, say("limits"))),
    ];
    this.draw();
  }

  tick() {}

  draw() {
    const { app } = this;
    const { say } = app;
    const found = review(app.exercise, app.log.events);
    refill(this.body,
      panel(say("fig-timeline"), "", timeline(app, found)),
      panel(say("fig-waits"), "", this._teams(found)),
      panel(say("fig-objectives"), "", this._objectives(found)),
      panel(say("fig-expected"), "", this._expected(found)),
      panel(say("fig-balance"), "", make("p", {}, say("balance-about")), ...found.tensions.map((one) => this._tension(one))),
      panel(say("fig-state"), "", states(app, found)),
      panel(say("fig-quotes"), "", ...(found.quotes.length ? found.quotes.map((one) => make("blockquote", {}, one.text, make("footer", {}, one.team ? app.team(one.team) : ""))) : [make("p", {}, say("nothing"))])));
    refill(this.lessons, ...["keep", "change"].map((sort) => make("div", {}, make("h3", {}, say(sort)), make("ol", {}, ...found.lessons.filter((one) => one.sort === sort).map((one) => make("li", {}, [one.text, one.owner, one.due].filter(Boolean).join(" · ")))))));
  }

  _form() {
    const { app } = this;
    const { say } = app;
    const [sort, select] = picker("", [["keep", say("keep")], ["change", say("change")]]);
    const [text, input] = writer(say("text"));
    const [owner, who] = writer(say("owner"));
    const [due, when] = writer(say("due-date"));
    const form = make("form", { class: "fx-form fx-noprint" }, sort, text, owner, due, make("button", { class: "fx-button" }, say("add")));
    select.setAttribute("aria-label", `${say("keep")}, ${say("change")}`);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!input.value.trim()) return input.focus();
      app.write("lesson", { sort: select.value, text: input.value.trim(), owner: who.value.trim(), due: when.value.trim() });
      for (const one of [input, who, when]) one.value = "";
      return undefined;
    });
    return form;
  }

  _questions() {
    const { app } = this;
    return panel(app.say("hot-wash"), "", make("ol", {}, ...app.exercise.hot_wash.map((one) => rich(one.text, app.state.cast, "li"))));
  }

  _teams(found) {
    const { app } = this;
    const { say } = app;
    const rows = found.teams.map((one) => [app.team(one.team), one.received, one.answered, one.median === null ? say("never") : say("minutes", { n: minutes(one.median) }), one.decisions]);
    return table([say("team"), say("received"), say("answered"), say("median-wait"), say("n-decisions")], rows);
  }

  _objectives(found) {
    const { app } = this;
    const { say } = app;
    const rows = found.objectives.map((one) => [
      app.data.objectives[one.objective]?.text ?? one.objective, one.expected, one.done, one.partly, one.missed, one.unseen,
      one.level === null ? say("no-ratings") : `${Math.round(one.level * 10) / 10} (${say("mean-level", { n: one.ratings })})`,
    ]);
    return table([say("objective"), say("expected"), say("done"), say("partly"), say("not"), say("unseen"), say("observe")], rows);
  }

  _expected(found) {
    const { app } = this;
    const { say } = app;
    const all = app.exercise.injects.flatMap((inject) => inject.expects.map((one) => ({ ...one, inject })));
    const rows = found.expected.map((one) => {
      const full = all.find((other) => other.id === one.id);
      return [app.words(full.inject.title), app.role(full.role), app.words(full.text), say(one.grade)];
    });
    return make("details", { class: "fx-printopen" }, make("summary", {}, say("fig-expected")), table([say("injects"), say("roles"), say("expected"), ""], rows));
  }

  _tension({ tension, poles }) {
    const { tensions } = this.app.exercise;
    const place = tensions.findIndex(({ id }) => id === tension);
    const [a, b] = tensions[place].poles;
    const name = (pole) => this.app.words(pole.name);
    const sum = poles[a.id] + poles[b.id];
    const share = sum ? Math.round((100 * poles[a.id]) / sum) : 50;
    return make("div", { class: `fx-balance fx-t-${place + 1}` }, make("h3", {}, name(tensions[place])),
      make("p", {}, make("span", {}, `${name(a)}: ${poles[a.id]}`), make("span", {}, `${name(b)}: ${poles[b.id]}`)),
      make("div", { class: "fx-line", "aria-hidden": "true" }, ...(sum ? [make("i", { style: `inset-inline-start:${100 - share}%` })] : [])));
  }
}

/** A table; the first column names the row. */
function table(head, rows) {
  return make("div", { class: "fx-scroll", tabindex: "0" }, make("table", {}, make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...rows.map(([first, ...rest]) => make("tr", {}, make("th", { scope: "row" }, String(first)), ...rest.map((cell) => make("td", {}, String(cell))))))));
}

const WIDE = 720;

/** Injects and decisions of each team along the clock. */
function timeline(app, found) {
  const { exercise, state } = app;
  const total = Math.max(exercise.duration * 60, ...state.events.map((event) => event.t));
  const x = (t) => 150 + (t / total) * (WIDE - 170);
  const high = 34 + exercise.teams.length * 34;
  const names = exercise.teams.map((team) => app.words(team.name));
  const label = exercise.teams.map((team, n) => `${names[n]}: ${found.teams[n].received}, ${found.teams[n].decisions}`).join("; ");
  const svg = node("svg", { viewBox: `0 0 ${WIDE} ${high}`, role: "img", "aria-label": label, class: "fx-chart" });
  for (const phase of exercise.phases) {
    svg.append(node("line", { x1: x(phase.begins * 60), x2: x(phase.begins * 60), y1: 0, y2: high - 20, class: "fx-grid" }));
    svg.append(node("text", { x: x(phase.begins * 60) + 3, y: high - 6, class: "fx-axis" }, clockText(phase.begins * 60).slice(0, -3)));
  }
  exercise.teams.forEach((team, row) => {
    const y = 20 + row * 34;
    svg.append(node("text", { x: 0, y: y + 4, class: "fx-label" }, names[row].length > 20 ? `${names[row].slice(0, 19)}…` : names[row]), node("line", { x1: 150, x2: WIDE - 20, y1: y, y2: y, class: "fx-grid" }));
    for (const entry of state.injects.values()) {
      if (entry.status === "released" && entry.inject.to.includes(team.id)) svg.append(node("circle", { cx: x(entry.t), cy: y, r: 5, class: entry.how === "improvised" ? "fx-improvised" : "fx-dot" }));
    }
    for (const one of state.decisions) {
      if (one.team === team.id) svg.append(node("path", { d: `M${x(one.t)} ${y + 4}l6 10h-12z`, class: "fx-decided" }));
    }
  });
  const key = make("p", { class: "fx-meta" }, `● ${app.say("injects")}   ○ ${app.say("improvise")}   ▲ ${app.say("n-decisions")}`);
  return make("div", {}, svg, key);
}

/** One small chart for each gauge: steps along the clock. */
function states(app, found) {
  const total = Math.max(app.exercise.duration * 60, ...found.state.map((step) => step.t));
  const charts = app.exercise.state.map((gauge) => {
    const points = found.state.map((step) => [(step.t / total) * 220, 74 - step.gauges[gauge.id] * 0.7]);
    let path = `M${points[0][0]} ${points[0][1]}`;
    for (const [px, py] of points.slice(1)) path += `H${px}V${py}`;
    path += "H220";
    const first = found.state[0].gauges[gauge.id];
    const last = found.state[found.state.length - 1].gauges[gauge.id];
    const svg = node("svg", { viewBox: "0 0 240 80", role: "img", "aria-label": `${app.words(gauge.name)}: ${first}, ${last}`, class: "fx-chart" });
    svg.append(node("line", { x1: 0, x2: 220, y1: 74, y2: 74, class: "fx-grid" }), node("line", { x1: 0, x2: 220, y1: 4, y2: 4, class: "fx-grid" }), node("path", { d: path, class: "fx-step" }));
    return make("figure", {}, make("figcaption", {}, make("b", {}, app.words(gauge.name)), ` ${first} → ${last} (${app.say(gauge.good === "high" ? "good-high" : "good-low")})`), svg);
  });
  return make("div", { class: "fx-small" }, ...charts);
}
