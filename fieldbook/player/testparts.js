// What the screens of a test share.

import { make, makeIcon } from "./dom.js";
import { language } from "./language.js";
import { reaches } from "./passing.js";

/** The points, and what they mean, in words and with a sign. */
export function verdictLine({ cut }, { score }, count, say) {
  const values = { n: number(score * count), m: count, p: percent(score), cut: cut === null ? "" : percent(cut) };
  const word = cut === null ? "points" : reaches(score, cut) ? "passed" : "not-passed";
  if (word === "points") return make("p", { class: "fb-test-score" }, say(word, values));
  const sign = word === "passed" ? "right" : "open";
  return make("p", { class: "fb-result", "data-sign": sign }, makeIcon(sign), make("span", {}, say(word, values)));
}

export function when(time) {
  return new Date(time).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
}

/** What the trainer has allowed for people who need more time. */
export function moreTime({ more }, say) {
  if (!more.length) return { parts: [], minutes: () => 0 };
  const select = make("select", {}, ...[0, ...more].map((n) => make("option", { value: String(n) }, n ? say("more-minutes", { n }) : say("more-none"))));
  return { parts: [make("label", { class: "fb-record-name" }, make("span", {}, say("more-time")), select, make("span", { class: "fb-record-why" }, say("more-why")))], minutes: () => Number(select.value) };
}

export function number(value) {
  return value.toLocaleString(language(), { maximumFractionDigits: 1 });
}

/** Never rounded up to a mark that was not reached. */
export function percent(share) {
  return (Math.floor(share * 1000 + 1e-6) / 1000).toLocaleString(language(), { style: "percent", maximumFractionDigits: 1 });
}
