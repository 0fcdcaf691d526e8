// Between the pages of a package and the learning system: one session however many pages are opened, a copy of the
// record in this browser before anything is sent, and a list of what has not been sent. Knows no system.

import { hashOf } from "./bits.js";
import { makeRecord, merge, migrate, notAfter, problems } from "./record.js";
import { packState, unpackState } from "./state.js";
import { answerEvent, answersOf, reportOf, trackingOf } from "./tracking.js";

const RETRY_MS = 10000;
const LISTS = ["read", "answers", "choices", "positions", "scenarios", "products", "attempts"];

export class Hub {
  /**
   * @param {any} course the table of the package: record (what records are made of), modules, items, objectives, mastery
   * @param {string | null} module only this one counts
   * @param {any} system see docs/tracking.md
   * @param {{store: Function, notes: Function, announce: Function}} stores makers of the copy in this browser
   */
  constructor(course, module, system, stores) {
    this._me = Math.floor(Math.random() * 2 ** 30);
    this._store = null;
    this._notes = null;
    this._attempt = 0;
    this._begun = [];
    this._held = { completed: false, passed: false };
    this._open = false;
    this._ended = false;
    this._early = false;
    this._late = false;
    this._unkept = false;
    this._sending = null;
    this._again = false;
    this._dirty = false;
    this._retry = 0;
    this._batch = null;
    this._pages = new Set();
    this._course = course;
    this._module = module;
    this._about = course.record;
    this._system = system;
    this._stores = stores;
    this.record = makeRecord(this._about);
  }

  /** Begin the session. A system that does not answer is asked again later; the learner can work meanwhile. */
  async start() {
    try {
      await this._connect();
    } catch {
      this._early = true; // nobody knows yet whose answers these are
      this._use("");
      this._fail();
    }
  }

  /** What a page of the package is given as its store; null for pages of another course. */
  adapterFor({ course, context }) {
    if (course !== this._about.course || context !== this._about.context) return null;
    const hub = this;
    let known = null; // the record as this page has it
    return {
      name: this._system.name,
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
      isSafe: () => this._isSafe(),
      erase: () => this.erase(),
      watch: (onChange, onKeeping) => this._pages.add({ onChange, onKeeping }),
    };
  }

  /** "system", or "late" (on this device, not yet in the system), "ended", "failed" (neither). */
  get keeps() {
    if (this._ended) return "ended";
    if (this._late) return this._unkept ? "failed" : "late";
    return "system";
  }

  /**
   * A page's record. Kept here first; an answer is sent at once, a place or a read lesson when the page is left.
   * @param {Record<string, number>} seconds how long each answer took
   */
  save(record, seconds = {}) {
    const before = this._tracking();
    const count = this._activities();
    this._join(plain(record));
    this._note(seconds);
    this._keep();
    this._dirty = true;
    if (this._ended) return; // kept here until the next launch
    if (this._queue().length || this._activities() !== count || this._tracking().done !== before.done) this._push();
  }

  erase() {
    this.record = makeRecord(this._about);
    this._begun = [];
    this._store.erase();
    this._dirty = true;
    this._push();
  }

  /** Send what is not sent: the page is hidden, perhaps for ever. */
  flush() {
    if (this._dirty && !this._ended) this._push();
  }

  /**
   * The end of the session, once. What cannot be sent now waits in this browser for the next launch.
   * @returns {Promise<void>} for a page that is left by a link of its own
   */
  async leave() {
    if (this._ended) return;
    this._ended = true;
    clearTimeout(this._retry);
    this._stores.announce(null);
    this._write({ owner: null });
    const closed = this._open ? this._close() : null;
    this._tell();
    await closed;
  }

  _close() {
    this._open = false;
    try {
      const closed = this._system.close(this._report());
      if (closed instanceof Promise) return closed.then(() => this._settle(), () => {});
      this._settle();
    } catch {
      // The system is gone; the copy in this browser stays.
    }
  }

  /** The page came back from the browser's cache: a system that allows it gets a second session. */
  async comeBack() {
    if (!this._ended) return;
    this._ended = false;
    this._late = true;
    try {
      await this._connect();
    } catch {
      this._ended = true;
    }
    this._tell();
  }

  async _connect() {
    const opened = await this._system.open();
    this._open = true;
    this._held = { completed: opened.completed, passed: opened.passed };
    if (opened.mastery !== null) this._course = { ...this._course, mastery: opened.mastery };
    const nobodys = this._early ? this._store : null;
    this._early = false;
    this._use(opened.learner);
    this._begin(opened);
    if (opened.learner) nobodys?.erase();
    this._late = false;
    if (this._queue().length) this._push();
  }

  /** The copy in this browser is the learner's own: several people may share a computer. */
  _use(learner) {
    const { course, context } = this._about;
    const store = [context, this._module, hashOf(learner).toString(36)].filter(Boolean).join(":");
    this._store = this._stores.store({ course, context: store });
    this._notes = this._stores.notes({ course, context: store });
    this._stores.announce(store);
    this._store.watch((record) => this._elsewhere(record));
  }

  /**
   * Which attempt this is. What the system holds counts; this browser's copy is joined where it belongs to the same
   * attempt, or to one that the system never got to know.
   */
  _begin({ state, fresh }) {
    const kept = this._stored();
    const notes = this._notes.read();
    const held = fresh || !state ? null : unpackState(state, this._course, this._about.build);
    this._begun = held?.begun ?? [];
    const early = this.record; // worked on while the system did not answer
    const goesOn = held ? notes.attempt === held.attempt : !fresh && notes.attempt !== undefined && !notes.known;
    this._attempt = held?.attempt ?? (goesOn ? notes.attempt : this._me);
    this.record = makeRecord(this._about);
    if (kept) this._join(goesOn ? kept : { ...makeRecord(this._about), products: kept.products });
    // The very state that this browser sent last: the copy has it all, and more exactly.
    if (held && !(goesOn && notes.saved === held.saved)) this._join(notAfter({ ...makeRecord(this._about), ...held.record }, new Date().toISOString()));
    this._join(early);
    const unsent = goesOn ? notes.unsent ?? [] : [];
    const names = (record) => new Set(record ? answersOf(record, this._course).map(({ name }) => name) : []);
    const [inSystem, before] = [names(held?.record), names(early)];
    const told = Object.fromEntries(answersOf(this.record, this._course)
      .filter(({ name }) => inSystem.has(name) && !before.has(name)).map(({ name, at }) => [name, at]));
    this._write({
      attempt: this._attempt, known: Boolean(held) || (goesOn && notes.known), saved: notes.saved ?? 0, owner: this._me,
      told: goesOn ? { ...told, ...notes.told } : told, unsent: unsent.map((entry) => ({ ...entry, by: this._me })),
    });
    this._note({});
    this._keep();
    this._dirty = true; // the system has not heard yet that the learner has begun
    for (const { onChange } of this._pages) calledSafely(onChange);
  }

  _stored() {
    try {
      const record = migrate(this._store.load(), this._course.modules);
      return record && !problems(record).length ? record : null;
    } catch {
      return null;
    }
  }

  /** Whether what was saved last is in this browser or has reached the system. */
  async _isSafe() {
    if (this._unkept) await this._sending;
    return !this._unkept || (this._open && !this._ended && !this._dirty);
  }

  _join(record) {
    const { lang, build } = this._about;
    const whole = { ...makeRecord(this._about), ...record, lang, build };
    if (!problems(whole).length) this.record = { ...merge(this.record, whole), lang, build };
  }

  _keep() {
    try {
      this._store.save(this.record);
      this._unkept = this._store.keeps === "no";
    } catch {
      this._unkept = true;
    }
  }

  _write(changes) {
    this._notes.write({ ...this._notes.read(), ...changes });
  }

  /** Puts each answer that nobody has sent on the list. */
  _note(seconds) {
    const told = this._notes.read().told ?? {};
    const fresh = answersOf(this.record, this._course).filter(({ name, at }) => at !== told[name]);
    if (!fresh.length) return;
    const entries = fresh.map(({ name, id, response, at, seconds: taken }) => (
      { id, response, at, seconds: taken ?? seconds[name] ?? null, key: makeKey(), by: this._me }));
    const { unsent = [] } = this._notes.read();
    this._write({ told: { ...told, ...Object.fromEntries(fresh.map(({ name, at }) => [name, at])) }, unsent: [...unsent, ...entries] });
  }

  _queue() {
    return (this._notes.read().unsent ?? []).filter(({ by, id }) => by === this._me && id in this._course.items);
  }

  _activities() {
    const handedIn = Object.values(this.record.attempts).filter(({ submitted }) => submitted !== null).length;
    return ["choices", "positions", "scenarios"].reduce((sum, name) => sum + Object.keys(this.record[name]).length, handedIn);
  }

  _tracking() {
    const elsewhere = Object.fromEntries(this._begun.map((id) => [id, { fields: { text: "on another device" } }]));
    return trackingOf({ ...this.record, products: { ...elsewhere, ...this.record.products } }, this._course, this._module);
  }

  /** All that a system is told; what is in it is noted, so that it can be taken off the list afterwards. */
  _report() {
    const queue = this._queue();
    const saved = new Date().toISOString();
    const { text } = packState({ ...this.record, saved, begun: this._begun }, this._course, this._attempt, this._system.limit);
    this._batch = { queue, saved: Math.floor((Date.parse(saved) - Date.UTC(2020, 0, 1)) / 1000) };
    return {
      tracking: reportOf(this._tracking(), this._held), record: this.record, state: text,
      events: queue.map((entry) => answerEvent(entry, this._course.items[entry.id])),
    };
  }

  /** One at a time; what came up meanwhile goes in the next. */
  _push() {
    this._again = true;
    this._sending = this._sending ?? this._sendAll().finally(() => { this._sending = null; });
  }

  async _sendAll() {
    while (this._again) {
      this._again = false;
      clearTimeout(this._retry);
      try {
        if (!this._open) await this._connect();
        this._dirty = false;
        const sent = this._system.send(this._report());
        // What a system that answers at once has taken is noted at once: a page that is being left has no later.
        if (sent instanceof Promise) await sent;
        this._settle();
      } catch {
        this._fail();
        return;
      }
    }
  }

  _settle() {
    const { queue, saved } = this._batch;
    const done = new Set(queue.map(({ id, at }) => `${id} ${at}`));
    const unsent = (this._notes.read().unsent ?? []).filter(({ id, at }) => !done.has(`${id} ${at}`));
    this._write({ unsent, known: true, saved });
    if (!this._late) return;
    this._late = false;
    this._tell();
  }

  _fail() {
    this._dirty = true;
    clearTimeout(this._retry);
    if (!this._ended) this._retry = setTimeout(() => this._push(), RETRY_MS);
    if (this._late) return;
    this._late = true;
    this._tell();
  }

  /** Another tab, with a session of its own or without one, has written into this browser's copy. */
  _elsewhere(value) {
    if (this._ended) return;
    const record = value === null ? makeRecord(this._about) : migrate(value, this._course.modules);
    if (record === null || problems(record).length) return;
    if (value === null) this.record = record;
    else this._join(record);
    // A tab with a session notes what it sends before it writes the record; what is not noted comes from a tab without
    // one, and the session that began last sends it.
    if ((this._notes.read().owner ?? this._me) === this._me) this._note({});
    this._dirty = true;
    if (this._queue().length) this._push();
    for (const { onChange } of this._pages) calledSafely(onChange);
  }

  _tell() {
    for (const { onKeeping } of this._pages) calledSafely(onKeeping);
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
