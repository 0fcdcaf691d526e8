// Which feedback is shown after an answer, and under which word. Pure.

import { bestOptions, matchedOption, outcome } from "./scoring.js";
import { shapeOf, slotsOf } from "./types.js";

/** @typedef {{ref: string, word: string, sign: "right" | "partly" | "open"}} Note word is a key of the strings */

/**
 * What is to be said about an answer, option by option.
 * @returns {Note[]}
 */
export function notesFor(item, response) {
  switch (shapeOf(item)) {
    case "choice": return item.options.filter((option) => option.id === response).map((option) => choiceNote(item, option));
    case "choices": return choicesNotes(item.options, response);
    case "pairs": return item.options.map((option) => note(option.id, response[option.id] === option.match));
    case "order": return item.options.map((option) => note(option.id, response.indexOf(option.id) + 1 === option.place));
    case "gaps": return item.gaps.flatMap((gap) => gapNotes(gap, response[gap.id]));
    default: return writtenNotes(item, response);
  }
}

/** Everything that there is to say, once the learner has asked for the answer. */
export function notesOnAnswer(item, response) {
  const notes = notesFor(item, response);
  if (isRated(item)) return item.options.map((option) => choiceNote(item, option));
  const keys = shapeOf(item) === "gaps"
    ? slotsOf(item).flatMap((gap) => gap.right.map((id) => `${gap.id}.${id}`))
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
  if (isRated(item)) return { ...ratedWord(score, right === 1), values };
  if (score === 1) return { word: "right", sign: "right", values };
  if (right === 0 || of === 1) return { word: "not-yet", sign: "open", values };
  return { word: shapeOf(item) === "choices" && wrong ? "partly-wrong" : "partly", sign: "partly", values };
}

export function isWritten(item) {
  return ["number", "text"].includes(shapeOf(item));
}

/** Whether options have an effectiveness, so that several are worth something. */
function isRated({ options }) {
  return options?.[0].score !== undefined;
}

/** @returns {Note} */
function note(ref, isRight) {
  return isRight ? { ref, word: "right", sign: "right" } : { ref, word: "look-again", sign: "open" };
}

function choicesNotes(options, response) {
  const chosen = options.filter((option) => response.includes(option.id)).map((option) => note(option.id, option.key));
  const missed = options.filter((option) => option.key && !response.includes(option.id));
  return [...chosen, ...missed.map((option) => ({ ref: option.id, word: "missed", sign: "partly" }))];
}

function choiceNote(item, option) {
  const isBest = bestOptions(item).includes(option);
  return isRated(item) ? { ref: option.id, ...ratedWord(option.score, isBest) } : note(option.id, isBest);
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
