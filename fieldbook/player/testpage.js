// <fieldbook-test>: a form taken on its page. Start, one question after the other, review, result.

import { make, makeButton, makeIcon, speaker } from "./dom.js";
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
  /** What differs between plain and sealed forms: makeKeeper, showKeeping, showStart, showEnd. */
  static way = null;
  #form;
  #questions;
  #keeper;
  #panel = make("div", { class: "fb-test-panel" });
  #line = make("div");
  #bar;
  #timer = new Timer((seconds) => this.#tick(seconds));
  #id = null;
  #sitting = null;
  #at = 0;
  #spent = 0;
  #seconds = [];
  #saved = 0;
  #waiting = 0;
  #isUnkept = false;

  build() {
    this.#form = JSON.parse(this.querySelector("script.fb-form").textContent);
    this.#questions = [...this.querySelectorAll("fieldbook-question")]
      .map((element, place) => new Question(element, say, (isWhole) => this.#changed(place, isWhole)));
    this.#keeper = FieldbookTest.way.makeKeeper(this.session, this.#form);
    this.#bar = new TestBar(this.querySelector(".fb-questions"), this.#form, say, {
      go: (place) => this.#goTo(place), flag: () => this.#flag(), review: () => this.#review(),
    });
    this.querySelector(".fb-questions").before(this.#panel);
    FieldbookTest.way.showKeeping(this.session, say, this.#line, this.#keeper);
    this.#keeper.watch(() => {
      this.#placeLine();
      this.#showSaved();
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#save(); });
    addEventListener("pagehide", () => this.#save());
    addEventListener("beforeunload", (event) => {
      if ((!this.#sitting && !this.#isUnkept) || !this.#keeper.isAtRisk) return;
      event.preventDefault();
      event.returnValue = ""; // older browsers want this
    });
  }

  /** What was done elsewhere: in another tab, or in a file that was loaded. */
  restore() {
    if (this.#sitting) {
      const stored = this.#keeper.stored(this.#id);
      if (stored?.submitted) this.#end(this.#id, stored);
      else if (!stored) this.#drop(); // erased
    }
    if (this.#sitting || ["handing-in", "result"].includes(this.dataset.state)) return;
    const begun = this.#keeper.begun();
    if (begun) this.#run(...begun);
    else this.#start();
  }

  get #items() {
    return this.#questions.map(({ item }) => item);
  }

  #show(state) {
    this.dataset.state = state;
    this.querySelector(".fb-test-start").hidden = state !== "start";
    this.#panel.hidden = state === "running";
    this.#panel.replaceChildren();
    const isShown = state === "running" || (state === "result" && this.#form.feedback === "answers");
    this.querySelector(".fb-questions").hidden = !isShown;
    for (const { element } of this.#questions) element.hidden = state === "running";
    this.#bar.hidden = state !== "running" && state !== "review";
    this.#bar.isRunning = state === "running";
    this.#placeLine();
  }

  /** How answers are kept: above the question when something is wrong, else below, where it is not in the way. */
  #placeLine() {
    const isCalm = this.session.keeping === "page" && !this.#keeper.isAtRisk;
    if (isCalm && this.dataset.state === "running") this.append(this.#line);
    else if (this.#line.nextElementSibling !== this.#panel) {
      this.#panel.before(this.#line);
      if (this.dataset.state === "running") this.#line.scrollIntoView({ block: "start" });
    }
  }

  #start() {
    this.#show("start");
    FieldbookTest.way.showStart(this.#panel, this.#form, this.#keeper, say, {
      begin: async (extra, ...who) => {
        const [id, sitting] = newSitting(this.#form, this.session.now(), extra);
        await this.#keeper.begin?.(id, ...who);
        this.#run(id, sitting);
        this.#goTo(0);
      },
      goOn: (id, sitting) => { this.#run(id, sitting); this.#goTo(this.#at); },
      look: (sitting) => this.#result(sitting),
    });
  }

  #run(id, sitting) {
    [this.#id, this.#sitting, this.#spent] = [id, sitting, sitting.spent ?? 0];
    this.#at = placeIn(sitting, this.#items);
    this.#saved = this.#spent;
    this.#seconds = this.#items.map((item) => sitting.answers[item.id]?.seconds ?? 0);
    for (const question of this.#questions) question.open(sitting.answers[question.item.id]?.response ?? "");
    this.#bar.begin(secondsLeft(this.#form, sitting, this.#spent));
    this.#show("running");
    this.#showQuestion();
    this.#timer.start();
    this.#tick(0);
  }

  #goTo(place) {
    this.#timer.take();
    if (!this.#sitting) return; // the time ran out just now
    this.#note(this.#at);
    this.#at = place;
    if (this.dataset.state !== "running") this.#show("running");
    this.#showQuestion();
    this.#note(place);
    this.#save();
    this.#questions[place].label.focus();
    (this.#keeper.isAtRisk ? this.#line : this.#bar.head).scrollIntoView({ block: "start" });
  }

  #showQuestion() {
    this.#questions.forEach(({ element, label }, place) => {
      element.hidden = place !== this.#at;
      label.textContent = say("question-of", { n: place + 1, m: this.#questions.length });
    });
    this.#fillBar();
  }

  #states() {
    return this.#questions.map(({ item, isWhole }) => ({ isWhole, isFlagged: this.#sitting.flags.includes(item.id) }));
  }

  #fillBar() {
    this.#bar.fill(this.#at, this.#states());
  }

  #note(place) {
    const { item, response } = this.#questions[place];
    this.#sitting = withAnswer(this.#sitting, item, response, this.#seconds[place], this.#now(place));
  }

  /** Later than every other question's time: it says where somebody was. */
  #now(place) {
    const others = this.#items.filter((item, other) => other !== place).map(({ id }) => this.#sitting.answers[id]?.at ?? "");
    const latest = others.reduce((a, b) => (b > a ? b : a), "");
    const now = this.session.now();
    return now > latest ? now : new Date(Date.parse(latest) + 1).toISOString();
  }

  #changed(place, isWhole) {
    clearTimeout(this.#waiting);
    if (isWhole) this.#keepAnswer(place);
    else this.#waiting = setTimeout(() => this.#keepAnswer(place), PAUSE_MS);
  }

  #keepAnswer(place) {
    clearTimeout(this.#waiting);
    if (!this.#sitting) return;
    this.#note(place);
    this.#save();
    this.#fillBar();
  }

  #flag() {
    const { id } = this.#questions[this.#at].item;
    const { flags } = this.#sitting;
    this.#sitting = { ...this.#sitting, flags: flags.includes(id) ? flags.filter((name) => name !== id) : [...flags, id] };
    this.#save();
    this.#fillBar();
  }

  #tick(seconds) {
    this.#spent += seconds;
    if (this.dataset.state === "running") this.#seconds[this.#at] += seconds;
    const left = secondsLeft(this.#form, this.#sitting, this.#spent);
    this.#bar.showTime(left);
    if (left === 0) this.#handIn(true);
    else if (this.#spent - this.#saved >= SAVE_EACH) this.#save();
  }

  #save() {
    if (!this.#sitting) return;
    if (this.dataset.state === "running") this.#note(this.#at);
    this.#saved = this.#spent;
    this.#sitting = { ...this.#sitting, spent: Math.min(Math.floor(this.#spent), 864000), at: this.session.now() };
    this.#keeper.keep(this.#id, this.#sitting);
    this.#showSaved();
  }

  /** Not where a line says otherwise. */
  #showSaved() {
    const isSure = !this.#keeper.isAtRisk && ["yes", "page"].includes(this.session.keeping);
    this.#bar.showSaved(this.#sitting && isSure ? say(this.#keeper.isSaved(this.#id) ? "saved" : "saving") : "");
  }

  #review() {
    this.#save();
    this.#show("review");
    showReview(this.#panel, this.#states(), say, { go: (place) => this.#goTo(place), handIn: () => this.#handIn(false) });
  }

  #handIn(isLate) {
    this.#save();
    const sitting = handedIn(this.#sitting, this.#items, this.session.now(), this.#keeper.hasKey);
    this.#keep(this.#id, sitting, isLate);
  }

  /** It is called handed in when it has been read back, and not before. */
  async #keep(id, sitting, isLate) {
    this.#drop();
    this.#show("handing-in");
    this.#isUnkept = true;
    this.#isUnkept = !await this.#keeper.handIn(id, sitting);
    if (this.#isUnkept) this.#result(sitting, isLate, id, () => this.#keep(id, sitting, isLate));
    else this.#end(id, sitting, isLate);
  }

  #drop() {
    this.#timer.stop();
    clearTimeout(this.#waiting);
    [this.#id, this.#sitting] = [null, null];
  }

  #end(id, sitting, isLate = false) {
    this.#drop();
    this.#isUnkept = false;
    this.#keeper.mark?.(this.session, id, sitting);
    this.#result(sitting, isLate, id);
  }

  /** @param {Function | null} again hands in again what could not be kept */
  #result(sitting, isLate = false, id = null, again = null) {
    this.#show("result");
    const back = makeButton(say("to-start"), () => this.#start());
    if (this.#form.feedback === "answers") this.#showAnswers(sitting);
    FieldbookTest.way.showEnd(this.#panel, sitting, say, {
      form: this.#form, items: this.#items, session: this.session, keeper: this.#keeper, id, isLate, back, again, end: () => this.#end(id, sitting, isLate),
    });
  }

  #showAnswers({ answers }) {
    this.#questions.forEach((question, place) => {
      question.label.textContent = say("question-of", { n: place + 1, m: this.#questions.length });
      question.close(answers[question.item.id]?.response ?? "");
    });
  }
}

/** The player has opened the record by then. */
export function startTest(way) {
  FieldbookTest.way = way;
  window.FIELDBOOK.ready?.then(() => customElements.define("fieldbook-test", FieldbookTest));
}
