// The first view: what the exercise is, who plays whom, which runs there are.

import { make, makeButton, refill, textOf } from "../../player/dom.js";
import { download, panel, rich, twice, writer } from "./parts.js";
import { wellFormed } from "./log.js";
import { forgetRun, newId, runsOf } from "./store.js";

const ORIGINS = { data: "from-data", pack: "from-pack", set: "from-set", neutral: "left-to-you" };

/** Shows the view in `root`. `open(view, run)` goes on to another. */
export function showStart(app, root, { links, open, runs }) {
  const { exercise, say } = { exercise: app.exercise, say: app.say.bind(app) };
  const view = { draw: () => draw(), tick: () => {} };
  const castPanel = panel(say("cast"), "fx-cast");
  const runPanel = panel(say("runs"), "fx-runs");
  const local = (team) => make("a", { class: "fx-button", href: `#team=${team.id}&run=${app.log.run}`, target: "_blank" }, say("open-team", { team: app.words(team.name) }));
  const windows = make("div", { class: "fx-actions" }, makeButton(say("open-control"), () => open("control"), "fx-button fx-main"), ...(app.data.joining ? [] : exercise.teams.map(local)));
  const head = make("header", { class: "fx-head" }, make("p", { class: "fx-links" }, ...links), rich(exercise.title, app.state.cast, "h1"), rich(exercise.purpose, app.state.cast, "div"), windows, app.data.joining ? joining(app) : make("p", { class: "fx-meta" }, say("same-browser")));
  refill(root, head, make("main", { class: "fx-start", id: "fx-main" }, castPanel, people(app), ...(runs ? [runPanel] : [])));

  function draw() {
    refill(castPanel, castPanel.firstChild, make("p", {}, say("cast-about")), castTable(app));
    if (runs) refill(runPanel, runPanel.firstChild, ...runParts(app, open));
  }
  draw();
  return view;
}

/** How each team comes in: address, code, and the same as a picture for telephones. */
function joining(app) {
  const { say, data } = app;
  const cards = app.exercise.teams.map((team) => {
    const { url, code, qr } = data.joining[team.id];
    const picture = make("div", { class: "fx-qr" });
    picture.innerHTML = qr; // drawn by the server
    return make("li", {}, make("h3", {}, app.words(team.name)), picture, make("p", {}, say("join-at", { url: data.address })), make("p", { class: "fx-code" }, code), make("p", { class: "fx-meta" }, url));
  });
  return panel(say("join"), "fx-joining", make("p", {}, say("join-about")), make("ul", {}, ...cards));
}

function castTable(app) {
  const { say } = app;
  const rows = app.exercise.cast.map((member) => {
    const [label, input] = writer(member.name, 1, { value: app.state.cast[member.id], "data-key": `cast-${member.id}`, maxlength: "200" });
    input.addEventListener("change", () => {
      const text = input.value.trim();
      if (text && text !== app.state.cast[member.id]) app.write("cast", { member: member.id, text });
    });
    const why = [member.why, member.others.length ? say("cast-others", { list: member.others.join(", ") }) : "", member.sketched ? say("sketched") : ""];
    return make("li", { class: `fx-origin-${member.origin}` }, label,
      make("p", { class: "fx-meta" }, make("b", {}, say(ORIGINS[member.origin])), `: ${why.filter(Boolean).join("; ")}`));
  });
  return make("ul", { class: "fx-castlist" }, ...rows);
}

function people(app) {
  const { cast } = app.state;
  const teams = app.exercise.teams.map((team) => make("details", {}, make("summary", {}, app.words(team.name)), rich(team.brief, cast, "div"),
    ...app.exercise.roles.filter((role) => role.team === team.id).map((role) => make("div", { class: "fx-role" }, rich(role.title, cast, "h3"), rich(role.brief, cast, "div")))));
  return panel(app.say("teams"), "fx-people", ...teams);
}

function runParts(app, open) {
  const { say } = app;
  const status = make("p", { role: "status", class: "fx-hint" });
  const known = runsOf(app.exercise.id);
  const list = make("ul", { class: "fx-runlist" }, ...known.map((entry) => make("li", {},
    make("span", {}, say("run-of", { date: new Date(entry.last).toLocaleString(document.documentElement.lang), n: entry.count })),
    makeButton(say("continue"), () => open("control", entry.run)),
    makeButton(say("review"), () => open("review", entry.run)),
    twice(say("delete-run"), say("delete-sure"), () => {
      forgetRun(app.exercise.id, entry.run);
      open("start", newId());
    }, "fx-quiet"))));
  const file = make("input", { type: "file", accept: ".json,application/json" });
  file.addEventListener("change", async () => {
    const [picked] = file.files;
    const text = picked && await textOf(picked);
    file.value = "";
    if (text !== undefined) status.textContent = load(app, text, open);
  });
  return [
    known.length ? list : make("p", {}, say("no-runs")),
    make("div", { class: "fx-actions" }, makeButton(say("new-run"), () => open("start", newId())), saveButton(app), make("label", { class: "fx-field" }, make("span", {}, say("load-file")), file)),
    status,
  ];
}

/** A button that saves the run to a file. */
export function saveButton(app) {
  return makeButton(app.say("save-file"), () => download(`${app.exercise.id}-${app.log.run}.json`, JSON.stringify(app.file(), null, 1), "application/json"));
}

/** Takes a file into the browser; returns what happened in words. Nothing changes where the file is not good. */
function load(app, text, open) {
  const { say } = app;
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return say("load-bad");
  }
  if (file?.format !== "fieldbook-exercise" || !Array.isArray(file.events) || typeof file.run !== "string" || !/^[\w-]{4,40}$/.test(file.run)) return say("load-bad");
  if (file.version > app.exercise.format) return say("load-newer");
  if (file.exercise !== app.exercise.id) return say("load-other", { name: String(file.exercise).slice(0, 60) });
  const good = file.events.filter(wellFormed);
  const fresh = open("start", file.run).addAll(good);
  const said = say("loaded", { n: good.length, m: fresh });
  return file.variant === app.exercise.variant ? said : `${said} ${say("load-variant")}`;
}
