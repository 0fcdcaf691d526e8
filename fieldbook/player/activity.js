// <fieldbook-activity>: one question. The page has the form; this adds the buttons, checks, shows and keeps the answer.

import { fits, missingPart, readAnswer, tellDoubt, writeAnswer } from "./answers.js";
import { make, makeButton, makeIcon } from "./dom.js";
import { PlayerElement } from "./element.js";
import { notesFor, notesOnAnswer, verdict } from "./feedback.js";
import { hideNotes, showNotes } from "./notes.js";
import { makeMovable, stepIds } from "./order.js";
import { outcome } from "./scoring.js";
import { makeSolution } from "./solution.js";
import { shapeOf } from "./types.js";

const TRIES_BEFORE_ANSWER = 2;

export class FieldbookActivity extends PlayerElement {
  static kind = "answers";
  #item;
  #form;
  #result;
  #tries;
  #buttons;
  #firstOrder;
  #touched = false;
  #shownAt = null;
  #since = null;

  build() {
    this.#item = JSON.parse(this.querySelector("script.fb-answers").textContent);
    this.#form = this.querySelector("form");
    this.#buttons = {
      check: make("button", { type: "submit", class: "fb-button fb-main-button" }, this.say("check")),
      again: makeButton(this.say("try-again"), () => this.#tryAgain()),
      answer: makeButton(this.say("show-answer"), () => this.#showAnswer()),
    };
    this.#result = make("p", { class: "fb-result", role: "status", tabindex: "-1" });
    this.#tries = make("p", { class: "fb-tries" });
    this.#form.append(this.#result, make("div", { class: "fb-actions" }, ...Object.values(this.#buttons)), this.#tries);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#buttons.check.hidden) this.#check();
    });
    // Not when the field is left: pressing Check leaves it, and Check must not move under the finger.
    this.#form.addEventListener("input", () => this.#clearHint());
    if (shapeOf(this.#item) === "order") this.#buildOrder();
    new IntersectionObserver(([{ isIntersecting }]) => {
      if (isIntersecting) this.#since ??= performance.now();
    }).observe(this);
  }

  /** Shows the answer in the record, or the question as new. Leaves alone what is being worked on. */
  restore() {
    const answer = this.session.record.answers[this.activity];
    if ((answer?.at ?? null) === this.#shownAt && this.#shownAt !== null) return;
    if (!answer) {
      if (this.#shownAt !== null) this.#empty();
      this.#open();
    } else if (answer.variant !== this.#item.variant || !fits(this.#item, answer.response)) {
      this.#open();
      this.#say("earlier", "open");
    } else {
      writeAnswer(this.#form, this.#item, answer.response);
      this.#close(answer);
    }
    this.#shownAt = answer?.at ?? null;
  }

  #buildOrder() {
    const list = this.#form.querySelector(".fb-order");
    this.#firstOrder = stepIds(list);
    makeMovable(list, (key, values) => this.say(key, values));
    list.addEventListener("change", () => {
      this.#touched = true;
      this.#clearHint();
    });
  }

  #check() {
    const missing = missingPart(this.#form, this.#item, this.#touched);
    if (missing) {
      this.#say(missing.word, "open", missing.values);
      missing.at.focus();
      return;
    }
    const response = readAnswer(this.#form, this.#item);
    const seconds = this.#since === null ? 0 : (performance.now() - this.#since) / 1000;
    this.session.answer(this.#item, response, outcome(this.#item, response).score, seconds);
    const answer = this.session.record.answers[this.activity];
    this.#shownAt = answer.at;
    this.#close(answer);
    (this.#buttons.again.hidden ? this.#result : this.#buttons.again).focus();
  }

  #tryAgain() {
    this.#since = performance.now();
    this.#open();
    this.#form.querySelector("fieldset :is(input:checked, input, select, button)").focus();
  }

  #showAnswer() {
    const { response } = this.session.record.answers[this.activity];
    showNotes(this, notesOnAnswer(this.#item, response), (key) => this.say(key));
    const solution = makeSolution(this.#form, this.#item, (key) => this.say(key));
    if (solution) this.#form.querySelector("fieldset").append(solution);
    this.#buttons.answer.hidden = true;
    this.#buttons.again.focus();
  }

  /** Ready for an answer. */
  #open() {
    this.#form.querySelector("fieldset").disabled = false;
    hideNotes(this);
    this.#result.replaceChildren();
    this.#tries.textContent = "";
    this.#setButtons("check");
    delete this.dataset.state;
  }

  /** Answered: what was said to it stays in sight. */
  #close({ response, score, tries }) {
    const { word, sign, values } = verdict(this.#item, response);
    this.#form.querySelector("fieldset").disabled = true;
    showNotes(this, notesFor(this.#item, response), (key) => this.say(key));
    this.#say(word, sign, values);
    this.#tries.textContent = tries > 1 ? this.say("tries", { n: tries }) : "";
    if (score === 1) this.#setButtons();
    else this.#setButtons("again", tries >= TRIES_BEFORE_ANSWER ? "answer" : "");
    this.dataset.state = sign;
  }

  #empty() {
    this.#form.reset();
    if (this.#firstOrder) writeAnswer(this.#form, this.#item, this.#firstOrder);
    this.#touched = false;
  }

  #setButtons(...shown) {
    for (const [name, button] of Object.entries(this.#buttons)) button.hidden = !shown.includes(name);
  }

  #say(word, sign, values) {
    this.#result.dataset.sign = sign;
    this.#result.replaceChildren(makeIcon(sign), make("span", {}, this.say(word, values)));
  }

  #clearHint() {
    if (this.dataset.state === undefined) tellDoubt(this.#form, this.#item, this.#result, (key, values) => this.say(key, values));
  }
}
