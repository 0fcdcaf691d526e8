// State of this learner: answers, choices, positions, place. Saved after each step; knows no page and no LMS.

import { changes, makeRecord, merge, migrate, notAfter, problems } from "./record.js";
import { isActivityDone, isLessonFinished } from "./standing.js";

const RETRY_MS = 10000;

/**
 * Events: "change" with detail {id}, where null says that much may have changed; "keeping" when it turned out otherwise
 * how answers are kept.
 */
export class Session extends EventTarget {
  /**
   * @param {{record: any | null, modules: any[]}} data
   * @param {any} adapter see adapters/none.js
   */
  constructor(data, adapter) {
    super();
    this._failed = false;
    this._saving = null;
    this._again = false;
    this._retry = 0;
    this._seconds = {};
    this.preview = data.record === null;
    this.modules = data.modules;
    this._about = data.record ?? { course: "notebook", context: "notebook", lang: "en", build: "" };
    this._adapter = adapter;
    this.record = makeRecord(this._about);
  }

  /** Take up what was kept. A store that fails does not keep the learner from working. */
  async open() {
    try {
      this._take(await this._adapter.load());
      this._adapter.watch((value) => this._elsewhere(value), () => this.dispatchEvent(new Event("keeping")));
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
      at: this._time(before?.at),
      build: this._about.build,
    });
  }

  choose(id, choice) {
    this._put("choices", id, { choice, at: this._time(this.record.choices[id]?.at) });
  }

  stand(id, value) {
    this._put("positions", id, { value, at: this._time(this.record.positions[id]?.at) });
  }

  /** Where a branching scenario has got to: its choices so far, and the ending that they reached. */
  walk(id, path, ending) {
    const before = this.record.scenarios[id] ?? { runs: 0, endings: [] };
    const runs = Math.min(before.runs + (path.length === 1 || before.runs === 0), 10000);
    const endings = ending && !before.endings.includes(ending) ? [...before.endings, ending] : before.endings;
    this._put("scenarios", id, { path, runs, endings, at: this._time(before.at) });
  }

  /** What stands in a product's fields. */
  write(id, fields) {
    this._put("products", id, { fields, at: this._time(this.record.products[id]?.at) });
  }

  /** A sitting of a test as it stands. */
  sit(id, sitting) {
    this._put("attempts", id, { ...sitting, at: this._time(this.record.attempts[id]?.at) });
  }

  /** When what was done so far is saved, or has failed to be: `keeping` tells. */
  async settled() {
    await this._saving;
  }

  /** Whether the store, read back, has a sitting as it stands here. */
  async holds(id) {
    await this.settled();
    try {
      const kept = migrate(await this._adapter.load(), this.modules);
      const isSafe = await this._adapter.isSafe?.() ?? true;
      return isSafe && JSON.stringify(kept.attempts[id]) === JSON.stringify(this.record.attempts[id]);
    } catch {
      return false;
    }
  }

  /** The end of a lesson was seen. */
  read(lesson) {
    if (!this.record.read[lesson]) this._put("read", lesson, this._time());
  }

  /** Where to go on next time: a lesson, and the anchor of a step of it or nothing. */
  stopAt(lesson, step) {
    const { place } = this.record;
    if (place?.lesson === lesson && place.step === step) return;
    this.record.place = { lesson, step, at: this._time(place?.at) };
    this._changed(lesson);
  }

  /** @param {Record<string, string>} about pseudonym and groups; an empty text takes the place of the one before */
  callMe(about) {
    for (const [name, text] of Object.entries(about)) this.record.learner[name] = text.trim().slice(0, 100);
    this.record.saved = this._time(this.record.saved ?? "");
    this._changed(null);
  }

  isDone(id) {
    return isActivityDone(this.record, id);
  }

  /**
   * Join with a record from a file.
   * @returns {{fault: string, course?: string, context?: string} | {taken: number}} fault is "json", "newer" or "other"
   */
  adopt(value) {
    const migrated = migrate(value, this.modules);
    if (migrated === null && value !== null) return { fault: "newer" };
    if (problems(migrated).length) return { fault: "json" };
    if (!this._isOurs(migrated)) return { fault: "other", course: migrated.course, context: migrated.context };
    const before = this.record;
    this._join(migrated);
    this._changed(null);
    return { taken: changes(before, this.record) };
  }

  /** Forget everything, in the other tabs too. */
  async erase() {
    this.record = makeRecord(this._about);
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

  /** Now, and in any case after `before`: what the learner does last counts, whatever the clock says. */
  _time(before = "") {
    const now = new Date().toISOString();
    return now > before ? now : new Date((Date.parse(before) || 0) + 1).toISOString();
  }

  _isOurs({ course, context }) {
    return course === this._about.course && context === this._about.context;
  }

  _join(record) {
    const { lang, build } = this._about;
    this.record = { ...merge(this.record, notAfter(record, this._time())), lang, build };
  }

  /** A stored value that is no record of this course is left aside. */
  _take(value) {
    const migrated = migrate(value, this.modules);
    if (migrated && !problems(migrated).length && this._isOurs(migrated)) this._join(migrated);
  }

  _elsewhere(value) {
    if (value === null) this.record = makeRecord(this._about);
    else this._take(value);
    this._tell(null);
  }

  /** One save at a time; what came up meanwhile is saved after it. */
  _save() {
    this._again = true;
    if (!this._saving) this._saving = this._saveAll();
  }

  async _saveAll() {
    clearTimeout(this._retry);
    while (this._again) {
      this._again = false;
      try {
        if (this._adapter.shared) this._take(await this._adapter.load());
        this.record.saved = this._time();
        await this._adapter.save(this.record, this.summary(), this._seconds);
        this._succeed();
      } catch {
        this._fail();
      }
    }
    this._saving = null;
  }

  _succeed() {
    if (!this._failed) return;
    this._failed = false;
    this.dispatchEvent(new Event("keeping"));
  }

  _fail() {
    this._failed = true;
    this._retry = setTimeout(() => this._save(), RETRY_MS);
    this.dispatchEvent(new Event("keeping"));
  }
}
