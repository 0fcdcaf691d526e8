// Beside the questions of a test: where one is, the time, all questions at a glance, the buttons.

import { make, makeButton, makeIcon } from "./dom.js";

const WARNINGS = [300, 60]; // seconds

export class TestBar {
  #say;
  #go;
  #count = 0;
  #place = 0;
  #left = null;
  #time = make("p", { class: "fb-test-time" });
  #warning = make("p", { class: "fb-test-warning", role: "status" });
  #saved = make("p", { class: "fb-saved" });
  #summary = make("summary");
  #list = make("ol", { class: "fb-test-list" });
  #all;
  head;
  #steps;
  #back;
  #next;
  #mark;
  #review;

  /** @param {{go: Function, flag: Function, review: Function}} does */
  constructor(questions, form, say, { go, flag, review }) {
    this.#say = say;
    this.#go = go;
    this.#back = makeButton(say("previous"), () => go(this.#place - 1));
    this.#next = makeButton(say("next"), () => (this.#place + 1 < this.#count ? go(this.#place + 1) : review()), "fb-button fb-main-button");
    this.#mark = makeButton("", flag);
    this.#review = makeButton(say("review"), review);
    this.#all = make("details", { class: "fb-test-all" }, this.#summary, this.#list);
    this.head = make("div", { class: "fb-test-bar" }, this.#time, this.#warning, this.#all);
    this.#steps = make("div", { class: "fb-test-steps" },
      make("div", { class: "fb-actions" }, this.#back, this.#next),
      make("div", { class: "fb-actions" }, this.#mark, this.#review), this.#saved);
    questions.before(this.head);
    questions.after(this.#steps);
  }

  set hidden(isHidden) {
    this.head.hidden = isHidden;
  }

  set isRunning(isRunning) {
    this.#steps.hidden = !isRunning;
    this.#all.hidden = !isRunning;
  }

  /** @param {number | null} left seconds, null without a limit */
  begin(left) {
    this.#time.hidden = left === null;
    this.#left = null;
    this.#warning.replaceChildren();
    this.#all.open = false;
  }

  fill(place, states) {
    [this.#place, this.#count] = [place, states.length];
    const isLast = place + 1 === states.length;
    const { isFlagged } = states[place];
    this.#back.disabled = place === 0;
    this.#next.textContent = this.#say(isLast ? "review" : "next");
    this.#mark.textContent = this.#say(isFlagged ? "unflag" : "flag");
    this.#review.hidden = isLast;
    const values = { n: states.filter(({ isWhole }) => isWhole).length, m: states.length, k: states.filter((state) => state.isFlagged).length };
    this.#summary.textContent = this.#say("all-questions", values);
    this.#list.replaceChildren(...states.map((state, number) => this.#entry(number, state)));
  }

  /** Words tell the last minutes; the clock itself is not read out each second. */
  showTime(left) {
    if (left === null) return;
    const seconds = Math.ceil(left);
    const [m, s] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, "0")];
    this.#time.textContent = seconds > WARNINGS[0] ? this.#say("minutes-left", { n: Math.ceil(seconds / 60) }) : this.#say("time-left", { m, s });
    const passed = WARNINGS.filter((limit) => seconds <= limit && (this.#left === null || this.#left > limit)).at(-1);
    if (passed) this.#warning.replaceChildren(makeIcon("open"), make("span", {}, this.#say(passed === 60 ? "one-minute" : "five-minutes")));
    this.#left = seconds;
  }

  showSaved(text) {
    this.#saved.textContent = text;
  }

  #jump(number) {
    this.#all.open = false;
    this.#go(number);
  }

  #entry(number, { isWhole, isFlagged }) {
    const words = [this.#say(isWhole ? "answered" : "open"), isFlagged ? this.#say("flagged") : ""].filter(Boolean).join(", ");
    const button = makeButton(String(number + 1), () => this.#jump(number), "fb-test-number");
    button.setAttribute("aria-label", `${this.#say("question-of", { n: number + 1, m: this.#count })}: ${words}`);
    button.toggleAttribute("data-whole", isWhole);
    button.toggleAttribute("data-flagged", isFlagged);
    if (number === this.#place) button.setAttribute("aria-current", "true");
    return make("li", {}, button);
  }
}
