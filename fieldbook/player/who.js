// "Who is learning?", where several people use one computer.

import { make, makeButton } from "./dom.js";

const IDLE_MS = 30 * 60000;
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "wheel", "touchstart"];

/** Waits until somebody has said who it is, if that is not sure. Nothing can be answered before. */
export async function askWho(people, say) {
  if (!people.isUnsure()) return;
  const panel = make("section", { class: "fb-record fb-who" });
  panel.append(make("h2", { tabindex: "-1" }, say("who")), ...await chooser(people, say));
  (document.querySelector("article, main") || document.body).prepend(panel);
  panel.scrollIntoView();
  panel.querySelector("h2").focus();
  await new Promise(() => {}); // the page begins anew with the answer
}

/** Who has records here, a new one, and what this does not do. */
async function chooser(people, say) {
  const name = make("input", { type: "text", maxlength: "100", autocomplete: "off" });
  const message = make("p", { class: "fb-record-message", role: "status" });
  const anew = () => location.reload();
  const all = await people.list();
  const begin = async () => {
    const text = name.value.trim();
    const isTaken = all.some((one) => one.name.trim().toLowerCase() === text.toLowerCase());
    if (text && !isTaken) await people.add(text).then(anew);
    else {
      message.textContent = say(text ? "who-taken" : "who-missing");
      name.focus();
    }
  };
  const known = all.map((one) => makeButton(one.name || say("who-first"), () => people.sit(one.person).then(anew)));
  return [make("p", {}, say("who-why")), ...(known.length ? [make("div", { class: "fb-actions" }, ...known)] : []),
    make("label", { class: "fb-record-name" }, make("span", {}, say("who-new")), name),
    make("div", { class: "fb-actions" }, makeButton(say("who-begin"), begin)), message];
}

/** On the page of the record: who is learning, somebody else, the end. */
export function showWho(place, people, session, say) {
  const box = make("div");
  const other = makeButton(say("who-other"), async () => {
    other.hidden = true;
    box.append(...await chooser(people, say));
    box.querySelector("input").focus();
  });
  const off = makeButton(say("who-off"), async () => {
    await session.settled();
    await people.signOff();
    location.reload();
  });
  place.append(make("div", { class: "fb-actions" }, other, ...(people.several ? [off] : [])), box);
}

/** Where only one person has learned so far: after a pause, a way for the next one before anything is mixed. */
export function showWhoHint(place, people, session, say) {
  const { record } = session;
  if (people.several || !record.saved || Math.abs(Date.now() - Date.parse(record.saved)) < IDLE_MS) return;
  const line = make("div", { class: "fb-keeping fb-who" });
  const other = makeButton(say("who-other"), async () => {
    other.hidden = true;
    line.append(...await chooser(people, say));
    line.querySelector("input").focus();
  });
  const time = new Date(record.saved).toLocaleString(document.documentElement.lang || undefined, { dateStyle: "medium", timeStyle: "short" });
  line.append(make("p", {}, say("who-hint", { time, name: record.learner.pseudonym || "–" })), other);
  place.prepend(line);
  session.addEventListener("change", ({ detail }) => { if (detail.id in session.record.answers) line.remove(); });
}

/** Asks again after a pause, and when somebody else has sat down in another window. */
export function watchWho(people, session) {
  let last = Date.now();
  const begin = async () => {
    await session.settled();
    location.reload();
  };
  for (const name of SIGNS_OF_LIFE) {
    addEventListener(name, (event) => {
      const isLate = people.several && Date.now() - last > IDLE_MS;
      last = Date.now();
      if (!isLate) return;
      event.preventDefault();
      event.stopPropagation();
      people.signOff().then(begin, begin);
    }, { capture: true, passive: false });
  }
  session.addEventListener("change", () => people.stay());
  people.watch(begin);
}
