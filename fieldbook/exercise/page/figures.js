// The figures of the after-action review. fieldbook/exercise/review_figures.py is the twin; a test holds them to the same numbers.

import { play } from "./play.js";

/**
 * @param {any} exercise
 * @param {Iterable<Record<string, any>>} log
 * @returns {any} plain data: teams, answers, expected, objectives, tensions, state, counts
 */
export function review(exercise, log) {
  const state = play(exercise, log);
  const released = [...state.injects.values()].filter((entry) => entry.status === "released").sort((a, b) => a.t - b.t);
  const expected = released.flatMap((entry) => entry.inject.expects.map((one) => ({
    id: one.id, inject: entry.inject.id, objective: one.objective, grade: state.observed.get(one.id)?.grade ?? "unseen",
  })));
  return {
    counts: {
      injects: exercise.injects.length,
      released: released.filter((entry) => entry.how !== "improvised").length,
      improvised: released.filter((entry) => entry.how === "improvised").length,
      decisions: state.decisions.length,
    },
    waits: released.flatMap((entry) => entry.inject.to.map((team) => wait(state, entry, team))),
    teams: exercise.teams.map((team) => teamFigures(state, released, team.id)),
    expected,
    objectives: exercise.objectives.map((objective) => objectiveFigures(exercise, state, expected, objective)),
    tensions: tensions(exercise, state),
    state: state.steps,
    quotes: state.notes.filter((note) => note.quote).map(({ id, text, team }) => ({ id, text, team: team ?? null })),
    lessons: state.lessons.map(({ sort, text, owner, due }) => ({ sort, text, owner: owner ?? "", due: due ?? "" })),
  };
}

/** Seconds from an inject to the first decision of a team on it; null where there is none. */
function wait(state, entry, team) {
  const first = state.decisions.find((one) => one.team === team && one.inject === entry.inject.id && one.t >= entry.t);
  return { inject: entry.inject.id, team, seconds: first ? first.t - entry.t : null };
}

function teamFigures(state, released, team) {
  const got = released.filter((entry) => entry.inject.to.includes(team));
  const waits = got.map((entry) => wait(state, entry, team).seconds).filter((seconds) => seconds !== null);
  return {
    team,
    received: got.length,
    decisions: state.decisions.filter((one) => one.team === team).length,
    answered: waits.length,
    median: median(waits),
  };
}

function objectiveFigures(exercise, state, expected, objective) {
  const own = expected.filter((one) => one.objective === objective);
  const count = (grade) => own.filter((one) => one.grade === grade).length;
  const lines = new Set(exercise.rubric.filter((line) => line.objective === objective).map((line) => line.id));
  const levels = state.ratings.filter((rating) => lines.has(rating.rubric)).map((rating) => rating.level);
  return {
    objective,
    expected: own.length,
    done: count("done"),
    partly: count("partly"),
    missed: count("not"),
    unseen: count("unseen"),
    ratings: levels.length,
    level: levels.length ? levels.reduce((sum, level) => sum + level, 0) / levels.length : null,
  };
}

function tensions(exercise, state) {
  return exercise.tensions.map(({ id, poles }) => ({
    tension: id,
    poles: Object.fromEntries(poles.map((pole) => [
      pole.id, state.decisions.filter((one) => one.leans[id] === pole.id).length,
    ])),
  }));
}

function median(values) {
  if (!values.length) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
