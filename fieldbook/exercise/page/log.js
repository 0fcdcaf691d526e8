// The log of a run: events that are only ever added. Everything that is seen is worked out from them.

/**
 * @typedef {any} RunEvent
 * @property {string} id one for each happening; the same happening twice has the same id and counts once
 * @property {number} at wall time, milliseconds since 1970
 * @property {number} t exercise clock, seconds since 0:00
 * @property {string} by window or device that wrote it; never a person
 * @property {string} kind see docs/exercise-runs.md
 */

/**
 * Events in order, each once, without those undone.
 * @param {Iterable<RunEvent>} events
 * @returns {RunEvent[]}
 */
export function effective(events) {
  const known = new Map();
  for (const event of events) if (!known.has(event.id)) known.set(event.id, event);
  const ordered = [...known.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const undone = new Set(ordered.filter((event) => event.kind === "undo").map((event) => event.event));
  return ordered.filter((event) => !undone.has(event.id) && event.kind !== "undo");
}

/**
 * The exercise clock.
 * @param {RunEvent[]} events effective
 * @returns {{running: boolean, speed: number, base: number, since: number, begun: boolean, ended: boolean}} `base`
 *   seconds were on the clock at wall time `since`
 */
export function clockOf(events) {
  const clock = { running: false, speed: 1, base: 0, since: 0, begun: false, ended: false };
  for (const event of events) {
    if (event.kind === "end") Object.assign(clock, { base: event.t, running: false, ended: true });
    if (event.kind !== "clock") continue;
    Object.assign(clock, { base: event.do === "jump" ? event.to : event.t, since: event.at });
    if (event.do === "run") Object.assign(clock, { running: true, begun: true, ended: false });
    if (event.do === "pause") clock.running = false;
    if (event.do === "speed") clock.speed = event.speed;
  }
  return clock;
}

/** Seconds on the clock at wall time `now`. */
export function secondsAt(clock, now) {
  return clock.running ? clock.base + (Math.max(0, now - clock.since) / 1000) * clock.speed : clock.base;
}

/** `1:05:09` */
export function clockText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

const word = (value) => typeof value === "string" && value.length <= 5000;
const list = (value) => Array.isArray(value) && value.length <= 20 && value.every(word);
const count = (value) => Number.isFinite(value) && value >= 0;
const FIELDS = {
  clock: (event) => ["run", "pause"].includes(event.do) || (event.do === "speed" && event.speed > 0) || (event.do === "jump" && count(event.to)),
  end: () => true,
  cast: (event) => word(event.member) && word(event.text),
  mode: (event) => typeof event.auto === "boolean",
  release: (event) => word(event.inject),
  hold: (event) => word(event.inject),
  resume: (event) => word(event.inject),
  improvise: ({ inject }) => Boolean(inject) && [inject.id, inject.from, inject.channel, inject.title, inject.text].every(word) && list(inject.to),
  decision: (event) => word(event.team) && word(event.text ?? ""),
  tag: (event) => word(event.event),
  observed: (event) => word(event.expected) && word(event.grade),
  rating: (event) => word(event.rubric) && event.level >= 1 && event.level <= 4,
  note: (event) => word(event.text),
  quote: (event) => word(event.event),
  answer: (event) => word(event.team) && word(event.inject) && word(event.text),
  lesson: (event) => ["keep", "change"].includes(event.sort) && word(event.text),
  undo: (event) => word(event.event),
};

/** Whether something from a file or a store is an event that can be played; the exercise server checks more. */
export function wellFormed(event) {
  return Boolean(event) && word(event.id) && count(event.at) && count(event.t) && Object.keys(FIELDS).includes(event.kind) && FIELDS[event.kind](event);
}
