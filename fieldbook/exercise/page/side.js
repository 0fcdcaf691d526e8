// Gauges and map.

import { make, refill } from "../../player/dom.js";
import { panel } from "./parts.js";

const SIGNS = {
  incident: "M0-9L9 0L0 9L-9 0Z",
  people: "M-8 8V-2A8 8 0 0 1 8-2V8Z",
  unit: "M-10-7H10V7H-10Z",
  barrier: "M-10-3H10V3H-10Z",
  question: "M0-10A10 10 0 1 0 .01-10Z",
};

/** Gauges with number and bar; the words say which end is good. */
export class Gauges {
  constructor(app) {
    this.app = app;
    this.list = make("dl", { class: "fx-gauges" });
    this.element = panel(app.say("state"), "fx-state", this.list);
  }

  draw() {
    const { app } = this;
    refill(this.list, ...app.exercise.state.map((gauge) => {
      const value = app.state.gauges[gauge.id];
      const bar = make("span", { class: "fx-meter", "aria-hidden": "true" }, make("i", { style: `inline-size:${value}%` }));
      const mark = make("i", { class: "fx-startmark", style: `inset-inline-start:${gauge.start}%` });
      bar.append(mark);
      const by = value - gauge.start;
      const change = by ? ` (${by > 0 ? "+" : "\u2212"}${Math.abs(by)})` : "";
      return make("div", {},
        make("dt", {}, app.words(gauge.name), make("small", {}, app.say(gauge.good === "high" ? "good-high" : "good-low"))),
        make("dd", {}, make("b", {}, `${value}${change}`), bar));
    }));
  }
}

/** The map with the marks of the injects that `entries()` gives; the same as a list for those who can't see it. */
export class FieldMap {
  constructor(app, entries) {
    this.app = app;
    this.entries = entries;
    this.off = new Set(["areas", "incidents", "places"].filter((layer) => !app.exercise.layers.includes(layer)));
    this.frame = make("div", { class: "fx-map" });
    this.list = make("ul", { class: "fx-marks" });
    this.element = panel(app.say("map"), "fx-mappanel", this.frame, make("h3", {}, app.say("marks")), this.list);
    if (app.data.map) this.frame.innerHTML = app.data.map.svg;
    else this.frame.append(make("p", {}, app.say("no-map")));
  }

  draw() {
    const { app } = this;
    const marks = this.entries().flatMap((entry) => entry.inject.marks.map((mark) => ({ ...mark, entry })));
    refill(this.list, ...marks.map((mark) => make("li", {}, this._text(mark))));
    if (!marks.length) refill(this.list, make("li", {}, app.say("no-marks")));
    const svg = this.frame.querySelector("svg");
    if (!svg) return;
    svg.querySelectorAll(".fx-live").forEach((part) => part.remove());
    for (const layer of ["areas", "incidents", "places"]) svg.classList.toggle(`fx-no-${layer}`, this.off.has(layer));
    const places = Object.entries(app.places);
    const named = [];
    for (const [id, [x, y]] of places) {
      const crowded = named.some(([a, b]) => Math.abs(a - x) < 110 && Math.abs(b - y) < 18);
      svg.append(this._place(id, x, y, crowded));
      named.push([x, y]);
    }
    const used = {};
    for (const mark of marks) {
      const at = app.places[mark.place];
      if (!at) continue;
      const number = (used[mark.place] = (used[mark.place] ?? 0) + 1);
      svg.append(this._mark(mark, at[0] + 24 * (number - 1), at[1] - 16));
    }
  }

  _text(mark) {
    const place = this.app.state.cast[mark.place];
    return `${this.app.data.signs[mark.sign]}: ${this.app.words(mark.label)} (${place})`;
  }

  /** A place with its name; on the other side where another name is close. */
  _place(id, x, y, crowded) {
    const member = this.app.exercise.cast.find((one) => one.id === id);
    const group = node("g", { class: `fx-live fx-place${member?.sketched ? " fx-sketched" : ""}` });
    group.append(node("circle", { cx: x, cy: y, r: 4 }), node("text", { x: x + (crowded ? -8 : 8), y: y + 5, "text-anchor": crowded ? "end" : "start" }, this.app.state.cast[id]));
    return group;
  }

  _mark(mark, x, y) {
    const group = node("g", { class: `fx-live fx-mark fx-sign-${mark.sign}`, transform: `translate(${x} ${y})` });
    group.append(node("title", {}, this._text(mark)), node("path", { d: SIGNS[mark.sign] }));
    if (mark.sign === "question") group.append(node("text", { y: 5 }, "?"));
    return group;
  }
}

/** An SVG element. */
export function node(name, attributes = {}, text = null) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== null) element.textContent = text;
  return element;
}
