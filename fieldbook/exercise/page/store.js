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
  #events = new Map();
  #listeners = new Set();
  #prefix;

  constructor(exercise, run) {
    this.run = run;
    this.kind = "local";
    this.failed = false;
    this.writer = newId().slice(0, 6);
    this.#prefix = `${PREFIX}${exercise}:${run}:`;
    this.#readAll();
    addEventListener("storage", (change) => {
      if (change.key === null || change.key.startsWith(this.#prefix)) this.#readAll(true);
    });
    addEventListener("pageshow", () => this.#readAll(true));
  }

  /** All events known here. */
  get events() {
    return [...this.#events.values()];
  }

  /** Adds an event; the same id a second time is nothing new. */
  add(event) {
    this.addAll([event]);
  }

  /** Adds events of a file; returns how many were new. */
  addAll(events) {
    let fresh = 0;
    for (const event of events) {
      if (this.#events.has(event.id)) continue;
      this.#events.set(event.id, event);
      fresh += 1;
      this.#write(event);
    }
    if (fresh) this.#tell();
    return fresh;
  }

  onChange(listener) {
    this.#listeners.add(listener);
  }

  #write(event) {
    try {
      localStorage.setItem(this.#prefix + event.id, JSON.stringify(event));
    } catch {
      this.failed = true; // the page says so, and every event is still here to be saved to a file
    }
  }

  #readAll(tell = false) {
    let fresh = 0;
    try {
      for (const key of keysOf(this.#prefix)) {
        const event = read(key);
        if (!wellFormed(event) || this.#events.has(event.id)) continue;
        this.#events.set(event.id, event);
        fresh += 1;
      }
    } catch {
      this.failed = true;
    }
    if (fresh && tell) this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
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
