// cmi5 (Quartz, sections 7 to 11): an assignable unit that tells a learning record store. The form of a system's adapter:
// docs/tracking.md.

import { hashOf } from "../bits.js";
import { duration, kindOf, pattern, rightPatterns } from "./patterns.js";

const VERBS = "http://adlnet.gov/expapi/verbs/";
const CATEGORIES = "https://w3id.org/xapi/cmi5/context/categories/";
const MASTERY_SCORE = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
const LONGEST_WAIT = 20000;
const LAST_WORDS = 44000; // browsers take 64 kB from a page that is being left, and the state needs some of them

/**
 * Only in a package of this standard: who writes a link to another one must not say where answers go.
 * @param {string} format of the package
 */
export function cmi5System(format) {
  try {
    return format === "cmi5" && !isOver() ? new Cmi5(new URLSearchParams(location.search)) : null;
  } catch {
    return null; // opened without a learning system
  }
}

class Cmi5 {
  constructor(asked) {
    this.name = "cmi5";
    this.limit = 16000;
    /** Where the learner came from, after `open`. */
    this.back = null;
    this._token = null;
    this._spent = false;
    this._data = null;
    this._first = null;
    this._verdicts = {};
    this._told = { completed: false, passed: false };
    this._judged = false;
    this._ended = false;
    this._running = null;
    this._endpoint = webAddress(asked.get("endpoint")).replace(/\/?$/, "/");
    this._tokenAt = webAddress(asked.get("fetch"));
    this._actor = JSON.parse(asked.get("actor"));
    this._about = { activityId: asked.get("activityId"), registration: asked.get("registration") };
    if (!this._actor || !this._about.activityId || !this._about.registration) throw new Error("launch");
  }

  async open() {
    if (this._ended) throw new Error("ended");
    await this._askToken();
    this._data = this._data ?? await this._read("activities/state", { stateId: "LMS.LaunchData", agent: this._agent, ...this._about });
    if (!this._data) throw new Error("launch");
    // To be read before anything is told, whatever is made of it.
    await this._read("agents/profile", { profileId: "cmi5LearnerPreferences", agent: this._agent });
    const kept = (await this._read("activities/state", this._ours)) ?? {};
    const { launchMode, masteryScore, returnURL } = this._data;
    try {
      this.back = webAddress(returnURL);
    } catch {
      // Not every system wants its learners back.
    }
    this._first = this._first ?? this._defined("initialized", {});
    await this._post([this._first]);
    this._told = { completed: kept.completed === true, passed: kept.passed === true };
    return {
      learner: this._agent + (this._counts ? "" : launchMode), // what is tried out stays apart
      state: launchMode === "Browse" ? "" : kept.state ?? "",
      fresh: this._counts && kept.failed === true,
      ...this._told,
      mastery: Number.isFinite(masteryScore) ? masteryScore * 100 : null,
    };
  }

  async send(report) {
    if (!this._counts) return;
    await this._post(this._statements(report));
    this._note(report);
    await this._keep(report);
  }

  /**
   * All in one request, because nothing waits for an answer while a page is being left. What is under way is broken off and
   * said again under the same ids.
   */
  close(report) {
    this._ended = true;
    isOver(true);
    this._running?.abort();
    const all = this._counts ? this._statements(report) : [];
    const whole = [...all, this._defined("terminated", { duration: this._taken })];
    let room = LAST_WORDS;
    // What can't wait stands last: the end, the verdicts, the newest answers.
    const fitting = [...whole].reverse().filter((one) => (room -= bytesOf(one)) >= 0).reverse();
    const said = this._post(fitting, true);
    // Whether the verdicts arrive nobody will know here: the state does not say so yet.
    const kept = this._counts ? this._keep(report, true) : null;
    return Promise.all([said, kept]).then(() => {
      if (fitting.length < whole.length) throw new Error("late");
    });
  }

  get _counts() {
    return this._data.launchMode === "Normal";
  }

  get _agent() {
    return JSON.stringify(this._actor);
  }

  get _ours() {
    return { stateId: "fieldbook", agent: this._agent, ...this._about };
  }

  get _taken() {
    return duration((Date.now() - Date.parse(this._first.timestamp)) / 1000);
  }

  /** Once: a second token is never given. Only where nobody answered at all is it asked for again. */
  async _askToken() {
    if (this._token) return;
    if (this._spent) throw new Error("spent");
    const answer = await this._timed(this._tokenAt, { method: "POST" });
    this._spent = true;
    this._token = (await answer.json())["auth-token"];
    if (!this._token) throw new Error("spent");
  }

  _statements({ tracking, record, events }) {
    return [...events.map((event) => this._answered(event, record)), ...this._verdictsOn(tracking)];
  }

  _verdictsOn({ status, score, test }) {
    const { masteryScore } = this._data;
    const graded = Number.isFinite(masteryScore);
    const found = [];
    if (status.completion === "completed" && !this._told.completed) found.push(this._verdict("completed", { completion: true }));
    // The system's mastery score counts, whatever the test says.
    const success = graded && test && score !== null ? score >= masteryScore && "passed" : status.success;
    if (success && (score !== null || !graded) && !this._judged && !this._told.passed) {
      const result = { success: success === "passed", ...(score === null ? {} : { score: { scaled: rounded(score) } }) };
      found.push(this._verdict(success, result, graded ? { [MASTERY_SCORE]: masteryScore } : {}));
    }
    return found;
  }

  /** Built once, so that it is the same however often it is sent. */
  _verdict(verb, result, extensions = {}) {
    this._verdicts[verb] = this._verdicts[verb] ?? this._defined(verb, { ...result, duration: this._taken }, extensions);
    return this._verdicts[verb];
  }

  /** A verb of the specification. Completed and passed have the same id in all sessions of a registration. */
  _defined(verb, result, extensions = {}) {
    const once = verb === "completed" || verb === "passed";
    const category = [{ id: `${CATEGORIES}cmi5` }];
    if ("completion" in result || "success" in result) category.push({ id: `${CATEGORIES}moveon` });
    return {
      id: madeUuid(once ? `${this._agent}${this._about.registration}${this._about.activityId}${verb}` : crypto.getRandomValues(new Uint32Array(4)).join()),
      actor: this._actor,
      verb: { id: VERBS + verb, display: { en: verb } },
      object: { objectType: "Activity", id: this._about.activityId },
      ...(Object.keys(result).length ? { result } : {}),
      context: this._context({ category }, extensions),
      timestamp: new Date().toISOString(),
    };
  }

  /** Ids and extensions are those that `fieldbook collect` reads. */
  _answered({ id, key, at, seconds, response, score, item, stem, objective }, { course, context, lang, build }) {
    const extra = { context, lang, build, variant: item.variant, response: JSON.stringify(response), seconds: seconds === null ? null : Math.round(seconds) };
    const extensions = Object.fromEntries(Object.entries(extra).filter(([, value]) => value !== null).map(([name, value]) => [`urn:fieldbook:x:${name}`, value]));
    return {
      id: key,
      actor: this._actor,
      verb: { id: `${VERBS}answered`, display: { en: "answered" } },
      object: {
        objectType: "Activity",
        id: `urn:fieldbook:${course}:${id}`,
        definition: {
          type: "http://adlnet.gov/expapi/activities/cmi.interaction", description: { [lang]: stem },
          interactionType: kindOf(item), correctResponsesPattern: rightPatterns(item), ...item.parts,
        },
      },
      result: {
        response: pattern(item, response), success: score === 1, score: { scaled: rounded(score) },
        ...(seconds === null ? {} : { duration: duration(seconds) }),
      },
      context: this._context({ other: [{ id: `urn:fieldbook:${course}:${objective}` }] }, extensions),
      timestamp: at,
    };
  }

  /** What the system gave stays whole; ours is added. */
  _context(activities, extensions) {
    const { contextTemplate = {} } = this._data;
    const given = contextTemplate.contextActivities ?? {};
    const added = Object.entries(activities).map(([name, list]) => [name, [given[name] ?? [], list].flat()]);
    return {
      ...contextTemplate,
      registration: this._about.registration,
      contextActivities: { ...given, ...Object.fromEntries(added) },
      extensions: { ...contextTemplate.extensions, ...extensions },
    };
  }

  _note(report) {
    const told = this._verdictsOn(report.tracking).map(({ verb }) => verb.id.slice(VERBS.length));
    this._judged = this._judged || told.includes("passed") || told.includes("failed");
    this._told = { completed: this._told.completed || told.includes("completed"), passed: this._told.passed || told.includes("passed") };
  }

  async _keep({ state, tracking }, last = false) {
    const failed = tracking.status.success === "failed" && !this._told.passed;
    const body = { state, ...this._told, failed };
    const answer = await this._call("PUT", "activities/state", this._ours, { body, last });
    if (answer.status !== 409 && answer.status !== 412) return sure(answer);
    // A store that wants to know what is written over.
    const tag = (await this._call("GET", "activities/state", this._ours)).headers.get("ETag");
    return sure(await this._call("PUT", "activities/state", this._ours, { body, last, headers: { "If-Match": tag } }));
  }

  /** Where one of several is there already (409; 403 by the rules), or is not liked (400), the others go one by one. */
  async _post(list, last = false) {
    if (!list.length) return;
    const answer = await this._call("POST", "statements", {}, { body: list, last });
    if (![400, 403, 409].includes(answer.status)) sure(answer);
    else if (list.length > 1) for (const one of list) await this._post([one], last);
    else if (answer.status === 403) sure(await this._call("GET", "statements", { statementId: list[0].id }));
  }

  async _read(path, query) {
    const answer = await this._call("GET", path, query);
    return answer.status === 404 ? null : sure(answer).json();
  }

  _call(method, path, query, { body = null, last = false, headers = {} } = {}) {
    const address = new URL(path, this._endpoint);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    return this._timed(address, {
      method, cache: "no-store", keepalive: last,
      headers: {
        Authorization: `Basic ${this._token}`, "X-Experience-API-Version": "1.0.3",
        ...(body === null ? {} : { "Content-Type": "application/json" }), ...headers,
      },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    }, last);
  }

  async _timed(address, request, last = false) {
    const stop = new AbortController();
    if (!last) this._running = stop;
    const timer = setTimeout(() => stop.abort(), LONGEST_WAIT);
    try {
      return await fetch(address, { ...request, signal: stop.signal });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A page that is loaded anew has ended its session: answers count again when the system opens the unit. */
function isOver(now = false) {
  try {
    if (now) sessionStorage.setItem("fieldbook:over", location.search);
    return sessionStorage.getItem("fieldbook:over") === location.search;
  } catch {
    return false;
  }
}

function sure(answer) {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return answer;
}

/** Throws where it is no address of the web. */
function webAddress(text) {
  const { protocol, href } = new URL(text);
  if (!/^https?:$/.test(protocol)) throw new Error(protocol);
  return href;
}

function bytesOf(statement) {
  return new TextEncoder().encode(JSON.stringify(statement)).length + 1;
}

function rounded(value) {
  return Math.round(value * 10000) / 10000;
}

/** The same UUID for the same text. */
function madeUuid(text) {
  const hex = [1, 2, 3, 4].map((part) => hashOf(`${part}${text}`).toString(16).padStart(8, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}
