// Start of the page: reads the data, finds the run, shows the view that the address asks for.

import { App } from "./app.js";
import { showControl } from "./control.js";
import { teamFeed } from "./feed.js";
import { make } from "../../player/dom.js";
import { LiveLog, LiveTeam } from "./live.js";
import { showReview } from "./reviewview.js";
import { showStart } from "./start.js";
import { LocalLog, newId, runsOf } from "./store.js";
import { showTeam } from "./team.js";

const VIEWS = {
  start: (app, root, tools) => showStart(app, root, tools),
  control: (app, root, { links }) => showControl(app, root, links),
  review: (app, root, { links }) => showReview(app, root, links),
  team: (app, root, { team }) => showTeam(app, root, () => teamFeed(app, team)),
};

function asked() {
  const found = new URLSearchParams(location.hash.slice(1));
  const team = found.get("team");
  const view = ["control", "review"].find((name) => found.has(name)) ?? "start";
  return { view: team ? "team" : view, team, run: found.get("run") };
}

function begin() {
  const data = JSON.parse(document.getElementById("fx-data").textContent);
  const root = document.getElementById("fx");
  if (data.live === "team") return beginTeam(data, root);
  const logs = new Map();
  const last = `fieldbook:x1-last:${data.exercise.id}`;
  const openLog = (run) => {
    if (data.live) run = "live";
    if (!logs.has(run)) logs.set(run, data.live ? new LiveLog() : new LocalLog(data.exercise.id, run));
    try {
      sessionStorage.setItem(last, run);
    } catch {
      // a page that may not store still runs; it says that nothing is saved
    }
    return logs.get(run);
  };
  const usual = () => {
    try {
      const own = sessionStorage.getItem(last);
      if (own) return own;
    } catch {
      // as above
    }
    return runsOf(data.exercise.id)[0]?.run ?? newId();
  };
  let view = null;
  let app = null;
  const show = () => {
    const { view: name, team, run } = asked();
    const known = team && !data.exercise.teams.some((one) => one.id === team) ? "start" : name;
    app = new App(data, openLog(run ?? usual()));
    const mine = app;
    mine.log.onChange(() => {
      mine.refresh();
      if (mine === app) view?.draw();
    });
    view = VIEWS[known](app, root, { links: links(app, known), team, runs: !data.live, open: (next, other) => {
      const target = other ?? app.log.run;
      const log = openLog(target);
      location.hash = `${next}&run=${target}`;
      return log;
    } });
    document.body.className = `fx-view-${known}`;
    document.title = `${app.words(data.exercise.title)} · ${team ? app.team(team) : app.say(known === "start" ? "set-up" : known)}`;
  };
  addEventListener("hashchange", show);
  setInterval(() => view?.tick(), 500);
  show();
  return undefined;
}

/** A team's page of the exercise server: it knows what the server sends, and nothing else. */
function beginTeam(data, root) {
  const app = new LiveTeam(data);
  let view = null;
  app.log.onChange(() => {
    if (!view && app.feed) view = showTeam(app, root, () => app.feed);
    else view?.draw();
    if (app.feed) document.title = app.words(app.feed.team.name);
  });
  setInterval(() => view?.tick(), 500);
}

function links(app, view) {
  const { say } = app;
  const to = (name, text) => make("a", { href: `#${name}&run=${app.log.run}` }, text);
  const parts = [];
  if (view !== "start") parts.push(to("start", say("set-up")));
  if (view !== "control") parts.push(to("control", say("control")));
  if (view !== "review") parts.push(to("review", say("review")));
  if (app.data.live) parts.push(make("a", { href: location.pathname.replace("/control/", "/run/") }, say("save-file")));
  else parts.push(make("a", { href: app.data.head.paper }, say("paper")), make("a", { href: "index.html" }, say("all-exercises")));
  return parts;
}

begin();
