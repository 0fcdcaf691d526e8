// The learner's record: made, checked, joined. Pure. The schema is fieldbook/results/record.schema.json and
// tests/vectors/records.json referees the schema, this file and fieldbook/results/record.py.

export const RECORD_VERSION = 3;

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const ANCHOR = /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/;
const FIELD = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/;
const BUILD = /^[A-Za-z0-9._-]*$/;
const LANG = /^[A-Za-z]{2,8}([_-][A-Za-z0-9]{1,8})*$/;
const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * An empty record.
 * @param {{course: string, context: string, lang: string, build: string}} about
 */
export function makeRecord({ course, context, lang, build }) {
  return {
    format: "fieldbook-record", version: RECORD_VERSION, course, context, lang, build,
    learner: {}, saved: null, read: bare(), answers: bare(), choices: bare(), positions: bare(),
    scenarios: bare(), products: bare(), attempts: bare(), place: null,
  };
}

/**
 * The record in this version's form and under today's names of lessons; null where it was written by a newer one.
 * @param {any} value
 * @param {any[]} modules of the course; a lesson's `was` are the ids that it had before
 */
export function migrate(value, modules) {
  if (!isObject(value)) return value;
  if (Number.isInteger(value.version) && value.version > RECORD_VERSION) return null;
  // Version 1 knew no scenarios, products and attempts.
  const second = value.version === 1 ? { ...value, version: 2, scenarios: bare(), products: bare(), attempts: bare() } : value;
  // In version 2 a module was one page, and a lesson a heading on it.
  const third = second.version === 2 ? { ...second, version: 3, place: placeOfHeading(second.place, modules) } : second;
  return third.version === 3 ? renameLessons(third, modules) : third;
}

function placeOfHeading(place, modules) {
  if (!isObject(place)) return place ?? null;
  const module = modules.find(({ page }) => page === String(place.page).replace(/\.html$/, "/index.html"));
  return module ? { lesson: `${module.id}-${place.anchor}`, step: "", at: place.at } : null;
}

/** What was read under an earlier name counts for every lesson that came of it; the place is in the first of them. */
function renameLessons(record, modules) {
  const lessons = modules.flatMap((module) => module.lessons);
  const now = (name) => lessons.filter(({ was = [] }) => was.includes(name)).map(({ id }) => id);
  const { read, place } = record;
  const renamed = isObject(read) ? bare(Object.entries(read).flatMap(([name, time]) => (now(name).length ? now(name) : [name]).map((id) => [id, time]))) : read;
  const moved = isObject(place) && now(place.lesson).length ? { ...place, lesson: now(place.lesson)[0], step: "" } : place;
  return { ...record, read: renamed, place: moved };
}

/**
 * What is wrong with a value that should be a record: paths of fields, at most one for each.
 * @param {unknown} value
 * @returns {string[]}
 */
export function problems(value) {
  const found = [];
  checkFields(value, RECORD, "record", found);
  return found;
}

/**
 * Both records in one: of each entry the one with the later time. The order of the two makes no difference.
 * Both must be without problems.
 */
export function merge(a, b) {
  const [older, newer] = compare(a.saved ?? "", b.saved ?? "", a, b) <= 0 ? [a, b] : [b, a];
  return {
    ...newer,
    learner: { ...older.learner, ...newer.learner },
    ...eachMap((name) => mergeMaps(a[name], b[name])),
    scenarios: mergeScenarios(a.scenarios, b.scenarios),
    place: a.place && b.place ? later(a.place, b.place) : a.place ?? b.place,
  };
}

const NO_EARLIER = "2026-11"; // this course was not there before: a clock that shows less is wrong

/**
 * A record from elsewhere with no time later than `now`: a device with a wrong clock must not win for ever. Where `now`
 * itself is from a clock that must be wrong, as it is with an empty battery, the times stay.
 * @param {string} now
 */
export function notAfter(record, now) {
  if (now < NO_EARLIER) return record;
  const cut = (at) => (at > now ? now : at);
  const cutAll = (map) => mapValues(map, (entry) => (typeof entry === "string" ? cut(entry) : { ...entry, at: cut(entry.at) }));
  return {
    ...record,
    saved: record.saved && cut(record.saved),
    ...eachMap((name) => cutAll(record[name])),
    place: record.place && { ...record.place, at: cut(record.place.at) },
  };
}

/** A stored value as a record of this version; null where it is none, or of another course or mission. */
export function readable(value, { course, context, modules }) {
  const record = migrate(value, modules);
  return record && !problems(record).length && record.course === course && record.context === context ? record : null;
}

export const MAPS = ["read", "answers", "choices", "positions", "scenarios", "products", "attempts"];

export function eachMap(make) {
  return Object.fromEntries(MAPS.map((name) => [name, make(name)]));
}

/** Maps have no prototype, so that an id such as "constructor" is an id like others. */
export function bare(entries = []) {
  const map = Object.create(null);
  for (const [key, value] of entries) map[key] = value;
  return map;
}

function mapValues(map, change) {
  return bare(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

function mergeMaps(a, b) {
  const both = bare(Object.entries(a));
  for (const [id, entry] of Object.entries(b)) both[id] = id in both ? later(both[id], entry) : entry;
  return both;
}

/** The later way through a scenario, and every ending that either device has reached. */
function mergeScenarios(a, b) {
  const ways = mergeMaps(a, b);
  for (const id of Object.keys(ways)) {
    const both = [a[id], b[id]].filter(Boolean);
    ways[id] = {
      ...ways[id],
      runs: Math.max(...both.map(({ runs }) => runs)),
      endings: [...new Set(both.flatMap(({ endings }) => endings))].sort().slice(0, 20),
    };
  }
  return ways;
}

function later(a, b) {
  return compare(a.at ?? a, b.at ?? b, a, b) >= 0 ? a : b;
}

/** By time, then by content, so that two devices agree. */
function compare(atA, atB, a, b) {
  const [left, right] = atA === atB ? [sortedJson(a), sortedJson(b)] : [atA, atB];
  return left < right ? -1 : Number(left > right);
}

function sortedJson(value) {
  return JSON.stringify(value, (key, part) => (isObject(part) ? Object.fromEntries(Object.entries(part).sort(byKey)) : part));
}

/** @type {(a: [string, any], b: [string, any]) => number} */
function byKey([a], [b]) {
  return a < b ? -1 : 1;
}

// Structure: each test is given a value and says whether it is good; an object names tests for its fields.

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

const text = (pattern, most) => (value) => typeof value === "string" && value.length <= most && pattern.test(value);
const isId = text(ID, 60);
const isTime = text(TIME, 24);
const isShare = (value) => typeof value === "number" && value >= 0 && value <= 1;
const whole = (least, most) => (value) => Number.isInteger(value) && value >= least && value <= most;
const orNull = (test) => (value) => value === null || test(value);
const isPart = text(/^[^]*$/, 60);

function isResponse(value) {
  if (typeof value === "string") return value.length <= 500;
  if (Array.isArray(value)) return value.length <= 30 && value.every(isPart);
  return isObject(value) && Object.keys(value).length <= 30 && Object.entries(value).every((pair) => pair.every(isPart));
}

const RECORD = {
  format: (value) => value === "fieldbook-record",
  version: (value) => value === RECORD_VERSION,
  course: isId,
  context: isId,
  lang: text(LANG, 35),
  build: text(BUILD, 64),
  learner: {
    "pseudonym?": text(/^[^]*$/, 100), "station?": text(/^[^]*$/, 100),
    "component?": text(BUILD, 64), "gender?": text(BUILD, 64), "language?": text(BUILD, 64),
  },
  saved: orNull(isTime),
  read: mapOf(text(ANCHOR, 200), isTime),
  answers: mapOf(isId, {
    variant: text(BUILD, 64), form: orNull(isId), response: isResponse, score: isShare, first: isShare,
    tries: whole(1, 10000), at: isTime, build: text(BUILD, 64),
  }),
  choices: mapOf(isId, { choice: isId, at: isTime }),
  positions: mapOf(isId, { value: whole(-50, 50), at: isTime }),
  scenarios: mapOf(isId, { path: listOf(isId, 100), runs: whole(1, 10000), endings: listOf(isId, 20), at: isTime }),
  products: mapOf(isId, { fields: mapOf(text(FIELD, 120), text(/^[^]*$/, 2000), 300), at: isTime }),
  attempts: mapOf(isId, {
    form: isId, variant: text(BUILD, 64), started: isTime, submitted: orNull(isTime), score: orNull(isShare), at: isTime,
    answers: mapOf(isId, {
      variant: text(BUILD, 64), response: isResponse, score: orNull(isShare), seconds: whole(0, 86400), at: isTime,
    }, 200),
    flags: listOf(isId, 200), "spent?": whole(0, 864000), "extra?": whole(0, 600),
  }, 200),
  place: (value, path, found) => value === null
    || checkFields(value, { lesson: text(ANCHOR, 200), step: text(/^([A-Za-z0-9][A-Za-z0-9_.:-]*)?$/, 200), at: isTime }, path, found),
};

function listOf(test, most) {
  return (value) => Array.isArray(value) && value.length <= most && value.every(test);
}

function mapOf(isKey, test, most = 2000) {
  return (value, path, found) => {
    if (!isObject(value) || Object.keys(value).length > most) return false;
    for (const [key, entry] of Object.entries(value)) {
      if (!isKey(key)) found.push(path);
      else checkOne(entry, test, `${path}.${key}`, found);
    }
    return true;
  };
}

function checkOne(value, test, path, found) {
  if (typeof test !== "function") checkFields(value, test, path, found);
  else if (!test(value, path, found)) found.push(path);
}

/** Fields with "?" at the end of the name may be missing; no others may, and none may be there besides. */
function checkFields(value, tests, path, found) {
  if (!isObject(value)) {
    found.push(path);
    return true;
  }
  const names = Object.keys(tests).map((name) => name.replace("?", ""));
  for (const name of Object.keys(value)) if (!names.includes(name)) found.push(`${path}: unknown field`);
  for (const [name, test] of Object.entries(tests)) {
    const field = name.replace("?", "");
    if (field in value) checkOne(value[field], test, `${path}.${field}`, found);
    else if (field === name) found.push(`${path}.${field}`);
  }
  return true;
}
