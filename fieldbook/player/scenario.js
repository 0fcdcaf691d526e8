// <fieldbook-scenario>: one situation at a time, what was chosen before above it, a debrief at the end.

import { walkPath } from "./branching.js";
import { make, makeButton, makeIcon } from "./dom.js";
import { PlayerElement } from "./element.js";

const OUTCOME_SIGNS = { held: "right", mixed: "partly", lost: "open" };

export class FieldbookScenario extends PlayerElement {
  static kind = "scenarios";
  #rules;
  #parts = new Map();
  #trail;
  #shown;

  build() {
    this.#rules = JSON.parse(this.querySelector(".fb-rules").textContent);
    for (const note of this.querySelectorAll(".fb-paper")) note.remove();
    this.#trail = this.querySelector(".fb-nodes");
    for (const part of this.#trail.children) this.#parts.set(part.dataset.node, part);
    this.toggleAttribute("data-live", true);
  }

  restore() {
    const path = this.#entry?.path ?? [];
    if (this.#shown !== path.join()) this.#show(path); // else another tab saved something else
  }

  get #entry() {
    return this.session.record.scenarios[this.activity];
  }

  #show(path) {
    this.#shown = path.join();
    const states = walkPath(this.#rules, path);
    const steps = states.slice(0, -1).map((state, number) => this.#makeStep(state, number === states.length - 2));
    const last = states.at(-1);
    this.#trail.replaceChildren(...steps, last.node.ending ? this.#makeEnding(states) : this.#makeSituation(last.node, path));
    this.#showGauges(last.gauges, states.at(-2)?.gauges ?? last.gauges);
  }

  /** A situation that lies behind: folded, but for what followed from the latest choice. */
  #makeStep({ node, turn }, isLatest) {
    const part = this.#parts.get(node.id).cloneNode(true);
    const chosen = part.querySelector(`[data-choice="${turn.id}"]`);
    const when = part.querySelector(".fb-where")?.textContent;
    const [text, after, effects] = [".fb-turn-text", ".fb-turn-after", ".fb-effects"].map((name) => chosen.querySelector(name));
    const told = make("details", {}, make("summary", {}, when ?? this.say("situation")), part.querySelector(".fb-node-text"));
    const decided = make("div", { class: "fb-decided" }, makeIcon("right"), make("span", {}, this.say("decided")), text);
    const item = make("li", { class: "fb-trail-step" }, told, decided, after, effects);
    if (isLatest) item.dataset.latest = "";
    return item;
  }

  #makeSituation(node, path) {
    const part = this.#parts.get(node.id).cloneNode(true);
    const choices = [...part.querySelectorAll(".fb-turn")].map((turn) => make("div", { class: "fb-choice" },
      make("label", {}, make("input", { type: "radio", name: this.activity, value: turn.dataset.choice }), " ",
        make("span", {}, ...turn.querySelector(".fb-turn-text").childNodes))));
    const hint = make("p", { class: "fb-result", role: "status" });
    const form = make("form", {}, make("fieldset", {}, make("legend", {}, this.say("what-do")), ...choices), hint,
      make("div", { class: "fb-actions" }, make("button", { type: "submit", class: "fb-button fb-main-button" }, this.say("decide"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = form.querySelector("input:checked");
      if (chosen) this.#choose(path, chosen.value);
      else {
        hint.replaceChildren(makeIcon("open"), make("span", {}, this.say("choose-one")));
        form.querySelector("input").focus();
      }
    });
    part.querySelector(".fb-turns").replaceWith(form);
    return part;
  }

  #choose(before, choice) {
    const path = [...before, choice];
    const { node } = walkPath(this.#rules, path).at(-1);
    this.session.walk(this.activity, path, node.ending ? node.id : null);
    this.#show(path);
    this.#goTo(this.#trail.querySelector("[data-latest]"));
  }

  #goTo(part) {
    part.tabIndex = -1;
    part.focus();
  }

  #makeEnding(states) {
    const { node } = states.at(-1);
    const part = this.#parts.get(node.id).cloneNode(true);
    part.querySelector(".fb-outcome").prepend(makeIcon(OUTCOME_SIGNS[node.ending]), " ");
    const all = this.#rules.nodes.filter(({ ending }) => ending);
    const seen = this.#entry.endings.filter((id) => all.some((ending) => ending.id === id)).length;
    part.append(...this.#makeBalance(states), make("p", { class: "fb-hint" }, this.say("endings", { n: seen, m: all.length })),
      make("div", { class: "fb-actions" }, makeButton(this.say("start-again"), () => this.#startAgain())));
    return part;
  }

  /** To which pole each choice leaned, by tension, and how many to each of the two. */
  #makeBalance(states) {
    const leans = new Map();
    for (const { node, turn } of states.slice(0, -1)) {
      for (const [tension, pole] of Object.entries(turn.leans)) {
        const text = this.#parts.get(node.id).querySelector(`[data-choice="${turn.id}"] .fb-turn-text`).textContent.trim();
        leans.set(tension, [...(leans.get(tension) ?? []), { pole, text }]);
      }
    }
    if (!leans.size) return [];
    const word = (pole) => this.say(`pole-${pole}`);
    const groups = [...leans].map(([tension, turns]) => make("div", {},
      make("p", { class: "fb-balance-name" }, tension.split("-")
        .map((side) => `${word(side)}: ${turns.filter(({ pole }) => pole === side).length}`).join(" – ")),
      make("ul", {}, ...turns.map(({ pole, text }) => make("li", {}, make("strong", {}, word(pole)), ` ${text}`)))));
    return [make("div", { class: "fb-balance" }, make("p", { class: "fb-label" }, this.say("leaned")), ...groups)];
  }

  #startAgain() {
    this.session.walk(this.activity, [], null);
    this.#show([]);
    this.#goTo(this.#trail.firstElementChild);
  }

  #showGauges(gauges, before) {
    for (const line of this.querySelectorAll("[data-gauge]")) {
      const [value, change] = [gauges[line.dataset.gauge], gauges[line.dataset.gauge] - before[line.dataset.gauge]];
      const sign = change ? ` (${change > 0 ? "+" : "−"}${Math.abs(change)})` : "";
      line.querySelector(".fb-gauge-value").textContent = this.say("of-100", { n: value }) + sign;
      line.querySelector("progress")?.remove();
      line.append(make("progress", { max: "100", value: String(value), "aria-hidden": "true" }));
    }
  }
}
