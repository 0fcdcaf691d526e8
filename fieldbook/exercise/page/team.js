// What one team sees: its brief, its role cards, its messages, and a place to answer. Nothing of other teams.

import { clockText } from "./log.js";
import { make, makeButton, refill } from "../../player/dom.js";
import { panel, rich, writer } from "./parts.js";
import { FieldMap } from "./side.js";

/** Shows the view in `root`. `feed()` gives what this team may know. */
export function showTeam(app, root, feed) {
  const view = new Team(app, feed);
  refill(root, ...view.parts);
  return view;
}

class Team {
  constructor(app, feed) {
    this.app = app;
    this.feed = feed;
    const { say } = app;
    const now = feed();
    this.time = make("span", { class: "fx-time", role: "timer", "aria-label": say("clock") });
    this.where = make("p", { class: "fx-phase" });
    this.saved = make("p", { class: "fx-saved", role: "status" });
    this.news = make("p", { class: "fx-sr", "aria-live": "polite" });
    this.list = make("ol", { class: "fx-messages" });
    this.seen = new Set(now.messages.map((one) => one.id));
    this.items = new Map();
    const cards = now.roles.map((role) => make("details", {}, make("summary", {}, say("role-card", { title: app.words(role.title) })),
      rich(role.brief, now.cast, "div"), make("h4", {}, say("knows")), rich(role.knows, now.cast, "div"), make("h4", {}, say("wants")), rich(role.wants, now.cast, "div")));
    const brief = panel(say("brief"), "fx-brief", make("h3", {}, say("situation")), make("p", { class: "fx-meta" }, app.words(now.start.story)), rich(now.start.text, now.cast, "div"), rich(now.team.brief, now.cast, "div"), ...cards);
    this.map = app.data.map ? new FieldMap(app, () => feed().marked) : null;
    this.parts = [
      make("header", { class: "fx-bar fx-teambar" }, make("h1", {}, app.words(now.team.name)), make("div", { class: "fx-clock" }, this.time), this.where, this.saved),
      make("main", { class: "fx-board fx-teamboard", id: "fx-main" },
        make("div", { class: "fx-column" }, panel(say("messages"), "fx-inbox", this.news, this.list)),
        make("div", { class: "fx-column" }, brief, ...(this.map ? [this.map.element] : []))),
    ];
    this.draw();
  }

  draw() {
    const { app } = this;
    const now = this.feed();
    for (const message of now.messages) {
      if (!this.items.has(message.id)) this._arrive(message, now);
      this._answers(message, now);
    }
    for (const [id, item] of this.items) if (!now.messages.some((one) => one.id === id)) item.element.remove(), this.items.delete(id);
    if (!now.messages.length) refill(this.list, make("li", { class: "fx-empty" }, app.say("no-messages")));
    this.map?.draw();
    this.tick();
  }

  tick() {
    const { app } = this;
    const { clock } = app;
    this.time.textContent = clockText(app.seconds);
    this.where.textContent = clock.ended ? app.say("ended") : clock.running ? this.feed().phase : app.say(clock.begun ? "paused" : "not-begun");
    const state = app.log.failed ? "not-saved" : app.log.kind === "server" ? (app.log.open ? "saved-server" : "no-server") : "saved";
    this.saved.textContent = app.say(state);
    this.saved.classList.toggle("fx-bad", state === "not-saved" || state === "no-server");
  }

  _arrive(message, now) {
    const { app } = this;
    this.list.querySelector(".fx-empty")?.remove();
    const [label, input] = writer(app.say("your-answer"), 2, { "data-key": `answer-${message.id}` });
    const sent = make("ul", { class: "fx-answers" });
    const send = makeButton(app.say("answer"), () => {
      if (!input.value.trim()) return input.focus();
      app.write("answer", { team: now.team.id, inject: message.id, text: input.value.trim() });
      input.value = "";
      return undefined;
    }, "fx-button");
    const paper = message.attachment ? [make("details", { class: "fx-paper", open: true }, make("summary", {}, app.say("attachment", { title: app.words(message.attachment.title) })), rich(message.attachment.text, now.cast, "div"))] : [];
    const element = make("li", { class: "fx-card" },
      make("p", { class: "fx-meta" }, `${clockText(message.t)} · ${app.channel(message.channel)} · ${app.words(message.from)}`),
      make("h3", {}, app.words(message.title)), rich(message.text, now.cast, "div"), ...paper, sent, label, make("div", { class: "fx-actions" }, send));
    this.items.set(message.id, { element, sent });
    this.list.prepend(element);
    if (!this.seen.has(message.id)) this.news.textContent = app.say("new-message", { title: app.words(message.title) });
    this.seen.add(message.id);
  }

  _answers(message, now) {
    const { app } = this;
    const own = now.answers.filter((one) => one.inject === message.id);
    refill(this.items.get(message.id).sent, ...own.map((one) => make("li", {}, make("span", { class: "fx-who" }, app.say("sent", { time: clockText(one.t) })), make("p", { class: "fx-typed" }, one.text))));
  }
}
