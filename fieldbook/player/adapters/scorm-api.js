// What both versions of SCORM share: the way to the API, calls that fail loudly, numbers of interactions.

import { shapeOf, slotsOf } from "../types.js";

const MOST_WINDOWS = 50;
const DIGITS = "123456789abcdefghijklmnopqrstuvwxyz";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * The API object: in this window or above it, else in the window that opened this one or above that.
 * @param {"API" | "API_1484_11"} name
 */
export function findApi(name, start = window) {
  return above(name, start) ?? above(name, openerOf(start)) ?? above(name, openerOf(topOf(start)));
}

function above(name, start) {
  for (let [here, steps] = [start, 0]; here && steps < MOST_WINDOWS; steps += 1) {
    try {
      if (here[name]) return here[name];
    } catch {
      // Another origin: its parent may be the system's again.
    }
    if (here.parent === here) return null;
    here = here.parent;
  }
  return null;
}

function openerOf(page) {
  try {
    return page.opener;
  } catch {
    return null;
  }
}

function topOf(page) {
  return page.top ?? page;
}

/** Calls of one API under one name for both versions. A call that is refused throws, with the system's own words. */
export class ScormCalls {
  /** @param {Record<string, string>} names of the functions: start, end, get, set, commit, error, words */
  constructor(api, names) {
    this._last = new Map();
    this._api = api;
    this._names = names;
  }

  start() {
    this._last.clear();
    this._sure("start", "");
  }

  end() {
    this._sure("end", "");
  }

  commit() {
    this._sure("commit", "");
  }

  get(element) {
    return String(this._api[this._names.get](element) ?? "");
  }

  /** What the system has already is not said again. */
  set(element, value) {
    if (this._last.get(element) === String(value)) return;
    this._sure("set", element, String(value));
    this._last.set(element, String(value));
  }

  /** For what a system may know or not: an optional part of the standard. False where it does not. */
  offer(element, value) {
    try {
      this.set(element, value);
      return true;
    } catch {
      return false;
    }
  }

  _sure(call, ...values) {
    if (String(this._api[this._names[call]](...values)) === "true") return;
    const code = this._api[this._names.error]?.();
    throw new Error(`${this._names[call]}(${values[0]}): ${code} ${this._api[this._names.words]?.(String(code)) ?? ""}`);
  }
}

/** Interactions by number: one that was set before its commit failed keeps its number. */
export class Interactions {
  constructor(calls) {
    this._numbers = new Map();
    this._next = null;
    this._calls = calls;
  }

  /**
   * @param {any} event
   * @param {string} time as the system has it; where it lets interactions be read, one of an earlier session is known
   *   again by id and time
   */
  numberOf({ id, at }, time) {
    this._next = this._next ?? this._readHeld();
    const key = `${id} ${at}`;
    if (!this._numbers.has(key)) this._numbers.set(key, this._numbers.get(`${id} ${time}`) ?? this._next++);
    return this._numbers.get(key);
  }

  _readHeld() {
    const count = Number(this._calls.get("cmi.interactions._count")) || 0;
    for (let n = 0; n < count; n += 1) {
      const [id, time] = [this._calls.get(`cmi.interactions.${n}.id`), this._calls.get(`cmi.interactions.${n}.timestamp`)];
      if (id && time) this._numbers.set(`${id} ${time}`, n);
    }
    return count;
  }
}

/**
 * An answer with short signs for its parts, as SCORM 1.2 wants them: digits on the left, letters on the right.
 * @returns {string[] | string[][]} parts, or pairs
 */
export function shortParts(item, response) {
  const letter = (parts, id) => LETTERS[parts.findIndex((part) => part.id === id)] ?? "";
  if (["pairs", "gaps"].includes(shapeOf(item))) return slotsOf(item).map(({ id, choices }, n) => [DIGITS[n], letter(choices, response[id])]).filter(([, to]) => to);
  return [response].flat().map((id) => letter(item.options, id)).filter(Boolean);
}
