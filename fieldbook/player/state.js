// The record in few characters, for systems that keep little. Versioned; docs/tracking.md tells what is left out when.

import { BitReader, BitWriter, hashOf, widthOf } from "./bits.js";
import { RECORD_VERSION, migrate } from "./record.js";
import { outcome } from "./scoring.js";
import { stepNumber } from "./standing.js";
import { idsOf, shapeOf, slotsOf } from "./types.js";

const STATE_VERSION = "2";
const OF_HEADINGS = "1"; // when a lesson was a heading on its module's page, and had another name
const TAG = 18;
const SHARE = 2520; // every share with a denominator up to 10 is whole
const EPOCH = Date.UTC(2020, 0, 1);
const MINUTE = 60000;

/** From the fullest to the least: whether times stand with the entries, bytes of a written answer, what has no limit. */
const DETAILS = [
  { times: 1, bytes: 1000, more: ["products", "attempts", "learner"] },
  { times: 1, bytes: 1000, more: ["attempts", "learner"] },
  { times: 1, bytes: 1000, more: ["learner"] },
  { times: 1, bytes: 80, more: [] },
  { times: 0, bytes: 80, more: [] },
  { times: 0, bytes: 24, more: [] },
  { times: 0, bytes: 12, more: [] },
  { times: 0, bytes: 0, more: [] },
];

/**
 * @param {any} record
 * @param {{modules: any[], items: Record<string, Record<string, any>>}} course
 * @param {number} attempt below 2 to the power of 30
 * @param {number} limit characters
 * @returns {{text: string, lacks: string[]}} lacks: what had to be left out, "texts", "times", "answers" or a map's name
 */
export function packState(record, course, attempt, limit) {
  const tags = tagsOf(course);
  let packed;
  for (const detail of DETAILS) {
    packed = packWith(record, course, attempt, tags, detail);
    if (packed.text.length <= limit) return packed;
  }
  return packFewer(record, course, attempt, tags, limit);
}

/**
 * @param {string} text
 * @returns {{attempt: number, saved: number, begun: string[], record: any} | null} the record's maps and place; null where it is no state of ours
 */
export function unpackState(text, course, build) {
  if (![STATE_VERSION, OF_HEADINGS].includes(text[0])) return null;
  try {
    return readState(new BitReader(text.slice(1)), course, build, text[0] === OF_HEADINGS);
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Left out last: the oldest answers. No course of 300 questions gets here. */
function packFewer(record, course, attempt, tags, limit) {
  const answers = Object.entries(record.answers).sort(([, a], [, b]) => (a.at < b.at ? 1 : -1));
  for (;;) {
    answers.length = Math.floor(answers.length * 0.95);
    const packed = packWith({ ...record, answers: Object.fromEntries(answers) }, course, attempt, tags, DETAILS.slice(-1)[0]);
    if (packed.text.length <= limit) return { ...packed, lacks: [...packed.lacks, "answers"] };
    if (!answers.length) return { text: "", lacks: ["answers"] };
  }
}

/** A number for each thing of the course; `salt` is chosen so that no two are the same. */
function tagsOf(course, salts = [...Array(64).keys()], names = namesOf(course, ({ id }) => [id])) {
  for (const salt of salts) {
    const tags = new Map(names.map((name) => [name, hashOf(`${salt}${name}`) % 2 ** TAG]));
    if (new Set(tags.values()).size === names.length || salts.length === 1) return { salt, tags };
  }
  return tagsOf(course, [0]);
}

/**
 * @param {any} course
 * @param {(lesson: any) => string[]} idsOfLesson those that it has, or those that it had
 */
function namesOf({ modules, items }, idsOfLesson) {
  const lessons = modules.flatMap((module) => module.lessons);
  const activities = lessons.flatMap((lesson) => lesson.activities).map((id) => (id in items ? `${id}:${items[id].variant}` : id));
  return [...new Set([...activities, ...lessons.flatMap(idsOfLesson).map((id) => `lesson ${id}`)])];
}

function packWith(record, course, attempt, { salt, tags }, { times, bytes, more }) {
  const out = new BitWriter();
  const lacks = new Set(times ? [] : ["times"]);
  out.put(salt, 6);
  out.put(times, 1);
  out.put(attempt, 30);
  out.put(Math.floor(Math.max(0, (Date.parse(record.saved) || 0) - EPOCH) / 1000), 32);
  const each = (entries, name, width, put) => {
    const known = entries.filter(([id]) => tags.has(name(id)));
    out.put(known.length, width);
    for (const [id, entry] of known) {
      out.put(tags.get(name(id)), TAG);
      if (times) out.put(Math.floor(Math.max(0, Date.parse(typeof entry === "string" ? entry : entry.at) - EPOCH) / MINUTE), 24);
      put?.(entry, id);
    }
  };
  const plain = (id) => id;
  const answers = Object.entries(record.answers).filter(([id, { variant }]) => course.items[id]?.variant === variant);
  each(answers, (id) => `${id}:${course.items[id].variant}`, 11, (answer, id) => {
    if (!putAnswer(out, answer, course.items[id], bytes)) lacks.add("texts");
  });
  each(Object.entries(record.read), (id) => `lesson ${id}`, 9);
  each(Object.entries(record.choices), plain, 9, ({ choice }) => out.putId(choice));
  each(Object.entries(record.positions), plain, 9, ({ value }) => out.put(value + 50, 7));
  each(Object.entries(record.scenarios), plain, 7, ({ path, runs, endings }) => {
    out.put(Math.min(runs, 63), 6);
    putList(out, path, 7);
    putList(out, endings, 5);
  });
  // That a document was begun counts, wherever its text is.
  const begun = begunProducts(record).filter((id) => tags.has(id));
  out.put(begun.length, 7);
  for (const id of begun) out.put(tags.get(id), TAG);
  const lesson = placeLesson(record, course);
  out.put(lesson ? 1 : 0, 1);
  if (lesson) {
    out.put(tags.get(`lesson ${lesson.id}`), TAG);
    out.put(stepNumber(record.place.step, lesson), 6);
  }
  const extra = Object.fromEntries(more.filter((name) => Object.keys(record[name]).length).map((name) => [name, record[name]]));
  for (const name of ["products", "attempts"]) if (!more.includes(name) && Object.keys(record[name]).length) lacks.add(name);
  if (!out.putText(Object.keys(extra).length ? JSON.stringify(extra) : "", 130000, 17)) lacks.add("products");
  return { text: STATE_VERSION + out, lacks: [...lacks] };
}

/** Ids of the documents with text; `begun` in a record names those whose text is on another device. */
function begunProducts({ products, begun = [] }) {
  return [...new Set([...begun, ...Object.keys(products).filter((id) => Object.keys(products[id].fields).length)])];
}

function putList(out, ids, width) {
  out.put(ids.length, width);
  for (const id of ids) out.putId(id);
}

function takeList(bits, width) {
  return Array.from({ length: bits.take(width) }, () => bits.takeId());
}

function placeLesson({ place }, course) {
  return place && course.modules.flatMap(({ lessons }) => lessons).find(({ id }) => id === place.lesson);
}

/** Each answer says how long it is, so that one to a question that a later build no longer has can be passed over. */
function putAnswer(out, { response, score, first, tries }, item, bytes) {
  const isText = ["number", "text"].includes(shapeOf(item));
  const parts = isText ? [] : places(item, response).map(([place, ids]) => [ids.indexOf(place) + 1, widthOf(ids.length)]);
  const same = Math.abs(first - score) < 1e-9;
  out.put(isText ? 0 : parts.reduce((sum, [, width]) => sum + width, 0), 7);
  out.put(Math.min(tries, 15), 4);
  out.put(same ? 0 : 1, 1);
  if (!same) out.put(Math.round(first * SHARE), 12);
  for (const [value, width] of parts) out.put(value, width);
  if (!isText) return true;
  out.put(score === 1 ? 1 : 0, 1);
  return out.putText(response, shapeOf(item) === "number" ? Math.max(bytes, 12) : bytes, 10);
}

/** @param {any | undefined} item undefined where this build no longer has the question */
function takeAnswer(bits, item) {
  const length = bits.take(7);
  const tries = Math.max(1, bits.take(4));
  const first = bits.take(1) ? Math.min(1, bits.take(12) / SHARE) : null;
  if (length === 0) {
    const score = bits.take(1);
    return { response: bits.takeText(10), score, first: first ?? score, tries };
  }
  const widths = item ? places(item, null).map(([, ids]) => widthOf(ids.length)) : [];
  if (widths.reduce((sum, width) => sum + width, 0) !== length) return void bits.take(length);
  const response = responseOf(item, places(item, null).map(([, ids]) => ids[bits.take(widthOf(ids.length)) - 1]));
  const { score } = outcome(item, response);
  return { response, score, first: first ?? score, tries };
}

/** Every place of an answer: what stands there, and what may. */
function places(item, response) {
  switch (shapeOf(item)) {
    case "choices": return item.options.map(({ id }) => [response?.includes(id) ? id : "", [id]]);
    case "order": return item.options.map((option, number) => [response?.[number], idsOf(item.options)]);
    case "pairs":
    case "gaps": return slotsOf(item).map(({ id, choices }) => [response?.[id], idsOf(choices)]);
    default: return [[response, idsOf(item.options)]];
  }
}

function responseOf(item, found) {
  switch (shapeOf(item)) {
    case "choices":
    case "order": return found.filter((id) => id !== undefined);
    case "pairs":
    case "gaps": return Object.fromEntries(slotsOf(item).map(({ id }, number) => [id, found[number]]).filter(([, value]) => value !== undefined));
    default: return found[0] ?? "";
  }
}

function readState(bits, course, build, ofHeadings) {
  const salt = bits.take(6);
  const times = bits.take(1);
  const attempt = bits.take(30);
  const saved = bits.take(32);
  const names = new Map();
  // Where two names of a changed course meet in one tag, neither is taken.
  const known = namesOf(course, ({ id, was = [] }) => (ofHeadings ? was : [id]));
  for (const [name, tag] of tagsOf(course, [salt], known).tags) names.set(tag, names.has(tag) ? null : name);
  const at = () => new Date(times ? EPOCH + bits.take(24) * MINUTE : EPOCH + saved * 1000).toISOString();
  const map = (width, take) => Object.fromEntries(Array.from({ length: bits.take(width) }, () => {
    const name = names.get(bits.take(TAG));
    const time = at();
    return take(name, time);
  }).filter((pair) => pair !== null));
  const named = (name, entry) => (name ? [name, entry] : null);
  const answers = map(11, (name, time) => {
    const [id, variant] = (name ?? "").split(":");
    const answer = takeAnswer(bits, course.items[id]);
    return answer && variant ? [id, { variant, form: null, ...answer, at: time, build }] : null;
  });
  const read = map(9, (name, time) => (name?.startsWith("lesson ") ? [name.slice(7), time] : null));
  const choices = map(9, (name, time) => named(name, { choice: bits.takeId(), at: time }));
  const positions = map(9, (name, time) => named(name, { value: Math.max(-50, Math.min(50, bits.take(7) - 50)), at: time }));
  const scenarios = map(7, (name, time) => named(name, { runs: Math.max(1, bits.take(6)), path: takeList(bits, 7), endings: takeList(bits, 5), at: time }));
  const begun = Array.from({ length: bits.take(7) }, () => names.get(bits.take(TAG))).filter(Boolean);
  const lesson = bits.take(1) ? names.get(bits.take(TAG))?.replace("lesson ", "") ?? "" : null;
  const step = lesson === null || ofHeadings ? 0 : bits.take(6);
  const extra = JSON.parse(bits.takeText(17) || "{}");
  const when = new Date(EPOCH + saved * 1000).toISOString();
  return {
    attempt, saved, begun,
    record: migrate({
      version: RECORD_VERSION, learner: {}, products: {}, attempts: {}, ...extra, read, answers, choices, positions, scenarios, saved: when,
      place: lesson ? { lesson, step: step ? `step-${step}` : "", at: when } : null,
    }, course.modules),
  };
}
