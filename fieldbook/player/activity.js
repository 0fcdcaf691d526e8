// <fieldbook-activity>: one question. The page has the form; this adds the buttons, checks, shows and keeps the answer.

import { fits, missingPart, readAnswer, writeAnswer } from "./answers.js";
import { make, makeButton, makeIcon } from "./dom.js";
import { PlayerElement } from "./element.js";
import { notesFor, notesOnAnswer, verdict } from "./feedback.js";
import { makeMovable, stepIds } from "./order.js";
import { outcome } from "./scoring.js";
import { makeSolution } from "./solution.js";

const TRIES_BEFORE_ANSWER = 2;

export class FieldbookActivity extends PlayerElement {
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
    this.#form.addEventListener("change", () => this.#clearHint());
    if (this.#item.type === "ordering") this.#buildOrder();
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
    list.addEventListener("change", () => { this.#touched = true; });
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
    this.#show(notesOnAnswer(this.#item, response));
    const solution = makeSolution(this.#form, this.#item, (key) => this.say(key));
    if (solution) this.#form.querySelector("fieldset").append(solution);
    this.#buttons.answer.hidden = true;
    this.#buttons.again.focus();
  }

  /** Ready for an answer. */
  #open() {
    this.#form.querySelector("fieldset").disabled = false;
    this.#hideNotes();
    this.#result.replaceChildren();
    this.#tries.textContent = "";
    this.#setButtons("check");
    delete this.dataset.state;
  }

  /** Answered: what was said to it stays in sight. */
  #close({ response, score, tries }) {
    const { word, sign, values } = verdict(this.#item, response);
    this.#form.querySelector("fieldset").disabled = true;
    this.#show(notesFor(this.#item, response));
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
    if (this.dataset.state === undefined) this.#result.replaceChildren();
  }

  #hideNotes() {
    for (const part of this.querySelectorAll(".fb-note-word, .fb-solution")) part.remove();
    for (const part of this.querySelectorAll(".fb-feedback")) part.hidden = true;
    for (const part of this.querySelectorAll("[data-sign]:not(.fb-result)")) delete part.dataset.sign;
    for (const part of this.querySelectorAll("[aria-describedby]")) part.removeAttribute("aria-describedby");
  }

  #show(notes) {
    this.#hideNotes();
    for (const { ref, word, sign } of notes) {
      const feedback = [...this.querySelectorAll(".fb-feedback")].find((part) => part.dataset.for === ref);
      feedback.hidden = false;
      feedback.dataset.sign = sign;
      feedback.prepend(make("span", { class: "fb-note-word" }, makeIcon(sign), `${this.#subject(ref)}${this.say(word)}.`), " ");
      const control = this.#control(ref);
      control?.setAttribute("aria-describedby", feedback.id);
      const row = feedback.parentElement.closest("[data-option]");
      if (row) row.dataset.sign = sign;
    }
  }

  /** The words in a gap that a note is about: notes on gaps stand together under the text. */
  #subject(ref) {
    const [name, value] = ref.split(".");
    if (!value) return "";
    const select = this.#form.elements[name];
    return `“${[...select.options].find((option) => option.value === value).textContent.trim()}”: `;
  }

  #control(ref) {
    const [name] = ref.split(".");
    return this.#form.querySelector(`select[name="${name}"], input[value="${name}"], input[type="text"]`);
  }
}
