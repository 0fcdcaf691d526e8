// <fieldbook-decision>: a choice before reading on. What follows from it is shown after the choice, the rest on request.

import { make, makeButton, makeIcon } from "./dom.js";
import { PlayerElement } from "./element.js";

export class FieldbookDecision extends PlayerElement {
  static kind = "choices";
  #form;
  #hint;
  #buttons;

  build() {
    this.#form = this.querySelector("form");
    this.#hint = make("p", { class: "fb-result", role: "status" });
    this.#buttons = {
      decide: make("button", { type: "submit", class: "fb-button fb-main-button" }, this.say("decide")),
      again: makeButton(this.say("decide-again"), () => this.#decideAgain()),
    };
    this.#form.append(this.#hint, make("div", { class: "fb-actions" }, ...Object.values(this.#buttons)));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#decide();
    });
    this.#form.addEventListener("change", () => this.#hint.replaceChildren());
    for (const part of this.#consequences()) part.before(this.#makeOpener(part));
  }

  restore() {
    const choice = this.session.record.choices[this.activity]?.choice;
    const input = this.#inputs().find(({ value }) => value === choice);
    if (input) {
      input.checked = true;
      this.#close(choice);
    } else this.#open();
  }

  #decide() {
    const chosen = this.#inputs().find((input) => input.checked);
    if (!chosen) {
      this.#hint.replaceChildren(makeIcon("open"), make("span", {}, this.say("choose-one")));
      this.#inputs()[0].focus();
      return;
    }
    this.session.choose(this.activity, chosen.value);
    this.#close(chosen.value);
    const consequence = this.#consequences().find((part) => part.dataset.for === chosen.value);
    consequence.tabIndex = -1;
    consequence.focus();
  }

  #decideAgain() {
    this.#open();
    this.#inputs().find((input) => input.checked)?.focus();
  }

  #open() {
    this.#setState(null);
    for (const part of this.#consequences()) part.hidden = true;
  }

  #close(choice) {
    this.#setState(choice);
    for (const part of this.#consequences()) part.hidden = part.dataset.for !== choice;
  }

  /** @param {string | null} choice null while nothing is decided */
  #setState(choice) {
    this.toggleAttribute("data-decided", choice !== null);
    for (const input of this.#inputs()) input.disabled = choice !== null;
    this.#buttons.decide.hidden = choice !== null;
    this.#buttons.again.hidden = choice === null;
    for (const part of this.querySelectorAll(".fb-after")) part.hidden = choice === null;
    for (const mark of this.querySelectorAll(".fb-decided")) mark.remove();
    for (const opener of this.querySelectorAll(".fb-opener")) {
      opener.hidden = choice === null || opener.dataset.opens === choice;
      opener.setAttribute("aria-expanded", "false");
    }
    const consequence = this.#consequences().find((part) => part.dataset.for === choice);
    consequence?.prepend(make("p", { class: "fb-decided" }, makeIcon("right"), this.say("decided")));
  }

  #makeOpener(part) {
    const opener = makeButton(this.say("what-if"), (button) => {
      part.hidden = !part.hidden;
      button.setAttribute("aria-expanded", String(!part.hidden));
    }, "fb-opener");
    opener.dataset.opens = part.dataset.for;
    return opener;
  }

  #inputs() {
    return [...this.#form.querySelectorAll("input")];
  }

  #consequences() {
    return [...this.querySelectorAll(".fb-consequence")];
  }
}
