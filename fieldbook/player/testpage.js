// <fieldbook-test>: a form taken on its page. Start, one question after the other, review, result.

import { make, makeButton, refill, speaker } from "./dom.js";
import { PlayerElement } from "./element.js";
import { Question } from "./questions.js";
import { handedIn, newSitting, placeIn, secondsLeft, withAnswer } from "./sitting.js";
import { TestBar } from "./testbar.js";
import { showReview } from "./testreview.js";
import { Timer } from "./timer.js";

const PAUSE_MS = 600;
const SAVE_EACH = 10; // seconds: what a power cut takes of the time that was counted
const say = speaker({ ...window.FIELDBOOK.strings, ...window.FIELDBOOK_TEST.strings });

export class FieldbookTest extends PlayerElement {
  constructor() {
    super();
    this._panel = make("div", { class: "fb-test-panel" });
    this._line = make("div");
    this._timer = new Timer((seconds) => this._tick(seconds));
    this._id = null;
    this._sitting = null;
    this._at = 0;
    this._spent = 0;
    this._seconds = [];
    this._savedSeconds = 0;
    this._waiting = 0;
    this._isUnkept = false;
  }


  build() {
    this._form = JSON.parse(this.querySelector("script.fb-form").textContent);
    this._questions = [...this.querySelectorAll("fieldbook-question")]
      .map((element, place) => new Question(element, say, (isWhole) => this._changed(place, isWhole)));
    this._keeper = FieldbookTest.way.makeKeeper(this.session, this._form);
    this._bar = new TestBar(this.querySelector(".fb-questions"), this._form, say, {
      go: (place) => this._goTo(place), flag: () => this._flag(), review: () => this._review(),
    });
    this.querySelector(".fb-questions").before(this._panel);
    FieldbookTest.way.showKeeping(this.session, say, this._line, this._keeper);
    this._keeper.watch(() => {
      this._placeLine();
      this._showSaved();
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this._save(); });
    addEventListener("pagehide", () => this._save());
    addEventListener("beforeunload", (event) => {
      if ((!this._sitting && !this._isUnkept) || !this._keeper.isAtRisk) return;
      event.preventDefault();
      event.returnValue = ""; // older browsers want this
    });
  }

  /** What was done elsewhere: in another tab, or in a file that was loaded. */
  restore() {
    if (this._sitting) {
      const stored = this._keeper.stored(this._id);
      if (stored?.submitted) this._end(this._id, stored);
      else if (!stored) this._drop(); // erased
    }
    if (this._sitting || ["handing-in", "result"].includes(this.dataset.state)) return;
    const begun = this._keeper.begun();
    if (begun) this._run(...begun);
    else this._start();
  }

  get _items() {
    return this._questions.map(({ item }) => item);
  }

  _show(state) {
    this.dataset.state = state;
    this.querySelector(".fb-test-start").hidden = state !== "start";
    this._panel.hidden = state === "running";
    refill(this._panel);
    const isShown = state === "running" || (state === "result" && this._form.feedback === "answers");
    this.querySelector(".fb-questions").hidden = !isShown;
    for (const { element } of this._questions) element.hidden = state === "running";
    this._bar.hidden = state !== "running" && state !== "review";
    this._bar.isRunning = state === "running";
    this._placeLine();
  }

  /** How answers are kept: above the question when something is wrong, else below, where it is not in the way. */
  _placeLine() {
    const isCalm = this.session.keeping === "page" && !this._keeper.isAtRisk;
    if (isCalm && this.dataset.state === "running") this.append(this._line);
    else if (this._line.nextElementSibling !== this._panel) {
      this._panel.before(this._line);
      if (this.dataset.state === "running") this._line.scrollIntoView({ block: "start" });
    }
  }

  _start() {
    this._show("start");
    FieldbookTest.way.showStart(this._panel, this._form, this._keeper, say, {
      begin: async (extra, ...who) => {
        const [id, sitting] = newSitting(this._form, this.session.now(), extra);
        await this._keeper.begin?.(id, ...who);
        this._run(id, sitting);
        this._goTo(0);
      },
      goOn: (id, sitting) => { this._run(id, sitting); this._goTo(this._at); },
      look: (sitting) => this._result(sitting),
    });
  }

  _run(id, sitting) {
    [this._id, this._sitting, this._spent] = [id, sitting, sitting.spent ?? 0];
    this._at = placeIn(sitting, this._items);
    this._savedSeconds = this._spent;
    this._seconds = this._items.map((item) => sitting.answers[item.id]?.seconds ?? 0);
    for (const question of this._questions) question.open(sitting.answers[question.item.id]?.response ?? "");
    this._bar.begin(secondsLeft(this._form, sitting, this._spent));
    this._show("running");
    this._showQuestion();
    this._timer.start();
    this._tick(0);
  }

  _goTo(place) {
    this._timer.take();
    if (!this._sitting) return; // the time ran out just now
    this._note(this._at);
    this._at = place;
    if (this.dataset.state !== "running") this._show("running");
    this._showQuestion();
    this._note(place);
    this._save();
    this._questions[place].label.focus();
    (this._keeper.isAtRisk ? this._line : this._bar.head).scrollIntoView({ block: "start" });
  }

  _showQuestion() {
    this._questions.forEach(({ element, label }, place) => {
      element.hidden = place !== this._at;
      label.textContent = say("question-of", { n: place + 1, m: this._questions.length });
    });
    this._fillBar();
  }

  _states() {
    return this._questions.map(({ item, isWhole }) => ({ isWhole, isFlagged: this._sitting.flags.includes(item.id) }));
  }

  _fillBar() {
    this._bar.fill(this._at, this._states());
  }

  _note(place) {
    const { item, response } = this._questions[place];
    this._sitting = withAnswer(this._sitting, item, response, this._seconds[place], this._now(place));
  }

  /** Later than every other question's time: it says where somebody was. */
  _now(place) {
    const others = this._items.filter((item, other) => other !== place).map(({ id }) => this._sitting.answers[id]?.at ?? "");
    const latest = others.reduce((a, b) => (b > a ? b : a), "");
    const now = this.session.now();
    return now > latest ? now : new Date(Date.parse(latest) + 1).toISOString();
  }

  _changed(place, isWhole) {
    clearTimeout(this._waiting);
    if (isWhole) this._keepAnswer(place);
    else this._waiting = setTimeout(() => this._keepAnswer(place), PAUSE_MS);
  }

  _keepAnswer(place) {
    clearTimeout(this._waiting);
    if (!this._sitting) return;
    this._note(place);
    this._save();
    this._fillBar();
  }

  _flag() {
    const { id } = this._questions[this._at].item;
    const { flags } = this._sitting;
    this._sitting = { ...this._sitting, flags: flags.includes(id) ? flags.filter((name) => name !== id) : [...flags, id] };
    this._save();
    this._fillBar();
  }

  _tick(seconds) {
    this._spent += seconds;
    if (this.dataset.state === "running") this._seconds[this._at] += seconds;
    const left = secondsLeft(this._form, this._sitting, this._spent);
    this._bar.showTime(left);
    if (left === 0) this._handIn(true);
    else if (this._spent - this._savedSeconds >= SAVE_EACH) this._save();
  }

  _save() {
    if (!this._sitting) return;
    if (this.dataset.state === "running") this._note(this._at);
    this._savedSeconds = this._spent;
    this._sitting = { ...this._sitting, spent: Math.min(Math.floor(this._spent), 864000), at: this.session.now() };
    this._keeper.keep(this._id, this._sitting);
    this._showSaved();
  }

  /** Not where a line says otherwise. */
  _showSaved() {
    const isSure = !this._keeper.isAtRisk && ["yes", "page"].includes(this.session.keeping);
    this._bar.showSaved(this._sitting && isSure ? say(this._keeper.isSaved(this._id) ? "saved" : "saving") : "");
  }

  _review() {
    this._save();
    this._show("review");
    showReview(this._panel, this._states(), say, { go: (place) => this._goTo(place), handIn: () => this._handIn(false) });
  }

  _handIn(isLate) {
    this._save();
    const sitting = handedIn(this._sitting, this._items, this.session.now(), this._keeper.hasKey);
    this._keep(this._id, sitting, isLate);
  }

  /** It is called handed in when it has been read back, and not before. */
  async _keep(id, sitting, isLate) {
    this._drop();
    this._show("handing-in");
    this._isUnkept = true;
    this._isUnkept = !await this._keeper.handIn(id, sitting);
    if (this._isUnkept) this._result(sitting, isLate, id, () => this._keep(id, sitting, isLate));
    else this._end(id, sitting, isLate);
  }

  _drop() {
    this._timer.stop();
    clearTimeout(this._waiting);
    [this._id, this._sitting] = [null, null];
  }

  _end(id, sitting, isLate = false) {
    this._drop();
    this._isUnkept = false;
    this._keeper.mark?.(this.session, id, sitting);
    this._result(sitting, isLate, id);
  }

  /** @param {Function | null} again hands in again what could not be kept */
  _result(sitting, isLate = false, id = null, again = null) {
    this._show("result");
    const back = makeButton(say("to-start"), () => this._start());
    if (this._form.feedback === "answers") this._showAnswers(sitting);
    FieldbookTest.way.showEnd(this._panel, sitting, say, {
      form: this._form, items: this._items, session: this.session, keeper: this._keeper, id, isLate, back, again, end: () => this._end(id, sitting, isLate),
    });
  }

  _showAnswers({ answers }) {
    this._questions.forEach((question, place) => {
      question.label.textContent = say("question-of", { n: place + 1, m: this._questions.length });
      question.close(answers[question.item.id]?.response ?? "");
    });
  }
}

/** What differs between plain and sealed forms: makeKeeper, showKeeping, showStart, showEnd. */
FieldbookTest.way = null;

/** The player has opened the record by then. */
export function startTest(way) {
  FieldbookTest.way = way;
  window.FIELDBOOK.ready?.then(() => customElements.define("fieldbook-test", FieldbookTest));
}
