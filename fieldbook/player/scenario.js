// <fieldbook-scenario>: one situation at a time, what was chosen before above it, a debrief at the end.

import { walkPath } from "./branching.js";
import { make, makeButton, makeIcon, refill } from "./dom.js";
import { PlayerElement } from "./element.js";

const OUTCOME_SIGNS = { held: "right", mixed: "partly", lost: "open" };

export class FieldbookScenario extends PlayerElement {
  get _kind() {
    return "scenarios";
  }

  constructor() {
    super();
    this._parts = new Map();
  }


  build() {
    this._rules = JSON.parse(this.querySelector(".fb-rules").textContent);
    for (const note of this.querySelectorAll(".fb-paper")) note.remove();
    this._trail = this.querySelector(".fb-nodes");
    for (const part of this._trail.children) this._parts.set(part.dataset.node, part);
    this.toggleAttribute("data-live", true);
  }

  restore() {
    const path = this._entry?.path ?? [];
    if (this._shown !== path.join()) this._show(path); // else another tab saved something else
  }

  get _entry() {
    return this.session.record.scenarios[this.activity];
  }

  _show(path) {
    this._shown = path.join();
    const states = walkPath(this._rules, path);
    const steps = states.slice(0, -1).map((state, number) => this._makeStep(state, number === states.length - 2));
    const last = states.slice(-1)[0];
    refill(this._trail, ...steps, last.node.ending ? this._makeEnding(states) : this._makeSituation(last.node, path));
    this._showGauges(last.gauges, states[states.length - 2]?.gauges ?? last.gauges);
  }

  /** A situation that lies behind: folded, but for what followed from the latest choice. */
  _makeStep({ node, turn }, isLatest) {
    const part = this._parts.get(node.id).cloneNode(true);
    const chosen = part.querySelector(`[data-choice="${turn.id}"]`);
    const when = part.querySelector(".fb-where")?.textContent;
    const [text, after, effects] = [".fb-turn-text", ".fb-turn-after", ".fb-effects"].map((name) => chosen.querySelector(name));
    const told = make("details", {}, make("summary", {}, when ?? this.say("situation")), part.querySelector(".fb-node-text"));
    const decided = make("div", { class: "fb-decided" }, makeIcon("right"), make("span", {}, this.say("decided")), text);
    const item = make("li", { class: "fb-trail-step" }, told, decided, after, effects);
    if (isLatest) item.dataset.latest = "";
    return item;
  }

  _makeSituation(node, path) {
    const part = this._parts.get(node.id).cloneNode(true);
    const choices = [...part.querySelectorAll(".fb-turn")].map((turn) => make("div", { class: "fb-choice" },
      make("label", {}, make("input", { type: "radio", name: this.activity, value: turn.dataset.choice }), " ",
        make("span", {}, ...turn.querySelector(".fb-turn-text").childNodes))));
    const hint = make("p", { class: "fb-result", role: "status" });
    const form = make("form", {}, make("fieldset", {}, make("legend", {}, this.say("what-do")), ...choices), hint,
      make("div", { class: "fb-actions" }, make("button", { type: "submit", class: "fb-button fb-main-button" }, this.say("decide"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = form.querySelector("input:checked");
      if (chosen) this._choose(path, chosen.value);
      else {
        refill(hint, makeIcon("open"), make("span", {}, this.say("choose-one")));
        form.querySelector("input").focus();
      }
    });
    part.querySelector(".fb-turns").replaceWith(form);
    return part;
  }

  _choose(before, choice) {
    const path = [...before, choice];
    const { node } = walkPath(this._rules, path).slice(-1)[0];
    this.session.walk(this.activity, path, node.ending ? node.id : null);
    this._show(path);
    this._goTo(this._trail.querySelector("[data-latest]"));
  }

  _goTo(part) {
    part.tabIndex = -1;
    part.focus();
  }

  _makeEnding(states) {
    const { node } = states.slice(-1)[0];
    const part = this._parts.get(node.id).cloneNode(true);
    part.querySelector(".fb-outcome").prepend(makeIcon(OUTCOME_SIGNS[node.ending]), " ");
    const all = this._rules.nodes.filter(({ ending }) => ending);
    const seen = this._entry.endings.filter((id) => all.some((ending) => ending.id === id)).length;
    part.append(...this._makeBalance(states), make("p", { class: "fb-hint" }, this.say("endings", { n: seen, m: all.length })),
      make("div", { class: "fb-actions" }, makeButton(this.say("start-again"), () => this._startAgain())));
    return part;
  }

  /** To which pole each choice leaned, by tension, and how many to each of the two. */
  _makeBalance(states) {
    const leans = new Map();
    for (const { node, turn } of states.slice(0, -1)) {
      for (const [tension, pole] of Object.entries(turn.leans)) {
        const text = this._parts.get(node.id).querySelector(`[data-choice="${turn.id}"] .fb-turn-text`).textContent.trim();
        leans.set(tension, [...(leans.get(tension) ?? []), { pole, text }]);
      }
    }
    if (!leans.size) return [];
    const groups = [...leans].map(([tension, turns]) => {
      const poles = this._rules.poles[tension];
      const names = Object.fromEntries(poles);
      return make("div", {},
        make("p", { class: "fb-balance-name" }, poles
          .map(([side, name]) => `${name}: ${turns.filter(({ pole }) => pole === side).length}`).join(" – ")),
        make("ul", {}, ...turns.map(({ pole, text }) => make("li", {}, make("strong", {}, names[pole]), ` ${text}`))));
    });
    return [make("div", { class: "fb-balance" }, make("p", { class: "fb-label" }, this.say("leaned")), ...groups)];
  }

  _startAgain() {
    this.session.walk(this.activity, [], null);
    this._show([]);
    this._goTo(this._trail.firstElementChild);
  }

  _showGauges(gauges, before) {
    for (const line of this.querySelectorAll("[data-gauge]")) {
      const [value, change] = [gauges[line.dataset.gauge], gauges[line.dataset.gauge] - before[line.dataset.gauge]];
      const sign = change ? ` (${change > 0 ? "+" : "−"}${Math.abs(change)})` : "";
      line.querySelector(".fb-gauge-value").textContent = this.say("of-100", { n: value }) + sign;
      line.querySelector("progress")?.remove();
      line.append(make("progress", { max: "100", value: String(value), "aria-hidden": "true" }));
    }
  }
}
