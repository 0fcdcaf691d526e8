// State of this learner: answers, choices, positions, place. Saved after each step; knows no page and no LMS.

import { changes, makeRecord, merge, migrate, notAfter, problems } from "./record.js";
import { isActivityDone, isLessonFinished } from "./standing.js";

const RETRY_MS = 10000;

/**
 * Events: "change" with detail {id}, where null says that much may have changed; "keeping" when it turned out otherwise
 * how answers are kept.
 */
export class Session extends EventTarget {
  #adapter;
  #about;
  #failed = false;
  #saving = null;
  #again = false;
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
    this.record = makeRecord(this.#about);
  }

  /** Take up what was kept. A store that fails does not keep the learner from working. */
  async open() {
    try {
      this.#take(await this.#adapter.load());
      this.#adapter.watch((value) => this.#elsewhere(value), () => this.dispatchEvent(new Event("keeping")));
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
      at: this.#time(before?.at),
      build: this.#about.build,
    });
  }

  choose(id, choice) {
    this.#put("choices", id, { choice, at: this.#time(this.record.choices[id]?.at) });
  }

  stand(id, value) {
    this.#put("positions", id, { value, at: this.#time(this.record.positions[id]?.at) });
  }

  /** Where a branching scenario has got to: its choices so far, and the ending that they reached. */
  walk(id, path, ending) {
    const before = this.record.scenarios[id] ?? { runs: 0, endings: [] };
    const runs = Math.min(before.runs + (path.length === 1 || before.runs === 0), 10000);
    const endings = ending && !before.endings.includes(ending) ? [...before.endings, ending] : before.endings;
    this.#put("scenarios", id, { path, runs, endings, at: this.#time(before.at) });
  }

  /** What stands in a product's fields. */
  write(id, fields) {
    this.#put("products", id, { fields, at: this.#time(this.record.products[id]?.at) });
  }

  /** A sitting of a test as it stands. */
  sit(id, sitting) {
    this.#put("attempts", id, { ...sitting, at: this.#time(this.record.attempts[id]?.at) });
  }

  /** When what was done so far is saved, or has failed to be: `keeping` tells. */
  async settled() {
    await this.#saving;
  }

  /** Whether the store, read back, has a sitting as it stands here. */
  async holds(id) {
    await this.settled();
    try {
      const kept = migrate(await this.#adapter.load(), this.modules);
      const isSafe = await this.#adapter.isSafe?.() ?? true;
      return isSafe && JSON.stringify(kept.attempts[id]) === JSON.stringify(this.record.attempts[id]);
    } catch {
      return false;
    }
  }

  /** The end of a lesson was seen. */
  read(lesson) {
    if (!this.record.read[lesson]) this.#put("read", lesson, this.#time());
  }

  /** Where to go on next time: a lesson, and the anchor of a step of it or nothing. */
  stopAt(lesson, step) {
    const { place } = this.record;
    if (place?.lesson === lesson && place.step === step) return;
    this.record.place = { lesson, step, at: this.#time(place?.at) };
    this.#changed(lesson);
  }

  /** @param {Record<string, string>} about pseudonym and groups; an empty text takes the place of the one before */
  callMe(about) {
    for (const [name, text] of Object.entries(about)) this.record.learner[name] = text.trim().slice(0, 100);
    this.record.saved = this.#time(this.record.saved ?? "");
    this.#changed(null);
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
    if (!this.#isOurs(migrated)) return { fault: "other", course: migrated.course, context: migrated.context };
    const before = this.record;
    this.#join(migrated);
    this.#changed(null);
    return { taken: changes(before, this.record) };
  }

  /** Forget everything, in the other tabs too. */
  async erase() {
    this.record = makeRecord(this.#about);
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

  /** Now, and in any case after `before`: what the learner does last counts, whatever the clock says. */
  #time(before = "") {
    const now = new Date().toISOString();
    return now > before ? now : new Date((Date.parse(before) || 0) + 1).toISOString();
  }

  #isOurs({ course, context }) {
    return course === this.#about.course && context === this.#about.context;
  }

  #join(record) {
    const { lang, build } = this.#about;
    this.record = { ...merge(this.record, notAfter(record, this.#time())), lang, build };
  }

  /** A stored value that is no record of this course is left aside. */
  #take(value) {
    const migrated = migrate(value, this.modules);
    if (migrated && !problems(migrated).length && this.#isOurs(migrated)) this.#join(migrated);
  }

  #elsewhere(value) {
    if (value === null) this.record = makeRecord(this.#about);
    else this.#take(value);
    this.#tell(null);
  }

  /** One save at a time; what came up meanwhile is saved after it. */
  #save() {
    this.#again = true;
    if (!this.#saving) this.#saving = this.#saveAll();
  }

  async #saveAll() {
    clearTimeout(this.#retry);
    while (this.#again) {
      this.#again = false;
      try {
        if (this.#adapter.shared) this.#take(await this.#adapter.load());
        this.record.saved = this.#time();
        await this.#adapter.save(this.record, this.summary(), this.#seconds);
        this.#succeed();
      } catch {
        this.#fail();
      }
    }
    this.#saving = null;
  }

  #succeed() {
    if (!this.#failed) return;
    this.#failed = false;
    this.dispatchEvent(new Event("keeping"));
  }

  #fail() {
    this.#failed = true;
    this.#retry = setTimeout(() => this.#save(), RETRY_MS);
    this.dispatchEvent(new Event("keeping"));
  }
}
