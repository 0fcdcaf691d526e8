// What the log means for the exercise: which injects are out, what is due, where the gauges stand.

import { effective } from "./log.js";

/** Typed text as HTML, because all text of an inject is HTML. */
const typed = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const clamp = (value) => Math.min(100, Math.max(0, value));

/**
 * @param {any} exercise as bound by the build
 * @param {Iterable<Record<string, any>>} log
 * @returns {any} `injects` by id {status, t, how}, `gauges` by id, `steps` [{t, gauges, cause}], `decisions`, `notes`, …
 */
export function play(exercise, log) {
  const events = effective(log);
  const state = {
    events,
    injects: new Map(exercise.injects.map((inject) => [inject.id, { inject, status: "planned", t: null, met: null }])),
    gauges: Object.fromEntries(exercise.state.map((gauge) => [gauge.id, gauge.start])),
    steps: [],
    decisions: [],
    taken: new Map(),
    observed: new Map(),
    ratings: [],
    notes: [],
    answers: [],
    lessons: [],
    cast: Object.fromEntries(exercise.cast.map((member) => [member.id, member.text])),
    auto: true,
  };
  state.steps.push({ t: 0, gauges: { ...state.gauges }, cause: "" });
  look(exercise, state, 0);
  for (const event of events) {
    (HANDLERS[event.kind] ?? (() => {}))(exercise, state, event);
    look(exercise, state, event.t);
  }
  return state;
}

const HANDLERS = {
  cast: (_exercise, state, event) => (state.cast[event.member] = event.text),
  mode: (_exercise, state, event) => (state.auto = event.auto),
  release(exercise, state, event) {
    const entry = state.injects.get(event.inject);
    if (!entry || entry.status === "released") return;
    Object.assign(entry, { status: "released", t: event.t, how: event.how });
    change(state, entry.inject.effects, event.t, event.inject);
  },
  hold(_exercise, state, event) {
    const entry = state.injects.get(event.inject);
    if (entry?.status === "planned") entry.status = "held";
  },
  resume(_exercise, state, event) {
    const entry = state.injects.get(event.inject);
    if (entry?.status === "held") entry.status = "planned";
  },
  improvise(_exercise, state, event) {
    const { from, title, text } = event.inject;
    const said = { from: typed(from), title: typed(title), text: `<p class="fx-typed">${typed(text)}</p>` };
    const inject = { ...event.inject, ...said, minute: null, when: [], after: 0, marks: [], effects: {}, expects: [], decisions: [] };
    state.injects.set(inject.id, { inject, status: "released", t: event.t, how: "improvised", met: null });
  },
  decision(exercise, state, event) {
    const known = event.decision && exercise.injects.flatMap((inject) => inject.decisions).find((one) => one.id === event.decision);
    if (known && state.taken.has(known.id)) return;
    const entry = { ...event, leans: known ? { ...known.leans } : {}, text: event.text || known?.text || "" };
    if (event.tension && event.pole) entry.leans = { ...entry.leans, [event.tension]: event.pole };
    state.decisions.push(entry);
    if (!known) return;
    state.taken.set(known.id, event.t);
    change(state, known.effects, event.t, known.id);
  },
  tag(_exercise, state, event) {
    const entry = state.decisions.find((one) => one.id === event.event);
    if (!entry) return;
    if (event.objective) entry.objective = event.objective;
    if (event.tension && event.pole) entry.leans = { ...entry.leans, [event.tension]: event.pole };
  },
  observed: (_exercise, state, event) => state.observed.set(event.expected, { grade: event.grade, t: event.t }),
  rating: (_exercise, state, event) => state.ratings.push(event),
  note: (_exercise, state, event) => state.notes.push({ ...event, quote: Boolean(event.quote) }),
  quote(_exercise, state, event) {
    const entry = state.notes.find((one) => one.id === event.event);
    if (entry) entry.quote = event.chosen;
  },
  answer: (_exercise, state, event) => state.answers.push(event),
  lesson: (_exercise, state, event) => state.lessons.push(event),
};

function change(state, effects, t, cause) {
  const moved = Object.entries(effects).filter(([name]) => name in state.gauges);
  if (!moved.length) return;
  for (const [name, by] of moved) state.gauges[name] = clamp(state.gauges[name] + by);
  state.steps.push({ t, gauges: { ...state.gauges }, cause });
}

/** Notes since when the conditions of an inject hold. */
function look(_exercise, state, t) {
  for (const entry of state.injects.values()) {
    if (!entry.inject.when.length || entry.status === "released") continue;
    if (!holds(entry.inject, state)) entry.met = null;
    else if (entry.met === null) entry.met = t;
  }
}

/** Whether all conditions of an inject hold now. */
export function holds(inject, state) {
  return inject.when.every((one) => {
    if (one.decision) return state.taken.has(one.decision);
    if (one.without) return !state.taken.has(one.without);
    const value = state.gauges[one.gauge];
    return one.below === null || one.below === undefined ? value >= one.from : value < one.below;
  });
}

/**
 * When an inject is due, in seconds; null while nobody can say.
 * @returns {number | null}
 */
export function dueAt(entry) {
  const { inject, met } = entry;
  if (inject.minute !== null) return inject.minute * 60;
  return met === null ? null : met + inject.after * 60;
}

/**
 * What the clock makes of an inject that is not out: `waiting`, `due`, or `unmet` when its time has come and its
 * conditions do not hold.
 */
export function standing(entry, seconds) {
  const due = dueAt(entry);
  if (due === null || seconds < due) return "waiting";
  return entry.inject.when.length && entry.met === null ? "unmet" : "due";
}

/** Ids of planned injects that the clock would release now, in order of their time. */
export function dueNow(state, seconds) {
  return [...state.injects.values()]
    .filter((entry) => entry.status === "planned" && standing(entry, seconds) === "due")
    .sort((a, b) => dueAt(a) - dueAt(b))
    .map((entry) => entry.inject.id);
}

/** Expected actions whose minutes are over and of which nobody has noted anything. */
export function overdue(state, seconds) {
  const late = [];
  for (const { inject, status, t } of state.injects.values()) {
    if (status !== "released") continue;
    for (const expected of inject.expects) {
      const until = t + expected.within * 60;
      if (seconds > until && !state.observed.has(expected.id)) late.push({ inject, expected, until });
    }
  }
  return late.sort((a, b) => a.until - b.until);
}

/** What one team has received: injects that are out and name it, oldest first. */
export function inbox(state, team) {
  return [...state.injects.values()]
    .filter((entry) => entry.status === "released" && entry.inject.to.includes(team))
    .sort((a, b) => a.t - b.t);
}
