// What each type of question is to the player: the shape of its answer. fieldbook/assessment/types has all else, and a
// test compares the two. Pure.

/** By the name that authors write. */
export const SHAPE_OF = {
  "single-choice": "choice", "true-false": "choice", "situational-judgement": "choice", "multiple-response": "choices",
  matching: "pairs", ordering: "order", numeric: "number", "short-answer": "text", "gap-text": "gaps",
};

/** Whether the options are true and false, in this order. */
export function isStatement({ type }) {
  return type === "true-false";
}

/** @returns {"choice" | "choices" | "pairs" | "order" | "number" | "text" | "gaps"} */
export function shapeOf({ type }) {
  return SHAPE_OF[type];
}

export function idsOf(parts) {
  return parts.map(({ id }) => id);
}

/**
 * What is joined with what: left sides with right sides, gaps with words.
 * @returns {{id: string, choices: {id: string}[], right: string[]}[]} choices of pairs are missing in a page's key
 */
export function slotsOf({ options, rights, gaps }) {
  return gaps
    ? gaps.map((gap) => ({ id: gap.id, choices: gap.options, right: idsOf(gap.options.filter(({ key }) => key)) }))
    : options.map(({ id, match }) => ({ id, choices: rights, right: [match] }));
}
