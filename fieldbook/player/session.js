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
  /**
   * @param {{record: any | null, modules: any[]}} data
   * @param {any} adapter see adapters/none.js
   */
  constructor(data, adapter) {
    super();
    this._failed = false;
    this._working = null;
    this._steps = 0; // that changed the record,
    this._savedSteps = 0; // and those of them that the store has
    this._isStale = false;
    this._retry = 0;
    this._seconds = {};
    this.preview = data.record === null;
    this.modules = data.modules;
    this._about = { ...(data.record ?? { course: "notebook", context: "notebook", lang: "en", build: "" }), modules: data.modules };
    this._adapter = adapter;
    this._empty();
  }

  /** Take up what was kept. A store that fails does not keep the learner from working. */
  async open() {
    try {
      this._take(await this._adapter.load());
      this._adapter.watch(() => this._refresh(), () => this.dispatchEvent(new Event("keeping")));
    } catch {
      this._fail();
    }
  }

  /** "yes", "page", "no" or "failed"; in a package "system", "late" or "ended" too. */
  get keeping() {
    return this._failed ? "failed" : this._adapter.keeps;
  }

  /**
   * @param {{id: string, variant: string}} item
   * @param {number} seconds from when the question was shown
   */
  answer(item, response, score, seconds = 0) {
    this._seconds[item.id] = seconds;
    const before = this.record.answers[item.id];
    const same = before?.variant === item.variant;
    this._put("answers", item.id, {
      variant: item.variant,
      form: null,
      response,
      score,
      first: same ? before.first : score,
      tries: same ? Math.min(before.tries + 1, 10000) : 1,
      at: this.now(before?.at),
      build: this._about.build,
    });
  }

  choose(id, choice) {
    this._put("choices", id, { choice, at: this.now(this.record.choices[id]?.at) });
  }

  stand(id, value) {
    this._put("positions", id, { value, at: this.now(this.record.positions[id]?.at) });
  }

  /** Where a branching scenario has got to: its choices so far, and the ending that they reached. */
  walk(id, path, ending) {
    const before = this.record.scenarios[id] ?? { runs: 0, endings: [] };
    const runs = Math.min(before.runs + (path.length === 1 || before.runs === 0), 10000);
    const endings = ending && !before.endings.includes(ending) ? [...before.endings, ending] : before.endings;
    this._put("scenarios", id, { path, runs, endings, at: this.now(before.at) });
  }

  /** What stands in a product's fields. */
  write(id, fields) {
    this._put("products", id, { fields, at: this.now(this.record.products[id]?.at) });
  }

  /** A sitting of a test as it stands. */
  sit(id, sitting) {
    this._put("attempts", id, { ...sitting, at: this.now(this.record.attempts[id]?.at) });
  }

  /** When what was done so far is saved, or has failed to be: `keeping` tells. */
  async settled() {
    await this._working;
  }

  /** Whether the store has what was done here, as far as it said so. */
  isSaved(kind, id) {
    const entry = this.record[kind][id];
    return !this._failed && entry !== undefined && JSON.stringify(this._kept[kind][id]) === JSON.stringify(entry);
  }

  /** Whether the store, read back, has a sitting as it stands here. */
  async holds(id) {
    await this.settled();
    await this._refresh();
    const isSafe = this._adapter.isSafe ? await this._adapter.isSafe() : true;
    return isSafe && this.isSaved("attempts", id);
  }

  /** The page is being left. What the store has not said to have waits for the next page, where the store can do that. */
  leave() {
    if (this._adapter.leave && this._isUnsaved) this._adapter.leave(newSince(this._kept, this.record));
  }

  /** The end of a lesson was seen. */
  read(lesson) {
    if (!this.record.read[lesson]) this._put("read", lesson, this.now());
  }

  /** Where to go on next time: a lesson, and the anchor of a step of it or nothing. */
  stopAt(lesson, step) {
    const { place } = this.record;
    if (place?.lesson === lesson && place.step === step) return;
    this.record.place = { lesson, step, at: this.now(place?.at) };
    this._changed(lesson);
  }

  /** @param {Record<string, string>} about pseudonym and groups; an empty text takes the place of the one before */
  callMe(about) {
    for (const [name, text] of Object.entries(about)) this.record.learner[name] = text.trim().slice(0, 100);
    this.record.saved = this.now();
    this._changed(null);
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
    const migrated = migrate(value, this.modules);
    if (migrated === null && value !== null) return { fault: "newer" };
    if (problems(migrated).length) return { fault: "json" };
    if (!this._isOurs(migrated)) return { fault: "other", course: migrated.course, context: migrated.context };
    const [name, own] = [migrated, this.record].map(({ learner }) => (learner.pseudonym || "").trim());
    if (!isSure && name && own && name.toLowerCase() !== own.toLowerCase()) return { fault: "name", name, own };
    const before = this.record;
    this.record = this._ours(merge(this.record, notAfter(migrated, this.now())));
    this._changed(null);
    if (own) this.record.learner.pseudonym = own;
    return { taken: changes(before, this.record) };
  }

  /** Forget everything, in the other tabs too. */
  async erase() {
    await this.settled();
    this._empty();
    try {
      await this._adapter.erase();
    } catch {
      this._fail();
    }
    this._tell(null);
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

  get _isUnsaved() {
    return this._steps > this._savedSteps;
  }

  _put(kind, id, entry) {
    this.record[kind][id] = entry;
    this._changed(id);
  }

  _changed(id) {
    this._tell(id);
    this._save();
  }

  _tell(id) {
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

  _isOurs({ course, context }) {
    return course === this._about.course && context === this._about.context;
  }

  /** With the course's own words of today. */
  _ours(record) {
    const { lang, build } = this._about;
    return { ...record, lang, build };
  }

  /**
   * What the store has, and on top of it what it has not got from here yet. So a page that was left open does not bring
   * back what was erased since, or an answer that was given anew.
   */
  _onTopOf(value, record) {
    const theirs = readable(value, this._about) || makeRecord(this._about);
    const saved = this._isUnsaved ? this.now(theirs.saved || "") : null;
    return this._ours(merge(theirs, { ...newSince(this._kept, record), saved }));
  }

  _take(value) {
    this.record = this._onTopOf(value, this.record);
    this._kept = this._ours(readable(value, this._about) || makeRecord(this._about));
  }

  _empty() {
    this.record = makeRecord(this._about);
    this._kept = makeRecord(this._about);
    this._savedSteps = this._steps;
  }

  /** Another page has written, or this one wants to know what the store has. */
  _refresh() {
    this._isStale = true;
    return this._work();
  }

  _save() {
    this._steps += 1;
    this._work();
  }

  /** One thing at a time; what comes up meanwhile is done after it. */
  _work() {
    if (!this._working) this._working = this._workOff();
    return this._working;
  }

  async _workOff() {
    clearTimeout(this._retry);
    try {
      while (this._isStale || this._isUnsaved) {
        if (this._isStale) await this._reload();
        else await this._saveAll();
      }
      this._succeed();
    } catch {
      this._fail();
    }
    this._working = null;
  }

  async _reload() {
    this._isStale = false;
    const value = await this._adapter.load();
    const before = this.record;
    this._take(value);
    if (JSON.stringify(this.record) !== JSON.stringify(before)) this._tell(null);
  }

  async _saveAll() {
    this.record.saved = this.now();
    const [sent, steps] = [copyOf(this.record), this._steps];
    const saved = await this._adapter.save(sent, (value) => this._onTopOf(value, sent), this._seconds);
    const later = newSince(sent, this.record);
    this._kept = saved;
    this._savedSteps = steps;
    if (saved === sent) return;
    this.record = merge(saved, later);
    this._tell(null);
  }

  _succeed() {
    const wasFailed = this._failed;
    this._failed = false;
    if (wasFailed) this.dispatchEvent(new Event("keeping"));
    this.dispatchEvent(new Event("saved"));
  }

  _fail() {
    this._failed = true;
    this._isStale = true; // nobody knows what the store has now
    this._retry = setTimeout(() => this._save(), RETRY_MS);
    this.dispatchEvent(new Event("keeping"));
  }
}
