// What every view works with: the exercise, the log, the clock, and one way to write.

import { speaker } from "../../player/dom.js";
import { clockOf, secondsAt } from "./log.js";
import { play } from "./play.js";
import { words } from "./parts.js";
import { newId } from "./store.js";

export class App {
  constructor(data, log) {
    this.exercise = data.exercise;
    this.data = data;
    this.say = speaker(data.strings);
    this.log = log;
    this.refresh();
  }

  /** Works everything out anew from the log. */
  refresh() {
    this.state = play(this.exercise, this.log.events);
    this.clock = clockOf(this.state.events);
  }

  get seconds() {
    return secondsAt(this.clock, this.now);
  }

  /** Wall time of the run: the server's where there is one. */
  get now() {
    return Date.now() + (this.log.offset ?? 0);
  }

  /** Where places lie on the map, by cast member. */
  get places() {
    return this.data.map?.places ?? {};
  }

  /** Adds an event. `id` is given where two windows may write the same happening. */
  write(kind, fields = {}, id = newId()) {
    this.log.add({ id, at: this.now, t: Math.round(this.seconds), by: this.log.writer, kind, ...fields });
  }

  /** Text of the build as plain text, with this run's names. */
  words(html) {
    return words(html, this.state.cast);
  }

  team(id) {
    return this.words(this.exercise.teams.find((team) => team.id === id)?.name ?? id);
  }

  role(id) {
    return this.words(this.exercise.roles.find((role) => role.id === id)?.title ?? id);
  }

  pole(id) {
    const found = this.exercise.tensions.flatMap(({ poles }) => poles).find((pole) => pole.id === id);
    return this.words(found?.name ?? id);
  }

  channel(id) {
    return this.data.channels[id] ?? id;
  }

  /** The phase at a time of the clock. */
  phaseAt(seconds) {
    const minute = seconds / 60;
    const { phases } = this.exercise;
    return phases.find((phase) => minute < phase.ends) ?? phases[phases.length - 1];
  }

  /** The run as a file. */
  file() {
    const { exercise, head } = this.data;
    const events = [...this.log.events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const about = { course: head.course, context: head.context, exercise: exercise.id, variant: exercise.variant, lang: head.lang };
    return { format: "fieldbook-exercise", version: exercise.format, run: this.log.run, ...about, events };
  }
}
