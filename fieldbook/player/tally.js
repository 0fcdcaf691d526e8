// At the end of a module: lessons done, questions right at the first try, and the lessons to look at again.

import { make, refill } from "./dom.js";

/** Fills a place with `data-fb-ref`, a module's id. */
export function fillTally(place, session, modules, root, say) {
  const module = modules.find(({ id }) => id === place.dataset.fbRef);
  if (!module) return;
  const { answers } = session.record;
  const rows = module.lessons.map((lesson) => ({ lesson, given: lesson.activities.filter((id) => id in answers).map((id) => answers[id].first) }));
  const all = rows.flatMap(({ given }) => given);
  const done = module.lessons.filter((lesson) => session.isLessonDone(lesson)).length;
  /** @type {HTMLElement[]} */
  const lines = [make("p", {}, say("n-lessons", { n: done, m: module.lessons.length }))];
  if (all.length) lines.push(make("p", {}, say("first-tries", { n: rightOf(all), m: all.length })));
  const weak = rows.filter(({ given }) => rightOf(given) < given.length);
  if (weak.length) lines.push(make("p", {}, say("read-again")), make("ul", {}, ...weak.map((row) => lineOf(row, root, say))));
  refill(place, ...lines);
}

function lineOf({ lesson, given }, root, say) {
  return make("li", {}, make("a", { href: root + lesson.page }, lesson.title), " ", say("n-first-tries", { n: rightOf(given), m: given.length }));
}

function rightOf(scores) {
  return scores.filter((score) => score === 1).length;
}
