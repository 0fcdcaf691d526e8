// The questions on the page of a test: what is answered, what is shown after it.

import { fits, missingPart, readAnswer, tellDoubt, writeAnswer } from "./answers.js";
import { make, makeIcon } from "./dom.js";
import { notesOnAnswer, verdict } from "./feedback.js";
import { hideNotes, showNotes } from "./notes.js";
import { makeMovable, stepIds } from "./order.js";
import { isGiven } from "./sitting.js";
import { makeSolution } from "./solution.js";
import { shapeOf } from "./types.js";

export class Question {
  #form;
  #first = null;
  #moved = false;
  #result = make("p", { class: "fb-result", role: "status" });

  /**
   * @param {HTMLElement} element
   * @param {Function} say
   * @param {(isWhole: boolean) => void} onChange false while a text is being written
   */
  constructor(element, say, onChange) {
    this.element = element;
    this.item = JSON.parse(element.querySelector("script.fb-answers").textContent);
    this.say = say;
    this.label = element.querySelector(".fb-label");
    this.label.tabIndex = -1;
    this.#form = element.querySelector("form");
    this.#form.append(this.#result);
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    if (shapeOf(this.item) === "order") this.#makeOrder();
    this.#form.addEventListener("input", ({ target }) => {
      if (target.type !== "text") return;
      this.#tellDoubt();
      onChange(false);
    });
    this.#form.addEventListener("change", () => onChange(true));
  }

  /** The answer as it stands; an empty one where nothing is given. */
  get response() {
    if (shapeOf(this.item) === "order" && !this.#moved) return "";
    let response = readAnswer(this.#form, this.item);
    if (typeof response === "object" && !Array.isArray(response)) response = Object.fromEntries(Object.entries(response).filter(([, value]) => value));
    return isGiven(response) ? response : "";
  }

  /** Nothing is missing in the answer. */
  get isWhole() {
    return missingPart(this.#form, this.item, this.#moved) === null;
  }

  /** Open for an answer, with the one that was given. */
  open(response) {
    this.#form.reset();
    this.#form.querySelector("fieldset").disabled = false;
    this.#result.replaceChildren();
    hideNotes(this.element);
    this.#write(response);
    this.#tellDoubt();
  }

  /** With the answers, and what there is to say. */
  close(response) {
    this.open(response);
    this.#form.querySelector("fieldset").disabled = true;
    showNotes(this.element, notesOnAnswer(this.item, response), this.say);
    const solution = makeSolution(this.#form, this.item, this.say);
    if (solution) this.#form.querySelector("fieldset").append(solution);
    const { word, sign, values } = isGiven(response) ? verdict(this.item, response) : { word: "left-open", sign: "open" };
    this.#result.dataset.sign = sign;
    this.#result.replaceChildren(makeIcon(sign), make("span", {}, this.say(word, values)));
    const sources = this.element.querySelector(".fb-sources");
    if (sources) sources.hidden = false;
  }

  #tellDoubt() {
    tellDoubt(this.#form, this.item, this.#result, this.say);
  }

  #makeOrder() {
    const list = this.#form.querySelector(".fb-order");
    this.#first = stepIds(list);
    makeMovable(list, this.say);
    list.addEventListener("change", () => { this.#moved = true; });
  }

  #write(response) {
    const isAnswer = isGiven(response) && fits(this.item, response);
    this.#moved = isAnswer;
    if (this.#first) writeAnswer(this.#form, this.item, isAnswer ? response : this.#first);
    else if (isAnswer) writeAnswer(this.#form, this.item, response);
  }
}
