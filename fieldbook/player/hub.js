// Between the pages of a package and the learning system: one session however many pages are opened, a copy of the
// record in this browser before anything is sent, and a list of what has not been sent. Knows no system.

import { hashOf } from "./bits.js";
import { makeRecord, merge, migrate, notAfter, problems } from "./record.js";
import { packState, unpackState } from "./state.js";
import { answerEvent, answersOf, reportOf, trackingOf } from "./tracking.js";

const RETRY_MS = 10000;
const LISTS = ["read", "answers", "choices", "positions", "scenarios", "products", "attempts"];

export class Hub {
  #course;
  #module;
  #about;
  #system;
  #stores;
  #me = Math.floor(Math.random() * 2 ** 30);
  #store = null;
  #notes = null;
  #attempt = 0;
  #begun = [];
  #held = { completed: false, passed: false };
  #open = false;
  #ended = false;
  #early = false;
  #late = false;
  #unkept = false;
  #sending = null;
  #again = false;
  #dirty = false;
  #retry = 0;
  #batch = null;
  #pages = new Set();

  /**
   * @param {object} course the table of the package: record (what records are made of), modules, items, objectives, mastery
   * @param {string | null} module only this one counts
   * @param {object} system see docs/tracking.md
   * @param {{store: Function, notes: Function, announce: Function}} stores makers of the copy in this browser
   */
  constructor(course, module, system, stores) {
    this.#course = course;
    this.#module = module;
    this.#about = course.record;
    this.#system = system;
    this.#stores = stores;
    this.record = makeRecord(this.#about);
  }

  /** Begin the session. A system that does not answer is asked again later; the learner can work meanwhile. */
  async start() {
    try {
      await this.#connect();
    } catch {
      this.#early = true; // nobody knows yet whose answers these are
      this.#use("");
      this.#fail();
    }
  }

  /** What a page of the package is given as its store; null for pages of another course. */
  adapterFor({ course, context }) {
    if (course !== this.#about.course || context !== this.#about.context) return null;
    const hub = this;
    let known = null; // the record as this page has it
    return {
      name: this.#system.name,
      get keeps() { return hub.keeps; },
      load() {
        known = hub.record;
        return plain(known);
      },
      save(record, join, seconds) {
        const joined = hub.record === known ? record : join(plain(hub.record));
        hub.save(joined, seconds);
        known = hub.record;
        return joined;
      },
      isSafe: () => this.#isSafe(),
      erase: () => this.erase(),
      watch: (onChange, onKeeping) => this.#pages.add({ onChange, onKeeping }),
    };
  }

  /** "system", or "late" (on this device, not yet in the system), "ended", "failed" (neither). */
  get keeps() {
    if (this.#ended) return "ended";
    if (this.#late) return this.#unkept ? "failed" : "late";
    return "system";
  }

  /**
   * A page's record. Kept here first; an answer is sent at once, a place or a read lesson when the page is left.
   * @param {Record<string, number>} seconds how long each answer took
   */
  save(record, seconds = {}) {
    const before = this.#tracking();
    const count = this.#activities();
    this.#join(plain(record));
    this.#note(seconds);
    this.#keep();
    this.#dirty = true;
    if (this.#ended) return; // kept here until the next launch
    if (this.#queue().length || this.#activities() !== count || this.#tracking().done !== before.done) this.#push();
  }

  erase() {
    this.record = makeRecord(this.#about);
    this.#begun = [];
    this.#store.erase();
    this.#dirty = true;
    this.#push();
  }

  /** Send what is not sent: the page is hidden, perhaps for ever. */
  flush() {
    if (this.#dirty && !this.#ended) this.#push();
  }

  /**
   * The end of the session, once. What cannot be sent now waits in this browser for the next launch.
   * @returns {Promise<void>} for a page that is left by a link of its own
   */
  async leave() {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#retry);
    this.#stores.announce(null);
    this.#write({ owner: null });
    const closed = this.#open ? this.#close() : null;
    this.#tell();
    await closed;
  }

  #close() {
    this.#open = false;
    try {
      const closed = this.#system.close(this.#report());
      if (closed instanceof Promise) return closed.then(() => this.#settle(), () => {});
      this.#settle();
    } catch {
      // The system is gone; the copy in this browser stays.
    }
  }

  /** The page came back from the browser's cache: a system that allows it gets a second session. */
  async comeBack() {
    if (!this.#ended) return;
    this.#ended = false;
    this.#late = true;
    try {
      await this.#connect();
    } catch {
      this.#ended = true;
    }
    this.#tell();
  }

  async #connect() {
    const opened = await this.#system.open();
    this.#open = true;
    this.#held = { completed: opened.completed, passed: opened.passed };
    if (opened.mastery !== null) this.#course = { ...this.#course, mastery: opened.mastery };
    const nobodys = this.#early ? this.#store : null;
    this.#early = false;
    this.#use(opened.learner);
    this.#begin(opened);
    if (opened.learner) nobodys?.erase();
    this.#late = false;
    if (this.#queue().length) this.#push();
  }

  /** The copy in this browser is the learner's own: several people may share a computer. */
  #use(learner) {
    const { course, context } = this.#about;
    const store = [context, this.#module, hashOf(learner).toString(36)].filter(Boolean).join(":");
    this.#store = this.#stores.store({ course, context: store });
    this.#notes = this.#stores.notes({ course, context: store });
    this.#stores.announce(store);
    this.#store.watch((record) => this.#elsewhere(record));
  }

  /**
   * Which attempt this is. What the system holds counts; this browser's copy is joined where it belongs to the same
   * attempt, or to one that the system never got to know.
   */
  #begin({ state, fresh }) {
    const kept = this.#stored();
    const notes = this.#notes.read();
    const held = fresh || !state ? null : unpackState(state, this.#course, this.#about.build);
    this.#begun = held?.begun ?? [];
    const early = this.record; // worked on while the system did not answer
    const goesOn = held ? notes.attempt === held.attempt : !fresh && notes.attempt !== undefined && !notes.known;
    this.#attempt = held?.attempt ?? (goesOn ? notes.attempt : this.#me);
    this.record = makeRecord(this.#about);
    if (kept) this.#join(goesOn ? kept : { ...makeRecord(this.#about), products: kept.products });
    // The very state that this browser sent last: the copy has it all, and more exactly.
    if (held && !(goesOn && notes.saved === held.saved)) this.#join(notAfter({ ...makeRecord(this.#about), ...held.record }, new Date().toISOString()));
    this.#join(early);
    const unsent = goesOn ? notes.unsent ?? [] : [];
    const names = (record) => new Set(record ? answersOf(record, this.#course).map(({ name }) => name) : []);
    const [inSystem, before] = [names(held?.record), names(early)];
    const told = Object.fromEntries(answersOf(this.record, this.#course)
      .filter(({ name }) => inSystem.has(name) && !before.has(name)).map(({ name, at }) => [name, at]));
    this.#write({
      attempt: this.#attempt, known: Boolean(held) || (goesOn && notes.known), saved: notes.saved ?? 0, owner: this.#me,
      told: goesOn ? { ...told, ...notes.told } : told, unsent: unsent.map((entry) => ({ ...entry, by: this.#me })),
    });
    this.#note({});
    this.#keep();
    this.#dirty = true; // the system has not heard yet that the learner has begun
    for (const { onChange } of this.#pages) calledSafely(onChange);
  }

  #stored() {
    try {
      const record = migrate(this.#store.load());
      return record && !problems(record).length ? record : null;
    } catch {
      return null;
    }
  }

  /** Whether what was saved last is in this browser or has reached the system. */
  async #isSafe() {
    if (this.#unkept) await this.#sending;
    return !this.#unkept || (this.#open && !this.#ended && !this.#dirty);
  }

  #join(record) {
    const { lang, build } = this.#about;
    const whole = { ...makeRecord(this.#about), ...record, lang, build };
    if (!problems(whole).length) this.record = { ...merge(this.record, whole), lang, build };
  }

  #keep() {
    try {
      this.#store.save(this.record);
      this.#unkept = this.#store.keeps === "no";
    } catch {
      this.#unkept = true;
    }
  }

  #write(changes) {
    this.#notes.write({ ...this.#notes.read(), ...changes });
  }

  /** Puts each answer that nobody has sent on the list. */
  #note(seconds) {
    const told = this.#notes.read().told ?? {};
    const fresh = answersOf(this.record, this.#course).filter(({ name, at }) => at !== told[name]);
    if (!fresh.length) return;
    const entries = fresh.map(({ name, id, response, at, seconds: taken }) => (
      { id, response, at, seconds: taken ?? seconds[name] ?? null, key: makeKey(), by: this.#me }));
    const { unsent = [] } = this.#notes.read();
    this.#write({ told: { ...told, ...Object.fromEntries(fresh.map(({ name, at }) => [name, at])) }, unsent: [...unsent, ...entries] });
  }

  #queue() {
    return (this.#notes.read().unsent ?? []).filter(({ by, id }) => by === this.#me && id in this.#course.items);
  }

  #activities() {
    const handedIn = Object.values(this.record.attempts).filter(({ submitted }) => submitted !== null).length;
    return ["choices", "positions", "scenarios"].reduce((sum, name) => sum + Object.keys(this.record[name]).length, handedIn);
  }

  #tracking() {
    const elsewhere = Object.fromEntries(this.#begun.map((id) => [id, { fields: { text: "on another device" } }]));
    return trackingOf({ ...this.record, products: { ...elsewhere, ...this.record.products } }, this.#course, this.#module);
  }

  /** All that a system is told; what is in it is noted, so that it can be taken off the list afterwards. */
  #report() {
    const queue = this.#queue();
    const saved = new Date().toISOString();
    const { text } = packState({ ...this.record, saved, begun: this.#begun }, this.#course, this.#attempt, this.#system.limit);
    this.#batch = { queue, saved: Math.floor((Date.parse(saved) - Date.UTC(2020, 0, 1)) / 1000) };
    return {
      tracking: reportOf(this.#tracking(), this.#held), record: this.record, state: text,
      events: queue.map((entry) => answerEvent(entry, this.#course.items[entry.id])),
    };
  }

  /** One at a time; what came up meanwhile goes in the next. */
  #push() {
    this.#again = true;
    this.#sending ??= this.#sendAll().finally(() => { this.#sending = null; });
  }

  async #sendAll() {
    while (this.#again) {
      this.#again = false;
      clearTimeout(this.#retry);
      try {
        if (!this.#open) await this.#connect();
        this.#dirty = false;
        const sent = this.#system.send(this.#report());
        // What a system that answers at once has taken is noted at once: a page that is being left has no later.
        if (sent instanceof Promise) await sent;
        this.#settle();
      } catch {
        this.#fail();
        return;
      }
    }
  }

  #settle() {
    const { queue, saved } = this.#batch;
    const done = new Set(queue.map(({ id, at }) => `${id} ${at}`));
    const unsent = (this.#notes.read().unsent ?? []).filter(({ id, at }) => !done.has(`${id} ${at}`));
    this.#write({ unsent, known: true, saved });
    if (!this.#late) return;
    this.#late = false;
    this.#tell();
  }

  #fail() {
    this.#dirty = true;
    clearTimeout(this.#retry);
    if (!this.#ended) this.#retry = setTimeout(() => this.#push(), RETRY_MS);
    if (this.#late) return;
    this.#late = true;
    this.#tell();
  }

  /** Another tab, with a session of its own or without one, has written into this browser's copy. */
  #elsewhere(value) {
    if (this.#ended) return;
    const record = value === null ? makeRecord(this.#about) : migrate(value);
    if (record === null || problems(record).length) return;
    if (value === null) this.record = record;
    else this.#join(record);
    // A tab with a session notes what it sends before it writes the record; what is not noted comes from a tab without
    // one, and the session that began last sends it.
    if ((this.#notes.read().owner ?? this.#me) === this.#me) this.#note({});
    this.#dirty = true;
    if (this.#queue().length) this.#push();
    for (const { onChange } of this.#pages) calledSafely(onChange);
  }

  #tell() {
    for (const { onKeeping } of this.#pages) calledSafely(onKeeping);
  }
}

/** Nothing of a page that may be gone tomorrow stays in the record. */
function plain(record) {
  const copy = JSON.parse(JSON.stringify(record));
  for (const name of LISTS) copy[name] = Object.assign(Object.create(null), copy[name]);
  return copy;
}

/** A UUID, with which a system can tell that it has an answer already. */
function makeKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function calledSafely(call, ...values) {
  try {
    call?.(...values);
  } catch {
    // That page has been left.
  }
}
