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
  #api;
  #names;
  #last = new Map();

  /** @param {Record<string, string>} names of the functions: start, end, get, set, commit, error, words */
  constructor(api, names) {
    this.#api = api;
    this.#names = names;
  }

  start() {
    this.#last.clear();
    this.#sure("start", "");
  }

  end() {
    this.#sure("end", "");
  }

  commit() {
    this.#sure("commit", "");
  }

  get(element) {
    return String(this.#api[this.#names.get](element) ?? "");
  }

  /** What the system has already is not said again. */
  set(element, value) {
    if (this.#last.get(element) === String(value)) return;
    this.#sure("set", element, String(value));
    this.#last.set(element, String(value));
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

  #sure(call, ...values) {
    if (String(this.#api[this.#names[call]](...values)) === "true") return;
    const code = this.#api[this.#names.error]?.();
    throw new Error(`${this.#names[call]}(${values[0]}): ${code} ${this.#api[this.#names.words]?.(String(code)) ?? ""}`);
  }
}

/** Interactions by number: one that was set before its commit failed keeps its number. */
export class Interactions {
  #calls;
  #numbers = new Map();
  #next = null;

  constructor(calls) {
    this.#calls = calls;
  }

  /**
   * @param {string} time as the system has it; where it lets interactions be read, one of an earlier session is known
   *   again by id and time
   */
  numberOf({ id, at }, time) {
    this.#next ??= this.#readHeld();
    const key = `${id} ${at}`;
    if (!this.#numbers.has(key)) this.#numbers.set(key, this.#numbers.get(`${id} ${time}`) ?? this.#next++);
    return this.#numbers.get(key);
  }

  #readHeld() {
    const count = Number(this.#calls.get("cmi.interactions._count")) || 0;
    for (let n = 0; n < count; n += 1) {
      const [id, time] = [this.#calls.get(`cmi.interactions.${n}.id`), this.#calls.get(`cmi.interactions.${n}.timestamp`)];
      if (id && time) this.#numbers.set(`${id} ${time}`, n);
    }
    return count;
  }
}

/**
 * An answer with short signs for its parts, as SCORM 1.2 wants them: digits on the left, letters on the right.
 * @returns {string[] | [string, string][]} parts, or pairs
 */
export function shortParts(item, response) {
  const letter = (parts, id) => LETTERS[parts.findIndex((part) => part.id === id)] ?? "";
  if (["pairs", "gaps"].includes(shapeOf(item))) return slotsOf(item).map(({ id, choices }, n) => [DIGITS[n], letter(choices, response[id])]).filter(([, to]) => to);
  return [response].flat().map((id) => letter(item.options, id)).filter(Boolean);
}
