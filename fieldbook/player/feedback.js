// Which feedback is shown after an answer, and under which word. Pure.

import { matchedOption, outcome } from "./scoring.js";

/** @typedef {{ref: string, word: string, sign: "right" | "partly" | "open"}} Note word is a key of the strings */

/**
 * What is to be said about an answer, option by option.
 * @returns {Note[]}
 */
export function notesFor(item, response) {
  switch (item.type) {
    case "single-choice":
    case "true-false":
      return item.options.filter((option) => option.id === response).map((option) => note(option.id, option.key));
    case "multiple-response": return multipleNotes(item.options, response);
    case "situational-judgement":
      return item.options.filter((option) => option.id === response).map((option) => rated(option, item.options));
    case "matching": return item.options.map((option) => note(option.id, response[option.id] === option.match));
    case "ordering": return item.options.map((option) => note(option.id, response.indexOf(option.id) + 1 === option.place));
    case "gap-text": return item.gaps.flatMap((gap) => gapNotes(gap, response[gap.id]));
    default: return writtenNotes(item, response);
  }
}

/** Everything that there is to say, once the learner has asked for the answer. */
export function notesOnAnswer(item, response) {
  const notes = notesFor(item, response);
  if (item.type === "situational-judgement") return item.options.map((option) => rated(option, item.options));
  const keys = item.type === "gap-text"
    ? item.gaps.flatMap((gap) => gap.options.filter((o) => o.key).map((o) => `${gap.id}.${o.id}`))
    : item.options.filter((option) => option.key).map((option) => option.id);
  const said = new Set(notes.map(({ ref }) => ref));
  const missed = keys.filter((ref) => !said.has(ref)).slice(0, isWritten(item) ? 1 : undefined);
  return [...notes, ...missed.map((ref) => ({ ref, word: "answer-is", sign: "right" }))];
}

/**
 * The result in words.
 * @returns {{word: string, sign: string, values: Record<string, number>}}
 */
export function verdict(item, response) {
  const { score, right, of, wrong } = outcome(item, response);
  const values = { n: right, m: of, k: wrong };
  if (item.type === "situational-judgement") return { ...ratedWord(score, right === 1), values };
  if (score === 1) return { word: "right", sign: "right", values };
  if (right === 0 || of === 1) return { word: "not-yet", sign: "open", values };
  return { word: item.type === "multiple-response" && wrong ? "partly-wrong" : "partly", sign: "partly", values };
}

export function isWritten(item) {
  return item.type === "numeric" || item.type === "short-answer";
}

/** @returns {Note} */
function note(ref, isRight) {
  return isRight ? { ref, word: "right", sign: "right" } : { ref, word: "look-again", sign: "open" };
}

function multipleNotes(options, response) {
  const chosen = options.filter((option) => response.includes(option.id)).map((option) => note(option.id, option.key));
  const missed = options.filter((option) => option.key && !response.includes(option.id));
  return [...chosen, ...missed.map((option) => ({ ref: option.id, word: "missed", sign: "partly" }))];
}

function rated(option, options) {
  return { ref: option.id, ...ratedWord(option.score, option.score === Math.max(...options.map((o) => o.score))) };
}

function ratedWord(score, isBest) {
  if (isBest) return { word: "most-effective", sign: "right" };
  return score > 0 ? { word: "partly-effective", sign: "partly" } : { word: "less-effective", sign: "open" };
}

function gapNotes(gap, chosen) {
  return gap.options.filter((option) => option.id === chosen).map((option) => note(`${gap.id}.${option.id}`, option.key));
}

/** @returns {Note[]} */
function writtenNotes(item, response) {
  const option = matchedOption(item, response);
  return [option ? note(option.id, option.key) : note("otherwise", false)];
}
