// Where the log is kept. One key for each event: two windows can never overwrite each other's.

import { wellFormed } from "./log.js";

const PREFIX = "fieldbook:x1:";

/** Ids of runs of an exercise in this browser, newest first, with how many events and when the last was written. */
export function runsOf(exercise) {
  const found = new Map();
  for (const key of keysOf(`${PREFIX}${exercise}:`)) {
    const run = key.split(":")[3];
    const event = read(key);
    const entry = found.get(run) ?? { run, count: 0, last: 0 };
    entry.count += 1;
    entry.last = Math.max(entry.last, event?.at ?? 0);
    found.set(run, entry);
  }
  return [...found.values()].sort((a, b) => b.last - a.last);
}

/** Takes every event of a run out of this browser. */
export function forgetRun(exercise, run) {
  for (const key of keysOf(`${PREFIX}${exercise}:${run}:`)) localStorage.removeItem(key);
}

/** A new id, different in every window. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, "0")).join("");
}

/** The log of one run, kept in this browser and shared with its other windows. */
export class LocalLog {
  constructor(exercise, run) {
    this._events = new Map();
    this._listeners = new Set();
    this.run = run;
    this.kind = "local";
    this.failed = false;
    this.writer = newId().slice(0, 6);
    this._prefix = `${PREFIX}${exercise}:${run}:`;
    this._readAll();
    addEventListener("storage", (change) => {
      if (change.key === null || change.key.startsWith(this._prefix)) this._readAll(true);
    });
    addEventListener("pageshow", () => this._readAll(true));
  }

  /** All events known here. */
  get events() {
    return [...this._events.values()];
  }

  /** Adds an event; the same id a second time is nothing new. */
  add(event) {
    this.addAll([event]);
  }

  /** Adds events of a file; returns how many were new. */
  addAll(events) {
    let fresh = 0;
    for (const event of events) {
      if (this._events.has(event.id)) continue;
      this._events.set(event.id, event);
      fresh += 1;
      this._write(event);
    }
    if (fresh) this._tell();
    return fresh;
  }

  onChange(listener) {
    this._listeners.add(listener);
  }

  _write(event) {
    try {
      localStorage.setItem(this._prefix + event.id, JSON.stringify(event));
    } catch {
      this.failed = true; // the page says so, and every event is still here to be saved to a file
    }
  }

  _readAll(tell = false) {
    let fresh = 0;
    try {
      for (const key of keysOf(this._prefix)) {
        const event = read(key);
        if (!wellFormed(event) || this._events.has(event.id)) continue;
        this._events.set(event.id, event);
        fresh += 1;
      }
    } catch {
      this.failed = true;
    }
    if (fresh && tell) this._tell();
  }

  _tell() {
    for (const listener of this._listeners) listener();
  }
}

function keysOf(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
