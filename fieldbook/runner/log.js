// The log of a run: events that are only ever added. Everything that is seen is worked out from them.

/**
 * @typedef {object} RunEvent
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
