// Before a test is handed in: every question with what was done, and one question more.

import { make, makeButton, makeIcon } from "./dom.js";

/** @param {{isWhole: boolean, isFlagged: boolean}[]} states */
export function showReview(panel, states, say, { go, handIn }) {
  const open = states.filter(({ isWhole }) => !isWhole).length;
  const flagged = states.filter(({ isFlagged }) => isFlagged).length;
  const head = make("h2", { tabindex: "-1" }, say("review-title"));
  const list = make("ol", { class: "fb-test-review" }, ...states.map((state, place) => entry(place, state, say, go)));
  const sure = make("div", { class: "fb-record-sure", hidden: true },
    make("p", {}, say("hand-in-sure"), open ? ` ${say("hand-in-open", { n: open })}` : ""),
    make("div", { class: "fb-actions" }, makeButton(say("hand-in-no"), () => ask(false)), makeButton(say("hand-in-yes"), handIn, "fb-button fb-main-button")));
  const button = makeButton(say("hand-in"), () => ask(true), "fb-button fb-main-button");
  const ask = (isAsked) => {
    [sure.hidden, button.hidden] = [!isAsked, isAsked];
    (isAsked ? sure.querySelector("button") : button).focus();
  };
  panel.append(head, make("p", {}, say("review-summary", { n: states.length - open, m: states.length, k: flagged })), list,
    make("div", { class: "fb-actions" }, makeButton(say("back-to-questions"), () => go(firstToDo(states))), button), sure);
  head.focus();
}

function entry(place, { isWhole, isFlagged }, say, go) {
  const words = [
    make("span", { class: "fb-test-state" }, makeIcon(isWhole ? "right" : "open"), say(isWhole ? "answered" : "open")),
    isFlagged ? make("span", { class: "fb-test-state fb-test-flagged" }, makeIcon("flag"), say("flagged")) : "",
  ];
  const button = makeButton(say("question-n", { n: place + 1 }), () => go(place), "fb-opener");
  return make("li", { "data-open": !isWhole, "data-flagged": isFlagged }, button, ...words);
}

function firstToDo(states) {
  return Math.max(0, states.findIndex(({ isWhole, isFlagged }) => !isWhole || isFlagged));
}
