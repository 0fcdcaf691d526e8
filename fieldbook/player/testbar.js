// Beside the questions of a test: where one is, the time, all questions at a glance, the buttons.

import { make, makeButton, makeIcon, refill } from "./dom.js";

const WARNINGS = [300, 60]; // seconds

export class TestBar {
  /** `go`, `flag` and `review` are functions: to a question, mark it, look at all. */
  constructor(questions, form, say, { go, flag, review }) {
    this._count = 0;
    this._place = 0;
    this._left = null;
    this._time = make("p", { class: "fb-test-time" });
    this._warning = make("p", { class: "fb-test-warning", role: "status" });
    this._saved = make("p", { class: "fb-saved" });
    this._summary = make("summary");
    this._list = make("ol", { class: "fb-test-list" });
    this._say = say;
    this._go = go;
    this._back = makeButton(say("previous"), () => go(this._place - 1));
    this._next = makeButton(say("next"), () => (this._place + 1 < this._count ? go(this._place + 1) : review()), "fb-button fb-main-button");
    this._mark = makeButton("", flag);
    this._review = makeButton(say("review"), review);
    this._all = make("details", { class: "fb-test-all" }, this._summary, this._list);
    this.head = make("div", { class: "fb-test-bar" }, this._time, this._warning, this._all);
    this._steps = make("div", { class: "fb-test-steps" },
      make("div", { class: "fb-actions" }, this._back, this._next),
      make("div", { class: "fb-actions" }, this._mark, this._review), this._saved);
    questions.before(this.head);
    questions.after(this._steps);
  }

  set hidden(isHidden) {
    this.head.hidden = isHidden;
  }

  set isRunning(isRunning) {
    this._steps.hidden = !isRunning;
    this._all.hidden = !isRunning;
  }

  /** @param {number | null} left seconds, null without a limit */
  begin(left) {
    this._time.hidden = left === null;
    this._left = null;
    refill(this._warning);
    this._all.open = false;
  }

  fill(place, states) {
    [this._place, this._count] = [place, states.length];
    const isLast = place + 1 === states.length;
    const { isFlagged } = states[place];
    this._back.disabled = place === 0;
    this._next.textContent = this._say(isLast ? "review" : "next");
    this._mark.textContent = this._say(isFlagged ? "unflag" : "flag");
    this._review.hidden = isLast;
    const values = { n: states.filter(({ isWhole }) => isWhole).length, m: states.length, k: states.filter((state) => state.isFlagged).length };
    this._summary.textContent = this._say("all-questions", values);
    refill(this._list, ...states.map((state, number) => this._entry(number, state)));
  }

  /** Words tell the last minutes; the clock itself is not read out each second. */
  showTime(left) {
    if (left === null) return;
    const seconds = Math.ceil(left);
    const [m, s] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, "0")];
    this._time.textContent = seconds > WARNINGS[0] ? this._say("minutes-left", { n: Math.ceil(seconds / 60) }) : this._say("time-left", { m, s });
    const passed = WARNINGS.filter((limit) => seconds <= limit && (this._left === null || this._left > limit)).slice(-1)[0];
    if (passed) refill(this._warning, makeIcon("open"), make("span", {}, this._say(passed === 60 ? "one-minute" : "five-minutes")));
    this._left = seconds;
  }

  showSaved(text) {
    this._saved.textContent = text;
  }

  _jump(number) {
    this._all.open = false;
    this._go(number);
  }

  _entry(number, { isWhole, isFlagged }) {
    const words = [this._say(isWhole ? "answered" : "open"), isFlagged ? this._say("flagged") : ""].filter(Boolean).join(", ");
    const button = makeButton(String(number + 1), () => this._jump(number), "fb-test-number");
    button.setAttribute("aria-label", `${this._say("question-of", { n: number + 1, m: this._count })}: ${words}`);
    button.toggleAttribute("data-whole", isWhole);
    button.toggleAttribute("data-flagged", isFlagged);
    if (number === this._place) button.setAttribute("aria-current", "true");
    return make("li", {}, button);
  }
}
