// <fieldbook-activity>: one question. The page has the form; this adds the buttons, checks, shows and keeps the answer.

import { fits, missingPart, readAnswer, tellDoubt, writeAnswer } from "./answers.js";
import { make, makeButton, makeIcon, refill } from "./dom.js";
import { PlayerElement } from "./element.js";
import { notesFor, notesOnAnswer, verdict } from "./feedback.js";
import { hideNotes, showNotes } from "./notes.js";
import { makeMovable, stepIds } from "./order.js";
import { outcome } from "./scoring.js";
import { makeSolution } from "./solution.js";
import { shapeOf } from "./types.js";

const TRIES_BEFORE_ANSWER = 2;

export class FieldbookActivity extends PlayerElement {
  get _kind() {
    return "answers";
  }

  constructor() {
    super();
    this._touched = false;
    this._shownAt = null;
    this._since = null;
  }


  build() {
    this._item = JSON.parse(this.querySelector("script.fb-answers").textContent);
    this._form = this.querySelector("form");
    this._buttons = {
      check: make("button", { type: "submit", class: "fb-button fb-main-button" }, this.say("check")),
      again: makeButton(this.say("try-again"), () => this._tryAgain()),
      answer: makeButton(this.say("show-answer"), () => this._showAnswer()),
    };
    this._result = make("p", { class: "fb-result", role: "status", tabindex: "-1" });
    this._tries = make("p", { class: "fb-tries" });
    this._form.append(this._result, make("div", { class: "fb-actions" }, ...Object.values(this._buttons)), this._tries);
    this._form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this._buttons.check.hidden) this._check();
    });
    // Not when the field is left: pressing Check leaves it, and Check must not move under the finger.
    this._form.addEventListener("input", () => this._clearHint());
    if (shapeOf(this._item) === "order") this._buildOrder();
    new IntersectionObserver(([{ isIntersecting }]) => {
      if (isIntersecting) this._since = this._since ?? performance.now();
    }).observe(this);
  }

  /** Shows the answer in the record, or the question as new. Leaves alone what is being worked on. */
  restore() {
    const answer = this.session.record.answers[this.activity];
    if ((answer?.at ?? null) === this._shownAt && this._shownAt !== null) return;
    if (!answer) {
      if (this._shownAt !== null) this._empty();
      this._open();
    } else if (answer.variant !== this._item.variant || !fits(this._item, answer.response)) {
      this._open();
      this._say("earlier", "open");
    } else {
      writeAnswer(this._form, this._item, answer.response);
      this._close(answer);
    }
    this._shownAt = answer?.at ?? null;
  }

  _buildOrder() {
    const list = this._form.querySelector(".fb-order");
    this._firstOrder = stepIds(list);
    makeMovable(list, (key, values) => this.say(key, values));
    list.addEventListener("change", () => {
      this._touched = true;
      this._clearHint();
    });
  }

  _check() {
    const missing = missingPart(this._form, this._item, this._touched);
    if (missing) {
      this._say(missing.word, "open", missing.values);
      missing.at.focus();
      return;
    }
    const response = readAnswer(this._form, this._item);
    const seconds = this._since === null ? 0 : (performance.now() - this._since) / 1000;
    this.session.answer(this._item, response, outcome(this._item, response).score, seconds);
    const answer = this.session.record.answers[this.activity];
    this._shownAt = answer.at;
    this._close(answer);
    (this._buttons.again.hidden ? this._result : this._buttons.again).focus();
  }

  _tryAgain() {
    this._since = performance.now();
    this._open();
    this._form.querySelector("fieldset :is(input:checked, input, select, button)").focus();
  }

  _showAnswer() {
    const { response } = this.session.record.answers[this.activity];
    showNotes(this, notesOnAnswer(this._item, response), (key) => this.say(key));
    const solution = makeSolution(this._form, this._item, (key) => this.say(key));
    if (solution) this._form.querySelector("fieldset").append(solution);
    this._buttons.answer.hidden = true;
    this._buttons.again.focus();
  }

  /** Ready for an answer. */
  _open() {
    this._form.querySelector("fieldset").disabled = false;
    hideNotes(this);
    refill(this._result);
    this._tries.textContent = "";
    this._setButtons("check");
    delete this.dataset.state;
  }

  /** Answered: what was said to it stays in sight. */
  _close({ response, score, tries }) {
    const { word, sign, values } = verdict(this._item, response);
    this._form.querySelector("fieldset").disabled = true;
    showNotes(this, notesFor(this._item, response), (key) => this.say(key));
    this._say(word, sign, values);
    this._tries.textContent = tries > 1 ? this.say("tries", { n: tries }) : "";
    if (score === 1) this._setButtons();
    else this._setButtons("again", tries >= TRIES_BEFORE_ANSWER ? "answer" : "");
    this.dataset.state = sign;
  }

  _empty() {
    this._form.reset();
    if (this._firstOrder) writeAnswer(this._form, this._item, this._firstOrder);
    this._touched = false;
  }

  _setButtons(...shown) {
    for (const [name, button] of Object.entries(this._buttons)) button.hidden = !shown.includes(name);
  }

  _say(word, sign, values) {
    this._result.dataset.sign = sign;
    refill(this._result, makeIcon(sign), make("span", {}, this.say(word, values)));
  }

  _clearHint() {
    if (this.dataset.state === undefined) tellDoubt(this._form, this._item, this._result, (key, values) => this.say(key, values));
  }
}
