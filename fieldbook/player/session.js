// State of this learner: answers, choices, positions, place. Saved after each step; knows no page and no LMS.

import { changes, copyOf, newSince } from "./changes.js";
import { makeRecord, merge, migrate, notAfter, problems, readable } from "./record.js";
import { isActivityDone, isLessonFinished } from "./standing.js";

const RETRY_MS = 10000;

/**
 * Events: "change" with detail {id}, where null says that much may have changed; "keeping" when it turned out otherwise
 * how answers are kept; "saved" when the store has all that was done so far.
 */
export class Session extends EventTarget {
  #adapter;
  #about;
  #kept; // the record as the store has it
  #failed = false;
  #working = null;
  #steps = 0; // that changed the record,
  #savedSteps = 0; // and those of them that the store has
  #isStale = false;
  #retry = 0;
  #seconds = {};

  /**
   * @param {{record: object | null, modules: object[]}} data
   * @param {object} adapter see adapters/none.js
   */
  constructor(data, adapter) {
    super();
    this.preview = data.record === null;
    this.modules = data.modules;
    this.#about = data.record ?? { course: "notebook", context: "notebook", lang: "en", build: "" };
    this.#adapter = adapter;
    this.#empty();
  }

  /** Take up what was kept. A store that fails does not keep the learner from working. */
  async open() {
    try {
      this.#take(await this.#adapter.load());
      this.#adapter.watch(() => this.#refresh(), () => this.dispatchEvent(new Event("keeping")));
    } catch {
      this.#fail();
    }
  }

  /** "yes", "page", "no" or "failed"; in a package "system", "late" or "ended" too. */
  get keeping() {
    return this.#failed ? "failed" : this.#adapter.keeps;
  }

  /**
   * @param {{id: string, variant: string}} item
   * @param {number} seconds from when the question was shown
   */
  answer(item, response, score, seconds = 0) {
    this.#seconds[item.id] = seconds;
    const before = this.record.answers[item.id];
    const same = before?.variant === item.variant;
    this.#put("answers", item.id, {
      variant: item.variant,
      form: null,
      response,
      score,
      first: same ? before.first : score,
      tries: same ? Math.min(before.tries + 1, 10000) : 1,
      at: this.now(before?.at),
      build: this.#about.build,
    });
  }

  choose(id, choice) {
    this.#put("choices", id, { choice, at: this.now(this.record.choices[id]?.at) });
  }

  stand(id, value) {
    this.#put("positions", id, { value, at: this.now(this.record.positions[id]?.at) });
  }

  /** Where a branching scenario has got to: its choices so far, and the ending that they reached. */
  walk(id, path, ending) {
    const before = this.record.scenarios[id] ?? { runs: 0, endings: [] };
    const runs = Math.min(before.runs + (path.length === 1 || before.runs === 0), 10000);
    const endings = ending && !before.endings.includes(ending) ? [...before.endings, ending] : before.endings;
    this.#put("scenarios", id, { path, runs, endings, at: this.now(before.at) });
  }

  /** What stands in a product's fields. */
  write(id, fields) {
    this.#put("products", id, { fields, at: this.now(this.record.products[id]?.at) });
  }

  /** A sitting of a test as it stands. */
  sit(id, sitting) {
    this.#put("attempts", id, { ...sitting, at: this.now(this.record.attempts[id]?.at) });
  }

  /** When what was done so far is saved, or has failed to be: `keeping` tells. */
  async settled() {
    await this.#working;
  }

  /** Whether the store has what was done here, as far as it said so. */
  isSaved(kind, id) {
    const entry = this.record[kind][id];
    return !this.#failed && entry !== undefined && JSON.stringify(this.#kept[kind][id]) === JSON.stringify(entry);
  }

  /** Whether the store, read back, has a sitting as it stands here. */
  async holds(id) {
    await this.settled();
    await this.#refresh();
    const isSafe = this.#adapter.isSafe ? await this.#adapter.isSafe() : true;
    return isSafe && this.isSaved("attempts", id);
  }

  /** The page is being left. What the store has not said to have waits for the next page, where the store can do that. */
  leave() {
    if (this.#adapter.leave && this.#isUnsaved) this.#adapter.leave(newSince(this.#kept, this.record));
  }

  /** The end of a lesson was seen. */
  read(lesson) {
    if (!this.record.read[lesson]) this.#put("read", lesson, this.now());
  }

  /** Where to go on next time. */
  stopAt(page, anchor) {
    const { place } = this.record;
    if (place?.page === page && place.anchor === anchor) return;
    this.record.place = { page, anchor, at: this.now(place?.at) };
    this.#changed(page);
  }

  /** @param {Record<string, string>} about pseudonym and groups; an empty text takes the place of the one before */
  callMe(about) {
    for (const [name, text] of Object.entries(about)) this.record.learner[name] = text.trim().slice(0, 100);
    this.record.saved = this.now();
    this.#changed(null);
  }

  isDone(id) {
    return isActivityDone(this.record, id);
  }

  /**
   * Join with a record from a file.
   * @param {boolean} isSure that it is of the same person, whatever the names say
   * @returns {{fault: string, course?: string, context?: string, name?: string, own?: string} | {taken: number}} fault is
   * "json", "newer", "other" or "name"
   */
  adopt(value, isSure) {
    const migrated = migrate(value);
    if (migrated === null && value !== null) return { fault: "newer" };
    if (problems(migrated).length) return { fault: "json" };
    if (!this.#isOurs(migrated)) return { fault: "other", course: migrated.course, context: migrated.context };
    const [name, own] = [migrated, this.record].map(({ learner }) => (learner.pseudonym || "").trim());
    if (!isSure && name && own && name.toLowerCase() !== own.toLowerCase()) return { fault: "name", name, own };
    const before = this.record;
    this.record = this.#ours(merge(this.record, notAfter(migrated, this.now())));
    this.#changed(null);
    if (own) this.record.learner.pseudonym = own;
    return { taken: changes(before, this.record) };
  }

  /** Forget everything, in the other tabs too. */
  async erase() {
    await this.settled();
    this.#empty();
    try {
      await this.#adapter.erase();
    } catch {
      this.#fail();
    }
    this.#tell(null);
  }

  /** Lessons done and the mean of the first scores; what a store may want besides the record. */
  summary() {
    const lessons = this.modules.flatMap((module) => module.lessons);
    const scores = Object.values(this.record.answers).map((answer) => answer.first);
    return {
      done: lessons.filter((lesson) => this.isLessonDone(lesson)).length,
      total: lessons.length,
      score: scores.length ? scores.reduce((sum, score) => sum + score, 0) / scores.length : null,
    };
  }

  /** Whether a test of this form was handed in. */
  isHandedIn(form) {
    return Object.values(this.record.attempts).some((sitting) => sitting.form === form && sitting.submitted !== null);
  }

  isLessonDone(lesson) {
    return isLessonFinished(this.record, lesson);
  }

  get #isUnsaved() {
    return this.#steps > this.#savedSteps;
  }

  #put(kind, id, entry) {
    this.record[kind][id] = entry;
    this.#changed(id);
  }

  #changed(id) {
    this.#tell(id);
    this.#save();
  }

  #tell(id) {
    this.dispatchEvent(new CustomEvent("change", { detail: { id } }));
  }

  /**
   * Now, and in any case after `before` and after all that was saved: what the learner does last counts and comes last,
   * whatever the clock says.
   */
  now(before = "") {
    const now = new Date().toISOString();
    const [, last] = [before, this.record.saved || ""].sort();
    return now > last ? now : new Date((Date.parse(last) || 0) + 1).toISOString();
  }

  #isOurs({ course, context }) {
    return course === this.#about.course && context === this.#about.context;
  }

  /** With the course's own words of today. */
  #ours(record) {
    const { lang, build } = this.#about;
    return { ...record, lang, build };
  }

  /**
   * What the store has, and on top of it what it has not got from here yet. So a page that was left open does not bring
   * back what was erased since, or an answer that was given anew.
   */
  #onTopOf(value, record) {
    const theirs = readable(value, this.#about) || makeRecord(this.#about);
    const saved = this.#isUnsaved ? this.now(theirs.saved || "") : null;
    return this.#ours(merge(theirs, { ...newSince(this.#kept, record), saved }));
  }

  #take(value) {
    this.record = this.#onTopOf(value, this.record);
    this.#kept = this.#ours(readable(value, this.#about) || makeRecord(this.#about));
  }

  #empty() {
    this.record = makeRecord(this.#about);
    this.#kept = makeRecord(this.#about);
    this.#savedSteps = this.#steps;
  }

  /** Another page has written, or this one wants to know what the store has. */
  #refresh() {
    this.#isStale = true;
    return this.#work();
  }

  #save() {
    this.#steps += 1;
    this.#work();
  }

  /** One thing at a time; what comes up meanwhile is done after it. */
  #work() {
    if (!this.#working) this.#working = this.#workOff();
    return this.#working;
  }

  async #workOff() {
    clearTimeout(this.#retry);
    try {
      while (this.#isStale || this.#isUnsaved) {
        if (this.#isStale) await this.#reload();
        else await this.#saveAll();
      }
      this.#succeed();
    } catch {
      this.#fail();
    }
    this.#working = null;
  }

  async #reload() {
    this.#isStale = false;
    const value = await this.#adapter.load();
    const before = this.record;
    this.#take(value);
    if (JSON.stringify(this.record) !== JSON.stringify(before)) this.#tell(null);
  }

  async #saveAll() {
    this.record.saved = this.now();
    const [sent, steps] = [copyOf(this.record), this.#steps];
    const saved = await this.#adapter.save(sent, (value) => this.#onTopOf(value, sent), this.#seconds);
    const later = newSince(sent, this.record);
    this.#kept = saved;
    this.#savedSteps = steps;
    if (saved === sent) return;
    this.record = merge(saved, later);
    this.#tell(null);
  }

  #succeed() {
    const wasFailed = this.#failed;
    this.#failed = false;
    if (wasFailed) this.dispatchEvent(new Event("keeping"));
    this.dispatchEvent(new Event("saved"));
  }

  #fail() {
    this.#failed = true;
    this.#isStale = true; // nobody knows what the store has now
    this.#retry = setTimeout(() => this.#save(), RETRY_MS);
    this.dispatchEvent(new Event("keeping"));
  }
}
