// <fieldbook-decision>: a choice before reading on. What follows from it is shown after the choice, the rest on request.

import { make, makeButton, makeIcon, refill } from "./dom.js";
import { PlayerElement } from "./element.js";

export class FieldbookDecision extends PlayerElement {
  get _kind() {
    return "choices";
  }

  build() {
    this._form = this.querySelector("form");
    this._hint = make("p", { class: "fb-result", role: "status" });
    this._buttons = {
      decide: make("button", { type: "submit", class: "fb-button fb-main-button" }, this.say("decide")),
      again: makeButton(this.say("decide-again"), () => this._decideAgain()),
    };
    this._form.append(this._hint, make("div", { class: "fb-actions" }, ...Object.values(this._buttons)));
    this._form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._decide();
    });
    this._form.addEventListener("change", () => refill(this._hint));
    for (const part of this._consequences()) part.before(this._makeOpener(part));
  }

  restore() {
    const choice = this.session.record.choices[this.activity]?.choice;
    const input = this._inputs().find(({ value }) => value === choice);
    if (input) {
      input.checked = true;
      this._close(choice);
    } else this._open();
  }

  _decide() {
    const chosen = this._inputs().find((input) => input.checked);
    if (!chosen) {
      refill(this._hint, makeIcon("open"), make("span", {}, this.say("choose-one")));
      this._inputs()[0].focus();
      return;
    }
    this.session.choose(this.activity, chosen.value);
    this._close(chosen.value);
    const consequence = this._consequences().find((part) => part.dataset.for === chosen.value);
    consequence.tabIndex = -1;
    consequence.focus();
  }

  _decideAgain() {
    this._open();
    this._inputs().find((input) => input.checked)?.focus();
  }

  _open() {
    this._setState(null);
    for (const part of this._consequences()) part.hidden = true;
  }

  _close(choice) {
    this._setState(choice);
    for (const part of this._consequences()) part.hidden = part.dataset.for !== choice;
  }

  /** @param {string | null} choice null while nothing is decided */
  _setState(choice) {
    this.toggleAttribute("data-decided", choice !== null);
    for (const input of this._inputs()) input.disabled = choice !== null;
    this._buttons.decide.hidden = choice !== null;
    this._buttons.again.hidden = choice === null;
    for (const part of this.querySelectorAll(".fb-after")) part.hidden = choice === null;
    for (const mark of this.querySelectorAll(".fb-decided")) mark.remove();
    for (const opener of this.querySelectorAll(".fb-opener")) {
      opener.hidden = choice === null || opener.dataset.opens === choice;
      opener.setAttribute("aria-expanded", "false");
    }
    const consequence = this._consequences().find((part) => part.dataset.for === choice);
    consequence?.prepend(make("p", { class: "fb-decided" }, makeIcon("right"), this.say("decided")));
  }

  _makeOpener(part) {
    const opener = makeButton(this.say("what-if"), (button) => {
      part.hidden = !part.hidden;
      button.setAttribute("aria-expanded", String(!part.hidden));
    }, "fb-opener");
    opener.dataset.opens = part.dataset.for;
    return opener;
  }

  _inputs() {
    return [...this._form.querySelectorAll("input")];
  }

  _consequences() {
    return [...this.querySelectorAll(".fb-consequence")];
  }
}
