// SCORM 1.2 (Run-Time Environment 1.2, section 3). The form of a system's adapter: docs/tracking.md.

import { clock, hundred, kindOf, rightAnswers } from "./patterns.js";
import { findApi, Interactions, ScormCalls, shortParts } from "./scorm-api.js";
import { decimalSign } from "../language.js";
import { meantNumber } from "../scoring.js";
import { isStatement, shapeOf } from "../types.js";

export const CALLS = {
  start: "LMSInitialize", end: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit",
  error: "LMSGetLastError", words: "LMSGetErrorString",
};

export function scorm12System() {
  const api = findApi("API");
  return api ? new Scorm12(new ScormCalls(api, CALLS)) : null;
}

class Scorm12 {
  constructor(calls) {
    this.name = "scorm12";
    this.limit = 4096;
    this._begun = 0;
    this._counts = true;
    this._calls = calls;
  }

  open() {
    const calls = this._calls;
    calls.start();
    this._begun = Date.now();
    this._interactions = new Interactions(calls);
    const status = calls.get("cmi.core.lesson_status");
    const mode = calls.get("cmi.core.lesson_mode");
    const mastery = calls.get("cmi.student_data.mastery_score");
    this._counts = mode !== "browse" && mode !== "review";
    return {
      learner: calls.get("cmi.core.student_id"),
      state: calls.get("cmi.suspend_data"),
      // Who failed and left begins anew; some systems hand the old state out all the same.
      fresh: status === "failed" && calls.get("cmi.core.entry") !== "resume",
      completed: status === "passed" || status === "completed",
      passed: status === "passed",
      mastery: mastery !== "" && Number.isFinite(Number(mastery)) ? Number(mastery) : null,
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
    const { status, score, location } = tracking;
    calls.set("cmi.suspend_data", state);
    calls.set("cmi.core.lesson_location", fittingPlace(location));
    if (this._counts) {
      if (score !== null) {
        calls.set("cmi.core.score.raw", hundred(score));
        calls.offer("cmi.core.score.min", 0);
        calls.offer("cmi.core.score.max", 100);
      }
      calls.set("cmi.core.lesson_status", status.success ?? status.completion);
      this._putObjectives(tracking);
    }
    for (const event of events) this._offerInteraction(event, this._interactions.numberOf(event, null));
    this._putTime(tracking);
  }

  _putTime({ status }) {
    const { hours, minutes, seconds } = clock((Date.now() - this._begun) / 1000);
    this._calls.set("cmi.core.session_time", `${String(hours).padStart(4, "0")}:${minutes}:${seconds}`);
    this._calls.set("cmi.core.exit", status.success === "failed" ? "" : "suspend");
  }

  _putObjectives({ objectives }) {
    objectives.forEach(({ id, score, answered, complete, passed }, n) => {
      const path = `cmi.objectives.${n}`;
      if (!this._calls.offer(`${path}.id`, id) || !answered) return;
      this._calls.offer(`${path}.score.raw`, hundred(score));
      this._calls.offer(`${path}.score.min`, 0);
      this._calls.offer(`${path}.score.max`, 100);
      this._calls.offer(`${path}.status`, passed === null ? (complete ? "completed" : "incomplete") : passed ? "passed" : "failed");
    });
  }

  /** Optional in this standard: a system without interactions has everything else. */
  _offerInteraction({ id, item, response, score, seconds, at, objective }, n) {
    const path = `cmi.interactions.${n}`;
    const calls = this._calls;
    if (!calls.offer(`${path}.id`, id)) return;
    calls.offer(`${path}.objectives.0.id`, objective);
    calls.offer(`${path}.time`, timeOfDay(new Date(at)));
    calls.offer(`${path}.type`, kindOf(item));
    rightAnswers(item).forEach((right, number) => calls.offer(`${path}.correct_responses.${number}.pattern`, written(item, right)));
    calls.offer(`${path}.student_response`, written(item, response));
    calls.offer(`${path}.result`, score === 1 ? "correct" : score > 0 ? hundred(score / 100) : "wrong");
    if (seconds !== null) {
      const time = clock(seconds);
      calls.offer(`${path}.latency`, `${String(time.hours).padStart(4, "0")}:${time.minutes}:${time.seconds}`);
    }
  }
}

function written(item, response) {
  if (isStatement(item)) return response === item.options[0].id ? "t" : "f";
  if (shapeOf(item) === "number") return String(meantNumber(item, response, decimalSign()) ?? 0);
  if (shapeOf(item) === "text") return response.slice(0, 255);
  return shortParts(item, response).map((part) => [part].flat().join(".")).join(",");
}

function fittingPlace(location) {
  return (location ?? "").slice(0, 255);
}

function timeOfDay(date) {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
