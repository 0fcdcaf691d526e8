// <fieldbook-tension>: a position between two poles, in words too. Neither pole is the right one.

import { make, makeButton } from "./dom.js";
import { PlayerElement } from "./element.js";

export class FieldbookTension extends PlayerElement {
  static kind = "positions";
  #range;
  #poles;
  #output;
  #button;

  build() {
    this.#range = this.querySelector("input[type=range]");
    this.#poles = [...this.querySelectorAll(".fb-pole")].map((pole) => pole.textContent.trim());
    this.#output = make("output", { class: "fb-position" });
    this.#button = makeButton(this.say("stand-here"), () => {
      this.#range.focus();
      this.#keep();
    });
    this.#range.closest(".fb-scale").append(make("div", { class: "fb-actions" }, this.#output, this.#button));
    this.#range.addEventListener("input", () => this.#describe());
    this.#range.addEventListener("change", () => this.#keep());
  }

  restore() {
    const position = this.session.record.positions[this.activity];
    this.#range.value = String(position?.value ?? 0);
    this.#button.hidden = Boolean(position);
    this.#describe();
    if (!position) this.#output.textContent = this.say("not-placed");
  }

  #keep() {
    this.session.stand(this.activity, Number(this.#range.value));
    this.#button.hidden = true;
    this.#describe();
  }

  #describe() {
    const value = Number(this.#range.value);
    const words = this.say(degree(Math.abs(value)), { pole: this.#poles[value < 0 ? 0 : 1] });
    this.#output.textContent = words;
    this.#range.setAttribute("aria-valuetext", words);
  }
}

/** @param {number} distance from the middle, 0 to 50 */
function degree(distance) {
  if (distance <= 4) return "middle";
  if (distance <= 20) return "slightly";
  return distance < 45 ? "clearly" : "fully";
}
