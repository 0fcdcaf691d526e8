// SCORM 2004 4th edition (Run-Time Environment, section 4.2). The form of a system's adapter: docs/tracking.md.

import { duration, hundred, kindOf, pattern, rightPatterns, share } from "./patterns.js";
import { findApi, Interactions, ScormCalls } from "./scorm-api.js";

const NAMES = {
  start: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit",
  error: "GetLastError", words: "GetErrorString",
};

export function scorm2004System() {
  const api = findApi("API_1484_11");
  return api ? new Scorm2004(new ScormCalls(api, NAMES)) : null;
}

class Scorm2004 {
  constructor(calls) {
    this.name = "scorm2004";
    this.limit = 64000;
    this._begun = 0;
    this._counts = true;
    this._calls = calls;
  }

  open() {
    const calls = this._calls;
    calls.start();
    this._begun = Date.now();
    this._interactions = new Interactions(calls);
    this._objectives = null;
    const mode = calls.get("cmi.mode");
    const mastery = calls.get("cmi.scaled_passing_score");
    this._counts = mode !== "browse" && mode !== "review";
    return {
      learner: calls.get("cmi.learner_id"),
      state: calls.get("cmi.suspend_data"),
      fresh: calls.get("cmi.success_status") === "failed" && calls.get("cmi.entry") !== "resume",
      completed: calls.get("cmi.completion_status") === "completed",
      passed: calls.get("cmi.success_status") === "passed",
      mastery: mastery !== "" && Number.isFinite(Number(mastery)) ? Number(mastery) * 100 : null,
    };
  }

  send(report) {
    this._put(report);
    this._calls.commit();
  }

  /** The end commits by itself: browsers refuse what a system does for a commit while a page is being left. */
  close(report) {
    this._put(report);
    this._calls.end();
  }

  _put({ tracking, state, events }) {
    const calls = this._calls;
    const { status, score, progress, location } = tracking;
    calls.set("cmi.suspend_data", state);
    if (location) calls.set("cmi.location", location); // empty is no bookmark
    if (this._counts) {
      if (score !== null) this._putScore("cmi", score);
      calls.set("cmi.completion_status", status.completion);
      calls.set("cmi.success_status", status.success ?? "unknown");
      calls.set("cmi.progress_measure", share(progress));
      this._putObjectives(tracking);
    }
    for (const event of events) this._offerInteraction(event, this._interactions.numberOf(event, timestamp(event)));
    this._putTime(tracking);
  }

  _putTime({ status }) {
    this._calls.set("cmi.session_time", duration((Date.now() - this._begun) / 1000));
    this._calls.set("cmi.exit", status.success === "failed" ? "normal" : "suspend");
  }

  _putScore(path, score) {
    this._calls.set(`${path}.score.scaled`, share(score));
    this._calls.set(`${path}.score.min`, 0);
    this._calls.set(`${path}.score.max`, 100);
    this._calls.set(`${path}.score.raw`, hundred(score));
  }

  /** The manifest's objectives are there already, in the system's order; others are added behind them. */
  _putObjectives({ objectives }) {
    const calls = this._calls;
    this._objectives = this._objectives ?? Array.from({ length: Number(calls.get("cmi.objectives._count")) || 0 }, (_, n) => calls.get(`cmi.objectives.${n}.id`));
    for (const { id, text, score, answered, items, complete, passed } of objectives) {
      if (!this._objectives.includes(id)) this._objectives.push(id);
      const path = `cmi.objectives.${this._objectives.indexOf(id)}`;
      if (!calls.offer(`${path}.id`, id)) continue;
      calls.offer(`${path}.description`, text.slice(0, 250));
      if (answered) this._putScore(path, score);
      calls.set(`${path}.completion_status`, complete ? "completed" : answered ? "incomplete" : "not attempted");
      calls.set(`${path}.success_status`, passed === null ? "unknown" : passed ? "passed" : "failed");
      calls.set(`${path}.progress_measure`, share(answered / items));
    }
  }

  /** A system that does not like a pattern has everything else. */
  _offerInteraction({ id, item, stem, response, score, seconds, objective, ...event }, n) {
    const path = `cmi.interactions.${n}`;
    const calls = this._calls;
    if (!calls.offer(`${path}.id`, id)) return;
    calls.offer(`${path}.type`, kindOf(item));
    calls.offer(`${path}.objectives.0.id`, objective);
    calls.offer(`${path}.timestamp`, timestamp(event));
    rightPatterns(item).forEach((right, number) => calls.offer(`${path}.correct_responses.${number}.pattern`, right));
    calls.offer(`${path}.learner_response`, pattern(item, response));
    calls.offer(`${path}.result`, score === 1 ? "correct" : score > 0 ? share(score) : "incorrect");
    if (seconds !== null) calls.offer(`${path}.latency`, duration(seconds));
    calls.offer(`${path}.description`, stem.slice(0, 250));
  }
}

/** At most two decimals of a second: some systems refuse three, others none. */
/** @param {any} event */
function timestamp({ at }) {
  return `${at.slice(0, 19)}.0Z`;
}
