// Answers, times and shares as SCORM 2004, cmi5 and xAPI write them; the types of questions as every standard calls them.

import { decimalSign } from "../language.js";
import { bestOptions, matchedOption, meantNumber, parseNumber } from "../scoring.js";
import { idsOf, isStatement, shapeOf, slotsOf } from "../types.js";

const KINDS = {
  choice: "choice", choices: "choice", pairs: "matching", gaps: "matching", order: "sequencing", number: "numeric", text: "fill-in",
};

/** What the standards call a question; a gap text is a matching of gaps and words. */
export function kindOf(item) {
  return isStatement(item) ? "true-false" : KINDS[shapeOf(item)];
}

/** Right answers in the record's form; of a written one all that are accepted. */
export function rightAnswers(item) {
  switch (shapeOf(item)) {
    case "choice": return idsOf(bestOptions(item));
    case "choices": return [idsOf(bestOptions(item))];
    case "pairs":
    case "gaps": return [Object.fromEntries(slotsOf(item).map(({ id, right }) => [id, right[0]]))];
    case "order": return [idsOf([...item.options].sort((a, b) => a.place - b.place))];
    default: return bestOptions(item).flatMap(({ text, accept }) => [text, ...(accept ?? [])]);
  }
}

/** An answer in the signs of SCORM 2004, which xAPI and cmi5 have taken over. */
export function pattern(item, response) {
  if (isStatement(item)) return String(response === item.options[0].id);
  switch (shapeOf(item)) {
    case "choices":
    case "order": return response.join("[,]");
    case "pairs": return givenPairs(item, response).map(([left, right]) => `${left}[.]${right}`).join("[,]");
    // The same letter is another word in each gap.
    case "gaps": return givenPairs(item, response).map(([gap, word]) => `${gap}[.]${gap}-${word}`).join("[,]");
    case "number": return String(meantNumber(item, response, decimalSign()) ?? 0);
    case "text": return response.slice(0, 250);
    default: return response;
  }
}

function givenPairs(item, response) {
  return idsOf(slotsOf(item)).filter((id) => response[id]).map((id) => [id, response[id]]);
}

/** Right answers; a number as a range, a text with what is said about its letters. */
export function rightPatterns(item) {
  if (shapeOf(item) === "number") return [...new Set(rightAnswers(item).map((text) => range(item, text)))];
  if (shapeOf(item) === "text") return rightAnswers(item).map((text) => `{case_matters=false}${text.slice(0, 220)}`);
  return rightAnswers(item).map((right) => pattern(item, right));
}

function range(item, text) {
  const value = parseNumber(text, item.unit);
  const tolerance = matchedOption(item, text)?.tolerance ?? 0;
  const bound = (number) => String(Math.round(number * 1e6) / 1e6);
  return `${bound(value - tolerance)}[:]${bound(value + tolerance)}`;
}

export function duration(seconds) {
  const time = clock(seconds);
  return `PT${time.hours}H${Number(time.minutes)}M${Number(time.seconds)}S`;
}

export function share(value) {
  return String(Math.round(value * 10000) / 10000);
}

/** Hours, minutes and seconds with two decimals. */
export function clock(seconds) {
  const hundredths = Math.round(Math.min(Math.max(seconds, 0), 9999 * 3600) * 100);
  const two = (number) => String(number).padStart(2, "0");
  return {
    hours: Math.floor(hundredths / 360000), minutes: two(Math.floor(hundredths / 6000) % 60),
    seconds: `${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`,
  };
}

/** Two decimals at most, as systems want scores. */
export function hundred(share) {
  return String(Math.round(share * 10000) / 100);
}
