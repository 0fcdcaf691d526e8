// Scores an answer to a bound item. docs/items.md has the rules; fieldbook/assessment is the twin and
// tests/vectors/scoring.json referees both. Pure: knows neither the page nor the record.

import { shapeOf, slotsOf } from "./types.js";

/** @typedef {{score: number, right: number, of: number, wrong: number}} Outcome */

/**
 * What a response to an item is worth. Ids that the item does not have count as not given.
 * @param {any} item bound item, or its key
 * @param {unknown} response
 * @returns {Outcome}
 */
export function outcome(item, response) {
  switch (shapeOf(item)) {
    case "choice": return choiceOutcome(item, response);
    case "choices": return choicesOutcome(item.options, response);
    case "pairs":
    case "gaps": return shareOutcome(slotsOf(item), answeredParts(response));
    case "order": return orderOutcome(item.options, response);
    default: return writtenOutcome(item, response);
  }
}

/** The options of a choice that are worth most. */
export function bestOptions({ options }) {
  const best = Math.max(...options.map(worthOf));
  return options.filter((option) => worthOf(option) === best);
}

/** The expected answer of a written item that the text gives, right ones before wrong ones. */
export function matchedOption(item, text) {
  const ordered = [...item.options.filter((o) => o.key), ...item.options.filter((o) => !o.key)];
  return ordered.find((option) => gives(item, option, text)) ?? null;
}

/**
 * The numbers that people mean who write `text`: none where it is no number, two for 1,175 and 1.175, of which the
 * reading with thousands comes first. scoring.py says what is read.
 * @returns {number[]}
 */
export function readings(text, unit = "") {
  return valuesOf(digitsIn(text, unit));
}

/**
 * The number in a text as a page prints it whose decimal sign is `decimal`.
 * @returns {number | null}
 */
export function parseNumber(text, unit = "", decimal = ".") {
  const digits = digitsIn(text, unit);
  const [first = null, second = first] = valuesOf(digits);
  return digits.includes(decimal) ? second : first;
}

/** The number that an answer to a numeric item means: of two readings the one that the item expects, if any. */
export function meantNumber(item, text, decimal) {
  const expected = readings(text, item.unit).find((value) => item.options.some((option) => expects(item, option, value)));
  return expected ?? parseNumber(text, item.unit, decimal);
}

/** Text as short answers are compared: without case, accents, punctuation and additional spaces. */
export function normalText(text) {
  return text.toLowerCase().replace(/\u00df/g, "ss").replace(/\u03c2/g, "\u03c3").normalize("NFKD")
    .replace(/[\p{Mn}\p{Cf}.'`\u2018\u2019\u02bc\u0640]/gu, "")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();
}

function choiceOutcome(item, response) {
  const chosen = item.options.find((option) => option.id === response);
  if (!chosen) return { score: 0, right: 0, of: 1, wrong: 0 };
  const right = bestOptions(item).includes(chosen) ? 1 : 0;
  return { score: worthOf(chosen), right, of: 1, wrong: 1 - right };
}

function worthOf({ key, score }) {
  return score ?? (key ? 1 : 0);
}

function choicesOutcome(options, response) {
  const given = new Set(strings(response));
  const chosen = options.filter((option) => given.has(option.id));
  const right = chosen.filter((option) => option.key).length;
  const wrong = chosen.length - right;
  const of = options.filter((option) => option.key).length;
  return { score: of ? Math.max(0, right - wrong) / of : 0, right, of, wrong };
}

/** Each step counts once, at its first place; ids that are not steps take up a place. */
function orderOutcome(options, response) {
  const given = strings(response);
  const places = new Map(given.map((name) => [name, given.indexOf(name) + 1]));
  return shareOutcome(options.map(({ id, place }) => ({ id, right: [place] })), places);
}

/** @param {{id: string, right: unknown[]}[]} slots @param {Map<string, unknown>} given */
function shareOutcome(slots, given) {
  const answered = slots.filter(({ id }) => given.has(id));
  const right = answered.filter((slot) => slot.right.includes(given.get(slot.id))).length;
  return { score: slots.length ? right / slots.length : 0, right, of: slots.length, wrong: answered.length - right };
}

function writtenOutcome(item, response) {
  const text = typeof response === "string" ? response : "";
  const right = matchedOption(item, text)?.key ? 1 : 0;
  return { score: right, right, of: 1, wrong: (text.trim() ? 1 : 0) - right };
}

function gives(item, option, text) {
  if (shapeOf(item) === "text") {
    const given = normalText(text);
    return given !== "" && [option.text, ...(option.accept ?? [])].some((answer) => normalText(answer) === given);
  }
  return readings(text, item.unit).some((value) => expects(item, option, value));
}

/** With relative room for binary fractions: 0.4 lies within 0.3 plus or minus 0.1. */
function expects(item, option, value) {
  return [option.text, ...(option.accept ?? [])].some((answer) => {
    const key = parseNumber(answer, item.unit);
    return key !== null && Math.abs(value - key) <= (option.tolerance ?? 0) + 1e-9 * Math.max(1, Math.abs(key));
  });
}

const OTHER_SIGNS = { "\u066b": ".", "\u060c": ",", "\u066c": "'", "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u2212": "-", "\u2013": "-" };
const UNGROUPED = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/;
const GROUPED = [
  /^([+-]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:,\d\d)+,\d{3}))(\.\d*)?$/, /^([+-]?[1-9]\d{0,2}(?:\.\d{3})+)(,\d*)?$/, /^([+-]?[1-9]\d{0,2}(?:'\d{3})+)([.,]\d*)?$/,
];
const PER_CENT = [
  "%", "\u066a", "percent", "pct", "percentagepoints", "pp", "of100", "outof100", "in100", "/100", "pourcent", "porciento", "porcento", "prozent",
  "\u0628\u0627\u0644\u0645\u0626\u0629", "\u0628\u0627\u0644\u0645\u0627\u0626\u0629", "\u0641\u064a\u0627\u0644\u0645\u0626\u0629", "\u0641\u064a\u0627\u0644\u0645\u0627\u0626\u0629",
];

/** The number in a text with its signs, alone; empty where something stands beside it that is not the unit. */
function digitsIn(text, unit) {
  const [, before, digits, after] = /^([^\d+\-.,']*)([+-]?[\d.,']+)([^]*)$/.exec(plainSigns(text)) ?? [];
  if (!digits) return "";
  const bare = word(plainSigns(unit));
  const forms = PER_CENT.includes(bare) ? PER_CENT : [bare];
  return ["", ...forms].includes(word(before)) && forms.some((form) => form.startsWith(word(after))) ? digits : "";
}

function plainSigns(text) {
  return text.normalize("NFKC").replace(/[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g, "")
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[\u0966-\u096f\u09e6-\u09ef]/g, (digit) => String((digit.charCodeAt(0) - 6) & 15))
    .replace(/[\u066b\u060c\u066c\u2018\u2019\u02bc\u2212\u2013]/g, (sign) => OTHER_SIGNS[sign]);
}

function word(text) {
  return text.toLowerCase().replace(/[-.]/g, "");
}

/** Digits with signs between thousands, then without. */
function valuesOf(digits) {
  const found = [];
  const grouped = GROUPED.map((pattern) => pattern.exec(digits)).find(Boolean);
  if (grouped) found.push(Number(grouped[1].replace(/[.,']/g, "") + (grouped[2] ?? "").replace(",", ".")));
  if (UNGROUPED.test(digits)) found.push(Number(digits.replace(",", ".")));
  return found;
}

function strings(response) {
  return Array.isArray(response) ? response.filter((part) => typeof part === "string") : [];
}

/** Pairs of a matching or gap answer; what is not text, or empty, is not answered. */
function answeredParts(response) {
  const given = response !== null && typeof response === "object" && !Array.isArray(response) ? response : {};
  return new Map(Object.entries(given).filter(([, value]) => typeof value === "string" && value !== ""));
}
