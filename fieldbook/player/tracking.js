// The tracking model: what every system is told about a learner. Pure; docs/tracking.md has its fields.

import { reaches } from "./passing.js";
import { outcome } from "./scoring.js";
import { addressOf, isActivityDone, isLessonFinished } from "./standing.js";

/**
 * Where the learner stands.
 * @param {any} record
 * @param {{modules: any[], items: Record<string, Record<string, any>>, objectives: any[], mastery: number | null, forms?: any[]}} course
 * @param {string | null} module only this module, or this test, counts; null for the whole course
 */
export function trackingOf(record, course, module) {
  const unit = (course.forms ?? []).find(({ id }) => id === module);
  if (unit) return testTracking(record, unit);
  const modules = course.modules.filter(({ id }) => module === null || id === module).map((part) => moduleStanding(record, course, part));
  const items = modules.flatMap((part) => part.ids);
  const sum = (name) => modules.reduce((all, part) => all + part[name], 0);
  const [done, total, { score, answered }] = [sum("done"), sum("total"), scoreOf(record, items)];
  const complete = done === total;
  const passed = (share) => (course.mastery === null || share === null ? null : reaches(share, course.mastery / 100));
  const forms = module === null ? (course.forms ?? []).map((form) => formStanding(record, form)) : [];
  return {
    done, total, complete, score, answered, items: items.length,
    progress: total ? sum("share") / total : 1,
    mastery: course.mastery,
    passed: complete ? passed(score) : null,
    modules: modules.map(({ id, title, done: finished, total: all, ids }) => ({ id, title, done: finished, total: all, ...scoreOf(record, ids) })),
    objectives: [...objectivesOf(record, course, items, passed), ...forms.filter(({ tries }) => tries).map(formObjective)],
    forms,
    test: forms.find(({ decides }) => decides) ?? null,
    location: addressOf(record.place, course.modules),
  };
}

/**
 * What a system may be told: what it has once called completed or passed stays so, and with a mastery score no score
 * goes out before the end, because systems decide on any score that they see.
 * @param {any} tracking from trackingOf
 * @param {{completed: boolean, passed: boolean}} held what the system had at the launch
 */
export function reportOf(tracking, held) {
  if (tracking.test) return reportOfTest(tracking, held);
  const success = tracking.passed === null ? null : tracking.passed ? "passed" : "failed";
  const status = {
    completion: tracking.complete || held.completed ? "completed" : "incomplete",
    success: held.passed ? "passed" : success,
  };
  const early = tracking.mastery !== null && !tracking.complete;
  return { ...tracking, status, score: early || !tracking.answered ? null : tracking.score };
}

/**
 * With a test that decides, its best score is told, and passed once it is: who has not passed may try again, so nobody is
 * called failed.
 */
function reportOfTest(tracking, held) {
  const status = {
    completion: tracking.complete || held.completed ? "completed" : "incomplete",
    success: tracking.test.passed || held.passed ? "passed" : null,
  };
  return { ...tracking, status, score: tracking.test.score };
}

/**
 * Every answer that a system is told of: those in lessons, and those in tests that were handed in. `name` stays the same
 * for an answer to the same question in the same place.
 * @returns {{name: string, id: string, response: unknown, at: string, seconds: number | null}[]}
 */
export function answersOf({ answers, attempts }, course) {
  const lessons = Object.entries(answers).map(([id, { response, at }]) => ({ name: id, id, response, at, seconds: null }));
  const tests = Object.entries(attempts ?? {}).filter(([, { submitted }]) => submitted !== null)
    .flatMap(([sitting, { answers: given }]) => Object.entries(given).filter(([, { response }]) => response !== "")
      .map(([id, { response, at, seconds }]) => ({ name: `${sitting}/${id}`, id, response, at, seconds })));
  return [...lessons, ...tests].filter(({ id }) => id in course.items);
}

/**
 * An answer as interactions and statements want it; what is written in each system's own signs is not here.
 * @param {{id: string, response: unknown, at: string, seconds: number | null, key: string}} entry
 * @param {any} item of the course's table
 */
export function answerEvent({ id, response, at, seconds, key }, item) {
  const { score } = outcome(item, response);
  return { id, key, at, seconds, response, score, item, stem: item.stem, objective: item.objective };
}

/** A test that is a unit of its own: complete once it is handed in. */
function testTracking(record, form) {
  const test = formStanding(record, form);
  const done = Math.min(test.tries, 1);
  return {
    done, total: 1, complete: done === 1, score: test.score, answered: done, items: 1, progress: done,
    mastery: form.cut === null ? null : form.cut * 100,
    passed: test.passed, modules: [], objectives: [], location: null, forms: [test], test,
  };
}

/** The best of the sittings that were handed in; a sealed form's have no score here. */
function formStanding({ attempts }, { id, title, cut, decides }) {
  const done = Object.values(attempts).filter(({ form, submitted }) => form === id && submitted !== null);
  const scores = done.map(({ score }) => score).filter((score) => score !== null);
  const score = scores.length ? Math.max(...scores) : null;
  return { id, title, decides, score, tries: done.length, passed: cut === null || score === null ? null : reaches(score, cut) };
}

function formObjective({ id, title, score, passed }) {
  return { id, text: title, score: score ?? 0, answered: score === null ? 0 : 1, items: 1, complete: true, passed };
}

function moduleStanding(record, course, { id, title, lessons }) {
  const done = lessons.filter((lesson) => isLessonFinished(record, lesson)).length;
  const ids = lessons.flatMap(({ activities }) => activities).filter((activity) => activity in course.items);
  const share = lessons.reduce((sum, lesson) => sum + shareDone(record, lesson), 0);
  return { id, title, done, total: lessons.length, share, ids };
}

function shareDone(record, lesson) {
  const { activities } = lesson;
  if (!activities.length) return isLessonFinished(record, lesson) ? 1 : 0;
  return activities.filter((id) => isActivityDone(record, id)).length / activities.length;
}

/** Points of all that there are to have: what is not answered yet counts as nothing. */
function scoreOf(record, ids) {
  const answers = ids.filter((id) => id in record.answers).map((id) => record.answers[id]);
  const points = answers.reduce((all, { first }) => all + first, 0);
  return { score: ids.length ? points / ids.length : null, answered: answers.length, items: ids.length };
}

function objectivesOf(record, course, items, passed) {
  return course.objectives
    .map(({ id, text }) => ({ id, text, ...scoreOf(record, items.filter((item) => course.items[item].objective === id)) }))
    .filter((objective) => objective.items > 0)
    .map((objective) => ({
      ...objective,
      complete: objective.answered === objective.items,
      passed: objective.answered === objective.items ? passed(objective.score) : null,
    }));
}
