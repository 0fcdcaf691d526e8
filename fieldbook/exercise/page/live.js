// The log over the exercise server. What is not yet confirmed waits in this browser and goes out when the server is back.

import { speaker } from "../../player/dom.js";
import { secondsAt } from "./log.js";
import { words } from "./parts.js";
import { newId } from "./store.js";

const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;
/** The server speaks every ten seconds; after this long a silent line is taken for cut. */
const SILENCE = 25000;

/** A connection that comes back, and a queue of messages that are sent until the server confirms them. */
class Line {
  constructor(path, queueKey, { onMessage, pack }) {
    this._wait = FIRST_WAIT;
    this._socket = null;
    this._heard = 0;
    this.path = path;
    this.key = `fieldbook:x1-queue:${queueKey}`;
    this.onMessage = onMessage;
    this.pack = pack;
    this.open = false;
    this.failed = false;
    this.queue = this._stored();
    this._connect();
    setInterval(() => {
      if (this.open && Date.now() - this._heard > SILENCE) this._socket.close();
    }, 5000);
    addEventListener("online", () => this.open || this._socket?.close());
  }

  /** Keeps a message until it is confirmed. */
  send(message) {
    this.queue.push(message);
    this._store();
    if (this.open) this._socket.send(JSON.stringify(this.pack([message])));
  }

  /** Takes confirmed messages out of the queue. */
  kept(ids) {
    const done = new Set(ids);
    this.queue = this.queue.filter((message) => !done.has(message.id));
    this._store();
  }

  _connect() {
    const secure = location.protocol === "https:" ? "wss:" : "ws:";
    this._socket = new WebSocket(`${secure}//${location.host}${this.path}`);
    this._socket.addEventListener("open", () => {
      this.open = true;
      this._wait = FIRST_WAIT;
      this._heard = Date.now();
      for (const message of this.queue) this._socket.send(JSON.stringify(this.pack([message])));
    });
    this._socket.addEventListener("message", (event) => {
      this._heard = Date.now();
      const data = JSON.parse(event.data);
      if (data.kept) this.kept(data.kept);
      this.failed = Boolean(data.failed);
      this.onMessage(data);
    });
    this._socket.addEventListener("close", () => {
      this.open = false;
      this.onMessage({});
      setTimeout(() => this._connect(), this._wait * (0.5 + Math.random()));
      this._wait = Math.min(LONGEST_WAIT, this._wait * 2);
    });
  }

  _stored() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? [];
    } catch {
      return [];
    }
  }

  _store() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.queue));
    } catch {
      // it is still in this page, which says that it waits
    }
  }
}

/** The whole log, for a controller. */
export class LiveLog {
  constructor() {
    this._events = new Map();
    this._listeners = new Set();
    this.kind = "server";
    this.run = "live";
    this.offset = 0;
    this.writer = newId().slice(0, 6);
    const path = location.pathname.replace("/control/", "/live/control/");
    this._line = new Line(path, path, { pack: (events) => ({ add: events }), onMessage: (data) => this._take(data) });
    for (const event of this._line.queue) this._events.set(event.id, event);
  }

  get open() {
    return this._line.open && !this._line.queue.length;
  }

  get failed() {
    return this._line.failed;
  }

  get events() {
    return [...this._events.values()];
  }

  add(event) {
    if (this._events.has(event.id)) return;
    this._events.set(event.id, event);
    this._line.send(event);
    this._tell();
  }

  onChange(listener) {
    this._listeners.add(listener);
  }

  _take(data) {
    if (data.beat) return;
    if (data.now) this.offset = data.now - Date.now();
    if (data.events) {
      for (const event of data.events) this._events.set(event.id, event); // the server's time is the run's
      this._line.kept(data.events.map((event) => event.id));
    }
    this._tell();
  }

  _tell() {
    for (const listener of this._listeners) listener();
  }
}

/** What a team's page works with: the same names as `App`, filled from what the server sends. */
export class LiveTeam {
  constructor(data) {
    this._listeners = new Set();
    this.data = data;
    this.say = speaker(data.strings);
    this.feed = null;
    this.offset = 0;
    this.exercise = { layers: ["areas", "places"], cast: [] };
    const path = location.pathname.replace("/t/", "/live/team/");
    const line = new Line(path, path, { pack: ([answer]) => answer, onMessage: (news) => this._take(news) });
    this.log = {
      kind: "server",
      get open() {
        return line.open && !line.queue.length;
      },
      get failed() {
        return line.failed;
      },
      onChange: (listener) => this._listeners.add(listener),
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
    this._tell();
  }

  _take(news) {
    if (news.beat) return;
    if (news.feed) {
      this.offset = news.feed.now - Date.now();
      const minute = secondsAt(news.feed.clock, news.feed.now) / 60;
      const phase = news.feed.phases.find((one) => minute < one.ends) ?? news.feed.phases.slice(-1)[0];
      this.feed = { ...news.feed, phase: words(phase.title, news.feed.cast) };
    }
    if (this.feed) this._tell();
  }

  _tell() {
    for (const listener of this._listeners) listener();
  }
}
