// The answer to a question, shown when the learner asks for it.

import { make } from "./dom.js";
import { shapeOf, slotsOf } from "./types.js";

/**
 * A list with the answer, for the shapes whose options can't carry a mark.
 * @returns {HTMLElement | null}
 */
export function makeSolution(form, item, say) {
  const lines = solutionLines(form, item);
  if (!lines.length) return null;
  const list = make(shapeOf(item) === "order" ? "ol" : "ul", {}, ...lines.map((line) => make("li", {}, line)));
  return make("div", { class: "fb-solution" }, make("p", { class: "fb-solution-title" }, say("answer-is")), list);
}

function solutionLines(form, item) {
  switch (shapeOf(item)) {
    case "pairs":
      return item.options.map((option) => `${label(form, option.id)} – ${optionText(form.elements[option.id], option.match)}`);
    case "order":
      return [...item.options].sort((a, b) => a.place - b.place).map((option) => stepText(form, option.id));
    case "gaps":
      return slotsOf(item).map(({ id, right }) => right.map((word) => optionText(form.elements[id], word)).join(" / "));
    case "number":
    case "text":
      return item.options.filter((option) => option.key).map((option) => [option.text, item.unit ?? ""].join(" ").trim());
    default:
      return [];
  }
}

function label(form, id) {
  return form.elements[id].labels[0].textContent.trim();
}

function optionText(select, value) {
  return [...select.options].find((option) => option.value === value).textContent.trim();
}

function stepText(form, id) {
  return [...form.querySelectorAll(".fb-order > li")].find((step) => step.dataset.option === id)
    .querySelector(".fb-option-text").textContent.trim();
}
