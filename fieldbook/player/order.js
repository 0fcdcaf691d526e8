// The list of an ordering question: a button up and a button down for each step.

import { make, makeButton, makeIcon } from "./dom.js";

/** Adds the buttons, and a line that says to screen readers where a step is now. */
export function makeMovable(list, say) {
  const status = make("p", { class: "fb-unseen", role: "status" });
  for (const step of list.children) {
    const move = (by) => (button) => {
      moveStep(step, by);
      status.textContent = say("moved", { n: stepIds(list).indexOf(step.dataset.option) + 1, m: list.children.length });
      button.focus();
      list.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const text = step.querySelector(".fb-option-text").textContent.trim();
    const buttons = ["up", "down"].map((way, index) => {
      const button = makeButton(makeIcon(way), move(index ? 1 : -1), "fb-move");
      button.setAttribute("aria-label", `${say(`move-${way}`)}: ${text}`);
      return button;
    });
    step.firstElementChild.append(make("span", { class: "fb-moves" }, ...buttons));
  }
  list.after(status);
}

/** Ids in the order on the page. */
export function stepIds(list) {
  return [...list.children].map((step) => step.dataset.option);
}

export function setSteps(list, ids) {
  for (const id of ids) {
    const step = [...list.children].find((child) => child.dataset.option === id);
    if (step) list.append(step);
  }
}

/** The first step stays where it is when it is moved up, and the last one when it is moved down. */
function moveStep(step, by) {
  if (by < 0) step.previousElementSibling?.before(step);
  else step.nextElementSibling?.after(step);
}
