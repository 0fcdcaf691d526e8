// Before a test: what was done so far, what the rules of the form allow, the button to begin.

import { make, makeButton } from "./dom.js";
import { mayBegin } from "./sitting.js";
import { moreTime, verdictLine, when } from "./testparts.js";

/** @param {{begin: Function, goOn: Function, look: Function}} does */
export function showStart(panel, form, keeper, say, does) {
  const done = keeper.done();
  if (keeper.hasOther) panel.append(make("p", {}, say("other-begun")));
  if (done.length) panel.append(make("h2", {}, say("so-far")), make("ul", { class: "fb-test-done" }, ...done.map((sitting) => doneRow(sitting, form, say, does))));
  const { left, from } = mayBegin(form, done, new Date().toISOString());
  if (left === 0) panel.append(make("p", { class: "fb-test-rule" }, say("no-tries")));
  else if (from) panel.append(make("p", { class: "fb-test-rule" }, say("wait-until", { time: when(from) })));
  else panel.append(...beginParts(form, say, done.length ? "begin-again" : "begin", does));
}

function doneRow(sitting, form, say, { look }) {
  const row = make("li", {}, say("handed-in", { time: when(sitting.submitted) }));
  if (form.feedback === "none") return row;
  const isSame = sitting.variant === form.variant;
  row.append(verdictLine(form, sitting, form.count, say), ...(isSame ? [makeButton(say("look"), () => look(sitting))] : []));
  return row;
}

function beginParts(form, say, word, { begin }) {
  const more = moreTime(form, say);
  const button = makeButton(say(word), () => begin(more.minutes()), "fb-button fb-main-button");
  return [...more.parts, make("div", { class: "fb-actions" }, button)];
}
