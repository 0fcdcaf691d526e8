// How far the learner has come: beside the links of lessons and modules, and the link to go on.

import { make, makeIcon, refill } from "./dom.js";
import { addressOf } from "./standing.js";
import { watchSteps } from "./steps.js";
import { fillTally } from "./tally.js";

/**
 * Done and all of a lesson (its activities), a module or the course (their lessons); a test is handed in or not.
 * @returns {{done: number, total: number} | null} null where there is no such part
 */
export function progressOf(kind, ref, modules, session) {
  if (kind === "lesson") {
    const lesson = allLessons(modules).find(({ id }) => id === ref);
    return lesson ? lessonProgress(lesson, session) : null;
  }
  if (kind === "test") return { done: Number(session.isHandedIn(ref)), total: 1 };
  const part = kind === "course" ? modules : modules.filter(({ id }) => id === ref);
  if (!part.length) return null;
  const lessons = allLessons(part);
  return { done: lessons.filter((lesson) => session.isLessonDone(lesson)).length, total: lessons.length };
}

/**
 * The lesson to go on with: where the learner stopped, else the first lesson of a begun module that isn't done.
 * Only pages of this course come into question, whatever a record says.
 * @param {string | undefined} module only within this module
 */
export function lessonToResume(modules, session, module) {
  const part = module ? modules.filter(({ id }) => id === module) : modules;
  const { place } = session.record;
  const stopped = place && allLessons(part).find(({ id }) => id === place.lesson);
  if (stopped) return stopped;
  const begun = part.filter(({ lessons }) => lessons.some((lesson) => isBegun(lesson, session)));
  return allLessons(begun).find((lesson) => !session.isLessonDone(lesson)) ?? null;
}

/** Fills all places on the page, and again after each change. */
export function showProgress(session, modules, root, say) {
  const fill = () => {
    for (const place of document.querySelectorAll("[data-fb-progress]")) fillProgress(place, session, modules, say);
    for (const place of document.querySelectorAll("[data-fb-resume]")) fillResume(place, session, modules, root, say);
    for (const link of document.querySelectorAll("[data-fb-go]")) fillGo(link, session, modules, root, say);
    for (const place of document.querySelectorAll("[data-fb-tally]")) fillTally(place, session, modules, root, say);
  };
  fill();
  session.addEventListener("change", fill);
}

/** On a lesson's page: notes at which step the learner is, and when the end has been seen. */
export function watchReading(session, modules, root, say) {
  const lesson = allLessons(modules).find(({ page }) => new URL(root + page, location.href).pathname === location.pathname);
  if (!lesson) return;
  const end = (document.querySelector("article") ?? document.body).appendChild(make("div", { class: "fb-lesson-end", "aria-hidden": "true" }));
  new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) session.read(lesson.id);
  }).observe(end);
  watchSteps(say, (step) => session.stopAt(lesson.id, step));
}

function allLessons(modules) {
  return modules.flatMap((module) => module.lessons);
}

function lessonProgress(lesson, session) {
  const { activities } = lesson;
  if (!activities.length) return { done: session.isLessonDone(lesson) ? 1 : 0, total: 1 };
  return { done: activities.filter((id) => session.isDone(id)).length, total: activities.length };
}

function isBegun(lesson, session) {
  return lesson.id in session.record.read || lesson.activities.some((id) => session.isDone(id));
}

function fillProgress(place, session, modules, say) {
  const kind = place.dataset.fbProgress;
  const found = progressOf(kind, place.dataset.fbRef, modules, session);
  if (!found || found.total === 0) return;
  const { done, total } = found;
  const isDone = done === total;
  place.toggleAttribute("data-done", isDone);
  place.closest("a")?.toggleAttribute("data-fb-done", isDone);
  if (isDone) refill(place, makeIcon("right"), make("span", { class: "fb-progress-text" }, say("done")));
  else if ((kind === "lesson" || kind === "test") && done === 0) refill(place);
  else refill(place, ...progressParts(done, total, say(kind === "lesson" ? "n-answered" : "n-lessons", { n: done, m: total })));
}

function progressParts(done, total, text) {
  const bar = make("progress", { max: String(total), value: String(done), "aria-hidden": "true" });
  return [bar, make("span", { class: "fb-progress-text" }, text)];
}

function fillResume(place, session, modules, root, say) {
  const lesson = lessonToResume(modules, session, place.dataset.fbRef || undefined);
  place.hidden = !lesson;
  if (!lesson) return;
  refill(place, make("a", { class: "fb-resume-link", href: hrefOf(lesson, session, root) }, say("resume", { title: lesson.title })));
}

/** The link that starts a module leads to where the learner stopped in it. */
function fillGo(link, session, modules, root, say) {
  const lesson = lessonToResume(modules, session, link.dataset.fbRef || undefined);
  if (!lesson) return;
  link.href = hrefOf(lesson, session, root);
  link.textContent = say("go-on", { title: lesson.title });
}

/** A lesson, at the step at which the learner stopped. */
function hrefOf(lesson, { record: { place } }, root) {
  return root + (place?.lesson === lesson.id ? addressOf(place, [{ lessons: [lesson] }]) : lesson.page);
}
