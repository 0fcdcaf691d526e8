// <fieldbook-tension>: a position between two poles, in words too. Neither pole is the right one.

import { make, makeButton } from "./dom.js";
import { PlayerElement } from "./element.js";

export class FieldbookTension extends PlayerElement {
  get _kind() {
    return "positions";
  }

  build() {
    this._range = this.querySelector("input[type=range]");
    this._poles = [...this.querySelectorAll(".fb-pole")].map((pole) => pole.textContent.trim());
    this._output = make("output", { class: "fb-position" });
    this._button = makeButton(this.say("stand-here"), () => {
      this._range.focus();
      this._keep();
    });
    this._range.closest(".fb-scale").append(make("div", { class: "fb-actions" }, this._output, this._button));
    this._range.addEventListener("input", () => this._describe());
    this._range.addEventListener("change", () => this._keep());
  }

  restore() {
    const position = this.session.record.positions[this.activity];
    this._range.value = String(position?.value ?? 0);
    this._button.hidden = Boolean(position);
    this._describe();
    if (!position) this._output.textContent = this.say("not-placed");
  }

  _keep() {
    this.session.stand(this.activity, Number(this._range.value));
    this._button.hidden = true;
    this._describe();
  }

  _describe() {
    const value = Number(this._range.value);
    const words = this.say(degree(Math.abs(value)), { pole: this._poles[value < 0 ? 0 : 1] });
    this._output.textContent = words;
    this._range.setAttribute("aria-valuetext", words);
  }
}

/** @param {number} distance from the middle, 0 to 50 */
function degree(distance) {
  if (distance <= 4) return "middle";
  if (distance <= 20) return "slightly";
  return distance < 45 ? "clearly" : "fully";
}
