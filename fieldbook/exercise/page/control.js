// The controller's view: everything on one screen, a key for everything.

import { Bar } from "./bar.js";
import { Detail } from "./detail.js";
import { DecisionForm, DecisionLog, Improvise, Late, Notes, Observe } from "./logging.js";
import { make, refill } from "../../player/dom.js";
import { keepingFocus, toggle } from "./parts.js";
import { dueNow } from "./play.js";
import { FieldMap, Gauges } from "./side.js";
import { Timeline } from "./timeline.js";

/** Shows the view in `root`. */
export function showControl(app, root, links) {
  const view = new Control(app, links);
  refill(root, ...view.parts);
  return view;
}

class Control {
  constructor(app, links) {
    this.app = app;
    const { say } = app;
    const choose = (id) => this.choose(id);
    this.late = new Late(app, choose);
    this.bar = new Bar(app, { showLate: () => this.reveal(this.late.element), links });
    this.timeline = new Timeline(app, choose);
    this.detail = new Detail(app);
    this.decide = new DecisionForm(app);
    this.map = new FieldMap(app, () => [...app.state.injects.values()].filter((entry) => entry.status === "released"));
    /** @type {any[]} */
    this.side = [new Gauges(app), this.map, new DecisionLog(app), this.late, new Observe(app), new Notes(app), new Improvise(app)];
    this.notes = this.side[5];
    this.improvise = this.side[6];
    this.keys = toggle(say("keys"), true, () => this._flipKeys());
    const help = make("details", { class: "fx-help" }, make("summary", {}, say("keys")), make("p", {}, say("help")), this.keys);
    this.parts = [this.bar.element, make("main", { class: "fx-board", id: "fx-main" },
      make("div", { class: "fx-column" }, this.timeline.element, help),
      make("div", { class: "fx-column" }, this.detail.element, this.decide.element),
      make("div", { class: "fx-column" }, ...this.side.map((part) => part.element)))];
    this.chosen = app.exercise.injects[0].id;
    document.addEventListener("keydown", (event) => this._key(event));
    this.draw();
  }

  choose(id) {
    this.chosen = id;
    this.draw();
  }

  draw() {
    keepingFocus(() => {
      this.bar.draw();
      this.timeline.draw(this.chosen);
      this.detail.draw(this.chosen);
      this.decide.draw(this.chosen);
      this.side.forEach((part) => part.draw(this.chosen));
    });
  }

  /** Every half second: the clock, what is due, what is overdue. */
  tick() {
    this.bar.tick();
    this.timeline.tick();
    this.late.draw();
    const { app } = this;
    if (!app.clock.running || !app.state.auto) return;
    for (const id of dueNow(app.state, app.seconds)) {
      const entry = app.state.injects.get(id);
      app.write("release", { inject: id, how: entry.inject.minute === null ? "condition" : "time" }, `release-${id}`);
    }
  }

  reveal(element) {
    element.scrollIntoView({ block: "start" });
    element.querySelector("h2").tabIndex = -1;
    element.querySelector("h2").focus();
  }

  _flipKeys() {
    const on = this.keys.getAttribute("aria-pressed") !== "true";
    this.keys.setAttribute("aria-pressed", String(on));
    this.keys.textContent = this.app.say(on ? "keys" : "keys-off");
  }

  _key(event) {
    if (this.keys.getAttribute("aria-pressed") !== "true" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select") || !this.bar.element.isConnected) return;
    const act = this._action(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  _action(key) {
    const { app } = this;
    const entry = app.state.injects.get(this.chosen);
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) return () => this._step(step);
    const decision = /^[1-9]$/.test(key) ? entry?.inject.decisions[Number(key) - 1] : null;
    if (decision) return () => app.state.taken.has(decision.id) || this.detail.log(entry.inject, decision);
    return {
      p: () => this.bar.flip(),
      r: () => entry && entry.status !== "released" && app.write("release", { inject: this.chosen, how: "hand" }, `release-${this.chosen}`),
      h: () => entry && entry.status !== "released" && app.write(entry.status === "held" ? "resume" : "hold", { inject: this.chosen }),
      d: () => this.decide.input.focus(),
      n: () => this.notes.input.focus(),
      i: () => this.improvise.input.focus(),
      l: () => this.reveal(this.late.element),
    }[key.toLowerCase()];
  }

  _step(by) {
    const next = this.timeline.neighbour(this.chosen, by);
    if (!next) return;
    this.choose(next);
    const row = this.timeline.list.querySelector(`[data-key="row-${CSS.escape(next)}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }
}
