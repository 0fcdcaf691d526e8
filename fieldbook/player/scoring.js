// Scores an answer to a bound item. docs/items.md has the rules; fieldbook/assessment is the twin and
// tests/vectors/scoring.json referees both. Pure: knows neither the page nor the record.

import { shapeOf, slotsOf } from "./types.js";

/** @typedef {{score: number, right: number, of: number, wrong: number}} Outcome */

/**
 * What a response to an item is worth. Ids that the item does not have count as not given.
 * @param {object} item bound item, or its key
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
 * The number in a text: comma or point as decimal sign, spaces between digits, Arabic digits, unit behind it.
 * @returns {number | null}
 */
export function parseNumber(text, unit = "") {
  let plain = text.normalize("NFKC").replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/\u066b/g, ".").trim();
  if (unit && plain.toLowerCase().endsWith(unit.toLowerCase())) plain = plain.slice(0, -unit.length);
  plain = plain.replace(/[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g, "").replace(/\u2212/g, "-");
  return /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(plain) ? Number(plain.replace(",", ".")) : null;
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
  const expected = [option.text, ...(option.accept ?? [])];
  if (shapeOf(item) === "text") {
    const given = normalText(text);
    return given !== "" && expected.some((answer) => normalText(answer) === given);
  }
  const value = parseNumber(text, item.unit);
  return value !== null && expected.some((answer) => near(value, parseNumber(answer, item.unit), option.tolerance ?? 0));
}

/** With relative room for binary fractions: 0.4 lies within 0.3 plus or minus 0.1. */
function near(value, key, tolerance) {
  return key !== null && Math.abs(value - key) <= tolerance + 1e-9 * Math.max(1, Math.abs(key));
}

function strings(response) {
  return Array.isArray(response) ? response.filter((part) => typeof part === "string") : [];
}

/** Pairs of a matching or gap answer; what is not text, or empty, is not answered. */
function answeredParts(response) {
  const given = response !== null && typeof response === "object" && !Array.isArray(response) ? response : {};
  return new Map(Object.entries(given).filter(([, value]) => typeof value === "string" && value !== ""));
}
