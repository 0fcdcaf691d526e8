// The log over the exercise server. What is not yet confirmed waits in this browser and goes out when the server is back.

import { speaker } from "../../player/dom.js";
import { secondsAt } from "./log.js";
import { words } from "./parts.js";
import { newId } from "./store.js";

const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;
/** The server speaks every ten seconds; after this long a silent line is taken for cut. */
const SILENCE = 25_000;

/** A connection that comes back, and a queue of messages that are sent until the server confirms them. */
class Line {
  #wait = FIRST_WAIT;
  #socket = null;
  #heard = 0;

  constructor(path, queueKey, { onMessage, pack }) {
    this.path = path;
    this.key = `fieldbook:x1-queue:${queueKey}`;
    this.onMessage = onMessage;
    this.pack = pack;
    this.open = false;
    this.failed = false;
    this.queue = this.#stored();
    this.#connect();
    setInterval(() => {
      if (this.open && Date.now() - this.#heard > SILENCE) this.#socket.close();
    }, 5000);
    addEventListener("online", () => this.open || this.#socket?.close());
  }

  /** Keeps a message until it is confirmed. */
  send(message) {
    this.queue.push(message);
    this.#store();
    if (this.open) this.#socket.send(JSON.stringify(this.pack([message])));
  }

  /** Takes confirmed messages out of the queue. */
  kept(ids) {
    const done = new Set(ids);
    this.queue = this.queue.filter((message) => !done.has(message.id));
    this.#store();
  }

  #connect() {
    const secure = location.protocol === "https:" ? "wss:" : "ws:";
    this.#socket = new WebSocket(`${secure}//${location.host}${this.path}`);
    this.#socket.addEventListener("open", () => {
      this.open = true;
      this.#wait = FIRST_WAIT;
      this.#heard = Date.now();
      for (const message of this.queue) this.#socket.send(JSON.stringify(this.pack([message])));
    });
    this.#socket.addEventListener("message", (event) => {
      this.#heard = Date.now();
      const data = JSON.parse(event.data);
      if (data.kept) this.kept(data.kept);
      this.failed = Boolean(data.failed);
      this.onMessage(data);
    });
    this.#socket.addEventListener("close", () => {
      this.open = false;
      this.onMessage({});
      setTimeout(() => this.#connect(), this.#wait * (0.5 + Math.random()));
      this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
    });
  }

  #stored() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? [];
    } catch {
      return [];
    }
  }

  #store() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.queue));
    } catch {
      // it is still in this page, which says that it waits
    }
  }
}

/** The whole log, for a controller. */
export class LiveLog {
  #events = new Map();
  #listeners = new Set();
  #line;

  constructor() {
    this.kind = "server";
    this.run = "live";
    this.offset = 0;
    this.writer = newId().slice(0, 6);
    const path = location.pathname.replace("/control/", "/live/control/");
    this.#line = new Line(path, path, { pack: (events) => ({ add: events }), onMessage: (data) => this.#take(data) });
    for (const event of this.#line.queue) this.#events.set(event.id, event);
  }

  get open() {
    return this.#line.open && !this.#line.queue.length;
  }

  get failed() {
    return this.#line.failed;
  }

  get events() {
    return [...this.#events.values()];
  }

  add(event) {
    if (this.#events.has(event.id)) return;
    this.#events.set(event.id, event);
    this.#line.send(event);
    this.#tell();
  }

  onChange(listener) {
    this.#listeners.add(listener);
  }

  #take(data) {
    if (data.beat) return;
    if (data.now) this.offset = data.now - Date.now();
    if (data.events) {
      for (const event of data.events) this.#events.set(event.id, event); // the server's time is the run's
      this.#line.kept(data.events.map((event) => event.id));
    }
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

/** What a team's page works with: the same names as `App`, filled from what the server sends. */
export class LiveTeam {
  #listeners = new Set();

  constructor(data) {
    this.data = data;
    this.say = speaker(data.strings);
    this.feed = null;
    this.offset = 0;
    this.exercise = { layers: ["areas", "places"], cast: [] };
    const path = location.pathname.replace("/t/", "/live/team/");
    const line = new Line(path, path, { pack: ([answer]) => answer, onMessage: (news) => this.#take(news) });
    this.log = {
      kind: "server",
      get open() {
        return line.open && !line.queue.length;
      },
      get failed() {
        return line.failed;
      },
      onChange: (listener) => this.#listeners.add(listener),
    };
    this.line = line;
  }

  get state() {
    return { cast: this.feed.cast };
  }

  get clock() {
    return this.feed.clock;
  }

  get seconds() {
    return secondsAt(this.clock, Date.now() + this.offset);
  }

  get places() {
    return this.feed.places;
  }

  words(html) {
    return words(html, this.feed?.cast ?? {});
  }

  channel(id) {
    return this.data.channels[id] ?? id;
  }

  /** A team writes answers only. */
  write(_kind, { inject, text }) {
    this.line.send({ id: newId(), inject, text });
    this.#tell();
  }

  #take(news) {
    if (news.beat) return;
    if (news.feed) {
      this.offset = news.feed.now - Date.now();
      const minute = secondsAt(news.feed.clock, news.feed.now) / 60;
      const phase = news.feed.phases.find((one) => minute < one.ends) ?? news.feed.phases.at(-1);
      this.feed = { ...news.feed, phase: words(phase.title, news.feed.cast) };
    }
    if (this.feed) this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}
