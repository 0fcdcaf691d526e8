// Answers, times and shares as SCORM 2004, cmi5 and xAPI write them; the types of questions as every standard calls them.

import { decimalSign } from "../language.js";
import { matchedOption, meantNumber, parseNumber } from "../scoring.js";

/** How a type of question is called; a gap text is a matching of gaps and words. */
export const KINDS = {
  "single-choice": "choice", "multiple-response": "choice", "situational-judgement": "choice", "true-false": "true-false",
  matching: "matching", "gap-text": "matching", ordering: "sequencing", numeric: "numeric", "short-answer": "fill-in",
};

/** Right answers in the record's form; of a written one all that are accepted. */
export function rightAnswers(item) {
  const keys = item.options?.filter(({ key }) => key);
  switch (item.type) {
    case "multiple-response": return [keys.map(({ id }) => id)];
    case "situational-judgement": {
      const best = Math.max(...item.options.map(({ score }) => score));
      return item.options.filter(({ score }) => score === best).map(({ id }) => id);
    }
    case "matching": return [Object.fromEntries(item.options.map(({ id, match }) => [id, match]))];
    case "gap-text": return [Object.fromEntries(item.gaps.map(({ id, options }) => [id, options.find(({ key }) => key).id]))];
    case "ordering": return [[...item.options].sort((a, b) => a.place - b.place).map(({ id }) => id)];
    case "numeric":
    case "short-answer": return keys.flatMap(({ text, accept }) => [text, ...(accept ?? [])]);
    default: return keys.map(({ id }) => id);
  }
}

/** An answer in the signs of SCORM 2004, which xAPI and cmi5 have taken over. */
export function pattern(item, response) {
  switch (item.type) {
    case "true-false": return String(response === item.options[0].id);
    case "multiple-response":
    case "ordering": return response.join("[,]");
    case "matching": return item.options.filter(({ id }) => response[id]).map(({ id }) => `${id}[.]${response[id]}`).join("[,]");
    // The same letter is another word in each gap.
    case "gap-text": return item.gaps.filter(({ id }) => response[id]).map(({ id }) => `${id}[.]${id}-${response[id]}`).join("[,]");
    case "numeric": return String(meantNumber(item, response, decimalSign()) ?? 0);
    case "short-answer": return response.slice(0, 250);
    default: return response;
  }
}

/** Right answers; a number as a range, a text with what is said about its letters. */
export function rightPatterns(item) {
  if (item.type === "numeric") return [...new Set(rightAnswers(item).map((text) => range(item, text)))];
  if (item.type === "short-answer") return rightAnswers(item).map((text) => `{case_matters=false}${text.slice(0, 220)}`);
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
