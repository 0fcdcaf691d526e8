// The questions on the page of a test: what is answered, what is shown after it.

import { fits, missingPart, readAnswer, tellDoubt, writeAnswer } from "./answers.js";
import { make, makeIcon, refill } from "./dom.js";
import { notesOnAnswer, verdict } from "./feedback.js";
import { hideNotes, showNotes } from "./notes.js";
import { makeMovable, stepIds } from "./order.js";
import { isGiven } from "./sitting.js";
import { makeSolution } from "./solution.js";
import { shapeOf } from "./types.js";

export class Question {
  /**
   * @param {HTMLElement} element
   * @param {Function} say
   * @param {(isWhole: boolean) => void} onChange false while a text is being written
   */
  constructor(element, say, onChange) {
    this._first = null;
    this._moved = false;
    this._result = make("p", { class: "fb-result", role: "status" });
    this.element = element;
    this.item = JSON.parse(element.querySelector("script.fb-answers").textContent);
    this.say = say;
    this.label = element.querySelector(".fb-label");
    this.label.tabIndex = -1;
    this._form = element.querySelector("form");
    this._form.append(this._result);
    this._form.addEventListener("submit", (event) => event.preventDefault());
    if (shapeOf(this.item) === "order") this._makeOrder();
    this._form.addEventListener("input", ({ target }) => {
      if (target.type !== "text") return;
      this._tellDoubt();
      onChange(false);
    });
    this._form.addEventListener("change", () => onChange(true));
  }

  /** The answer as it stands; an empty one where nothing is given. */
  get response() {
    if (shapeOf(this.item) === "order" && !this._moved) return "";
    let response = readAnswer(this._form, this.item);
    if (typeof response === "object" && !Array.isArray(response)) response = Object.fromEntries(Object.entries(response).filter(([, value]) => value));
    return isGiven(response) ? response : "";
  }

  /** Nothing is missing in the answer. */
  get isWhole() {
    return missingPart(this._form, this.item, this._moved) === null;
  }

  /** Open for an answer, with the one that was given. */
  open(response) {
    this._form.reset();
    this._form.querySelector("fieldset").disabled = false;
    refill(this._result);
    hideNotes(this.element);
    this._write(response);
    this._tellDoubt();
  }

  /** With the answers, and what there is to say. */
  close(response) {
    this.open(response);
    this._form.querySelector("fieldset").disabled = true;
    showNotes(this.element, notesOnAnswer(this.item, response), this.say);
    const solution = makeSolution(this._form, this.item, this.say);
    if (solution) this._form.querySelector("fieldset").append(solution);
    const { word, sign, values } = isGiven(response) ? verdict(this.item, response) : { word: "left-open", sign: "open" };
    this._result.dataset.sign = sign;
    refill(this._result, makeIcon(sign), make("span", {}, this.say(word, values)));
    const sources = this.element.querySelector(".fb-sources");
    if (sources) sources.hidden = false;
  }

  _tellDoubt() {
    tellDoubt(this._form, this.item, this._result, this.say);
  }

  _makeOrder() {
    const list = this._form.querySelector(".fb-order");
    this._first = stepIds(list);
    makeMovable(list, this.say);
    list.addEventListener("change", () => { this._moved = true; });
  }

  _write(response) {
    const isAnswer = isGiven(response) && fits(this.item, response);
    this._moved = isAnswer;
    if (this._first) writeAnswer(this._form, this.item, isAnswer ? response : this._first);
    else if (isAnswer) writeAnswer(this._form, this.item, response);
  }
}
