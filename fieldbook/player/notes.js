// Feedback beneath the answers that it is about.

import { make, makeIcon } from "./dom.js";

/**
 * Shows what is to be said about an answer, and nothing else.
 * @param {HTMLElement} question with the form and its feedback
 * @param {any[]} notes see feedback.js
 * @param {Function} say
 */
export function showNotes(question, notes, say) {
  hideNotes(question);
  for (const { ref, word, sign } of notes) {
    const feedback = [...question.querySelectorAll(".fb-feedback")].find((part) => part.dataset.for === ref);
    feedback.hidden = false;
    feedback.dataset.sign = sign;
    feedback.prepend(make("span", { class: "fb-note-word" }, makeIcon(sign), `${subject(question, ref)}${say(word)}.`), " ");
    const control = controlOf(question, ref);
    control?.setAttribute("aria-describedby", feedback.id);
    const row = feedback.parentElement.closest("[data-option]");
    if (row) row.dataset.sign = sign;
  }
}

export function hideNotes(question) {
  for (const part of question.querySelectorAll(".fb-note-word, .fb-solution")) part.remove();
  for (const part of question.querySelectorAll(".fb-feedback")) part.hidden = true;
  for (const part of question.querySelectorAll("[data-sign]:not(.fb-result)")) delete part.dataset.sign;
  for (const part of question.querySelectorAll("[aria-describedby]")) part.removeAttribute("aria-describedby");
}

/** The words in a gap that a note is about: notes on gaps stand together under the text. */
function subject(question, ref) {
  const [name, value] = ref.split(".");
  if (!value) return "";
  const select = question.querySelector("form").elements[name];
  return `“${[...select.options].find((option) => option.value === value).textContent.trim()}”: `;
}

function controlOf(question, ref) {
  const [name] = ref.split(".");
  return question.querySelector(`select[name="${name}"], input[value="${name}"], input[type="text"]`);
}
