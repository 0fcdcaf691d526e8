// The controller's bar: clock, speed, phase, what comes next, what is overdue, whether all is saved.

import { clockText } from "./log.js";
import { make, makeButton } from "../../player/dom.js";
import { picker, toggle, twice } from "./parts.js";
import { dueAt, overdue } from "./play.js";

const SPEEDS = [1, 2, 5, 10, 30];

/** The bar; `tick()` shows the time, `draw()` what the log has changed. */
export class Bar {
  constructor(app, { showLate, links }) {
    this.app = app;
    const { say } = app;
    this.time = make("span", { class: "fx-time", role: "timer", "aria-label": say("clock") });
    this.phase = make("p", { class: "fx-phase" });
    this.next = make("p", { class: "fx-next" });
    this.start = makeButton("", () => this.flip(), "fx-button fx-main");
    this.late = makeButton("", showLate, "fx-button fx-late");
    this.saved = make("p", { class: "fx-saved", role: "status" });
    const [speed, select] = picker(say("speed"), SPEEDS.map((n) => [String(n), say(n === 1 ? "speed-1" : "speed-n", { n })]), (value) => app.write("clock", { do: "speed", speed: Number(value) }));
    this.speed = select;
    this.auto = toggle(say("auto"), true, () => app.write("mode", { auto: !app.state.auto }));
    const end = twice(say("end"), say("end-sure"), () => app.write("end"));
    this.element = make("header", { class: "fx-bar" },
      make("div", { class: "fx-clock" }, this.time, this.start),
      make("div", { class: "fx-where" }, this.phase, this.next),
      make("div", { class: "fx-steer" }, speed, this._jump(), this.auto, this.late),
      make("div", { class: "fx-links" }, ...links, end, this.saved));
    this.draw();
  }

  flip() {
    this.app.write("clock", { do: this.app.clock.running ? "pause" : "run" });
  }

  _jump() {
    const { say } = this.app;
    const input = make("input", { type: "text", inputmode: "numeric", size: "5", placeholder: "1:05", pattern: "\\d{1,2}:[0-5]\\d" });
    const form = make("form", { class: "fx-jump" }, make("label", { class: "fx-field" }, make("span", {}, say("jump")), input), make("button", { class: "fx-button" }, say("go")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = /^(\d{1,2}):([0-5]\d)$/.exec(input.value.trim());
      if (!found) return input.reportValidity() && undefined;
      this.app.write("clock", { do: "jump", to: Number(found[1]) * 3600 + Number(found[2]) * 60 });
      input.value = "";
      return undefined;
    });
    return form;
  }

  draw() {
    const { app } = this;
    const { say, clock } = app;
    this.start.textContent = clock.running ? say("pause") : say(clock.begun ? "resume" : "run");
    this.speed.value = String(clock.speed);
    this.auto.setAttribute("aria-pressed", String(app.state.auto));
    const state = app.log.failed ? "not-saved" : app.log.kind === "server" ? (app.log.open ? "saved-server" : "no-server") : "saved";
    this.saved.textContent = say(state);
    this.saved.classList.toggle("fx-bad", state === "not-saved" || state === "no-server");
    this.element.classList.toggle("fx-running", clock.running);
    this.tick();
  }

  tick() {
    const { app } = this;
    const { say } = app;
    const seconds = app.seconds;
    const phase = app.phaseAt(seconds);
    show(this.time, clockText(seconds));
    const story = phase.story ? ` · ${app.words(phase.story)}` : "";
    show(this.phase, app.clock.ended ? say("ended") : `${app.words(phase.title)}${story} · ${clockText(phase.begins * 60).slice(0, -3)}–${clockText(phase.ends * 60).slice(0, -3)}`);
    const coming = [...app.state.injects.values()].filter((entry) => entry.status === "planned" && (dueAt(entry) ?? -1) > seconds).sort((a, b) => dueAt(a) - dueAt(b))[0];
    show(this.next, coming ? say("next", { title: app.words(coming.inject.title), time: clockText(dueAt(coming) - seconds) }) : say("no-next"));
    const late = overdue(app.state, seconds);
    show(this.late, late.length ? say("late", { n: late.length }) : say("none-late"));
    this.late.classList.toggle("fx-alarm", late.length > 0);
  }
}

function show(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
