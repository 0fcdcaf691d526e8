// Answers on the page: read from the form, put back into it, and what is missing.

import { make, makeIcon, refill } from "./dom.js";
import { isWritten } from "./feedback.js";
import { decimalSign } from "./language.js";
import { setSteps, stepIds } from "./order.js";
import { parseNumber, readings } from "./scoring.js";
import { shapeOf } from "./types.js";

/** The learner's answer as the record has it. */
export function readAnswer(form, item) {
  if (shapeOf(item) === "choices") return checked(form);
  if (shapeOf(item) === "order") return stepIds(form.querySelector(".fb-order"));
  if (hasSelects(item)) return Object.fromEntries(selects(form).map((select) => [select.name, select.value]));
  return isWritten(item) ? form.querySelector("input").value.trim() : checked(form)[0] ?? "";
}

/** Puts an answer from the record back; what no longer fits is left out. */
export function writeAnswer(form, item, response) {
  if (shapeOf(item) === "order") setSteps(form.querySelector(".fb-order"), [response].flat());
  else if (hasSelects(item)) for (const select of selects(form)) select.value = response[select.name] ?? "";
  else if (isWritten(item)) form.querySelector("input").value = response;
  else for (const input of form.querySelectorAll("input")) input.checked = [response].flat().includes(input.value);
}

/**
 * What the learner still has to do before the answer can be checked.
 * @param {boolean} touched whether steps have been moved
 * @returns {{word: string, values?: any, at: HTMLElement} | null}
 */
export function missingPart(form, item, touched) {
  if (shapeOf(item) === "order") return touched ? null : { word: "move-first", at: form.querySelector("button") };
  if (hasSelects(item)) {
    const open = selects(form).filter((select) => select.value === "");
    return open.length ? { word: "still-open", values: { n: open.length, m: selects(form).length }, at: open[0] } : null;
  }
  const input = form.querySelector("input");
  if (!isWritten(item)) return checked(form).length ? null : { word: shapeOf(item) === "choices" ? "choose-some" : "choose-one", at: input };
  if (!input.value.trim()) return { word: "write-first", at: input };
  return shapeOf(item) === "number" && !readings(input.value, item.unit).length ? { word: unreadWord(input.value), at: input } : null;
}

/**
 * While a number is being written: says at once that it cannot be read, or how it is read where people may mean another
 * by the same signs. What it says is the same whatever the answer is. Before that, `result` is emptied.
 */
export function tellDoubt(form, item, result, say) {
  const doubt = shapeOf(item) === "number" ? doubtAbout(form.querySelector("input").value, item.unit) : null;
  const text = doubt ? say(doubt.word, doubt.values) : "";
  if (text === result.textContent) return; // said already
  result.dataset.sign = "open";
  refill(result, ...(doubt ? [makeIcon("open"), make("span", {}, text)] : []));
}

function doubtAbout(text, unit) {
  if (/^\s*[+\-\u2212]?[.,]?\s*$/.test(text)) return null; // the beginning of a number, or nothing yet
  const found = readings(text, unit);
  if (!found.length) return { word: unreadWord(text) };
  const decimal = decimalSign();
  const read = parseNumber(text, unit, decimal);
  const [n, m] = [read, found.find((value) => value !== read)].map((value) => String(value).replace(".", decimal));
  return found.length > 1 ? { word: "two-numbers", values: { n, m } } : null;
}

function unreadWord(text) {
  return /\p{Nd}/u.test(text) ? "number-alone" : "write-number";
}

/** Whether a response from a record has the form that this item's answers have. */
export function fits(item, response) {
  if (["choices", "order"].includes(shapeOf(item))) return Array.isArray(response);
  if (hasSelects(item)) return response !== null && typeof response === "object" && !Array.isArray(response);
  return typeof response === "string";
}

function hasSelects(item) {
  return ["pairs", "gaps"].includes(shapeOf(item));
}

function selects(form) {
  return [...form.querySelectorAll("select")];
}

function checked(form) {
  return [...form.querySelectorAll("input:checked")].map((input) => input.value).sort();
}
