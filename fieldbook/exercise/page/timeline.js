// The list of injects in order of time: planned, due, held, released, improvised.

import { clockText } from "./log.js";
import { make, makeButton, refill } from "../../player/dom.js";
import { panel, toggle } from "./parts.js";
import { dueAt, standing } from "./play.js";

const FILTERS = ["all", "planned", "held", "out"];

/** The timeline; `draw()` after a change, `tick()` when only time has passed. */
export class Timeline {
  constructor(app, choose) {
    this.app = app;
    this.choose = choose;
    this.filter = "all";
    this.list = make("ol", { class: "fx-msel" });
    this.filters = make("div", { class: "fx-filters", role: "group", "aria-label": app.say("show") });
    this.element = panel(app.say("injects"), "fx-timeline", this.filters, this.list);
    this.shown = "";
  }

  /** Entries as they stand in the list. */
  entries() {
    const order = (entry) => entry.t ?? dueAt(entry) ?? Infinity;
    const place = new Map([...this.app.state.injects.keys()].map((id, number) => [id, number]));
    return [...this.app.state.injects.values()]
      .filter((entry) => this.filter === "all" || (this.filter === "out" ? "released" : this.filter) === entry.status)
      .sort((a, b) => order(a) - order(b) || place.get(a.inject.id) - place.get(b.inject.id));
  }

  /** The entry `step` places after the chosen one. */
  neighbour(chosen, step) {
    const ids = this.entries().map((entry) => entry.inject.id);
    if (!ids.length) return null;
    const now = ids.indexOf(chosen);
    return ids[Math.min(ids.length - 1, Math.max(0, now < 0 ? 0 : now + step))];
  }

  /** What is said of an entry, and the class that goes with it. */
  status(entry) {
    const { say } = this.app;
    if (entry.status === "released") return [say(entry.how === "improvised" ? "improvised" : "released", { time: clockText(entry.t) }), "out"];
    if (entry.status === "held") return [say("held"), "held"];
    const now = standing(entry, this.app.seconds);
    if (now === "due") return [say("due"), "due"];
    if (now === "unmet") return [say("unmet"), "unmet"];
    return [entry.inject.minute === null && entry.met === null ? say("waiting") : say("planned"), "planned"];
  }

  tick() {
    const now = [...this.app.state.injects.values()].map((entry) => this.status(entry)[1]).join();
    if (now !== this.shown) this.draw(this.chosen);
  }

  draw(chosen) {
    const { say } = this.app;
    this.chosen = chosen;
    this.shown = [...this.app.state.injects.values()].map((entry) => this.status(entry)[1]).join();
    refill(this.filters, ...FILTERS.map((name) => toggle(say(name), this.filter === name, () => {
      this.filter = name;
      this.draw(this.chosen);
      this.filters.querySelector('[aria-pressed="true"]').focus();
    }, `filter-${name}`)));
    refill(this.list, ...this.entries().map((entry) => this._row(entry, chosen)));
  }

  _row(entry, chosen) {
    const { app } = this;
    const [text, kind] = this.status(entry);
    const due = entry.t ?? dueAt(entry);
    const button = makeButton("", () => this.choose(entry.inject.id), `fx-row fx-is-${kind}`);
    button.dataset.key = `row-${entry.inject.id}`;
    button.setAttribute("aria-current", String(entry.inject.id === chosen));
    button.append(
      make("span", { class: "fx-at" }, due === null ? "–:––" : clockText(due).slice(0, -3)),
      make("span", { class: "fx-title" }, app.words(entry.inject.title)),
      make("span", { class: "fx-meta" }, `${app.channel(entry.inject.channel)} → ${entry.inject.to.map((team) => app.team(team)).join(", ")}`),
      make("span", { class: "fx-status" }, text));
    return make("li", {}, button);
  }
}
