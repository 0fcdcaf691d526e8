// Start and end of a sealed form: who it is, the word to go on with, what waits on this device for the trainer.

import { make, makeButton, makeFilePicker, refill } from "./dom.js";
import { fileParts } from "./record-ui.js";
import { isGiven } from "./sitting.js";
import { moreTime, when } from "./testparts.js";

/** What is on this page only is said at once. The record, which another page can load, holds none of these answers. */
export function showSealedKeeping(session, say, place, keeper) {
  const line = make("div", { class: "fb-keeping", role: "status" });
  place.append(line);
  const fill = () => {
    const [id] = keeper.unkept();
    const state = id ? "unkept" : session.keeping === "page" ? "page" : "";
    if (line.dataset.state === state) return; // said already
    line.dataset.state = state;
    line.hidden = !state;
    const offers = id ? [makeButton(say("save-sealed"), () => keeper.saveFile(id))] : fileParts(session, say);
    refill(line, ...(state ? [make("p", {}, say(id ? "sealed-unkept" : "sealed-page")), ...offers] : []));
  };
  fill();
  keeper.watch(fill);
}

/** `begin` and `goOn` are functions: a new sitting, one that waits. */
export async function showSealedStart(panel, form, keeper, say, { begin, goOn }) {
  if (!keeper.works) {
    panel.append(make("p", { class: "fb-test-rule", role: "alert" }, say("cannot-seal")));
    return;
  }
  const place = panel.appendChild(make("div")); // gone when something else is shown before the browser has answered
  const [hasRoom] = await Promise.all([keeper.hasRoom(), keeper.look()]);
  if (place.isConnected) place.replaceWith(...startParts(panel, form, keeper, say, { begin, goOn }, hasRoom));
}

function startParts(panel, form, keeper, say, { begin, goOn }, hasRoom) {
  const rule = hasRoom ? [] : [make("p", { class: "fb-test-rule", role: "alert" }, say("sealed-no-room"))];
  const message = make("p", { class: "fb-record-message", role: "status" });
  const begun = keeper.waiting().flatMap((entry) => waitingParts(entry, keeper, say, goOn, message));
  const name = make("input", { type: "text", maxlength: "100", autocomplete: "off" });
  const word = wordField();
  const more = moreTime(form, say);
  const button = makeButton(say("begin"), async () => {
    /** @type {[string, HTMLInputElement] | null} */
    const missing = !name.value.trim() ? ["name-missing", name] : word.value.length < 4 ? ["word-missing", word] : null;
    if (missing) {
      message.textContent = say(missing[0]);
      missing[1].focus();
    } else await begin(more.minutes(), { pseudonym: name.value.trim(), ...takeGroups(panel.parentElement) }, word.value);
  }, "fb-button fb-main-button");
  return [...rule, ...begun, make("div", { class: "fb-record" },
    labelled(name, say("sealed-name"), say("sealed-name-why")), labelled(word, say("sealed-word"), say("sealed-word-why")),
    ...more.parts, make("div", { class: "fb-actions" }, button), message), ...storeParts(keeper, say)];
}

/** A sitting that was begun on this device and not handed in: whoever knows its word goes on. */
function waitingParts({ id, started }, keeper, say, goOn, message) {
  const word = wordField();
  const open = makeButton(say("go-on"), async () => {
    const sitting = await keeper.opened(id, word.value);
    if (sitting) goOn(id, sitting);
    else message.textContent = say("word-wrong");
  });
  const close = makeButton(say("hand-in-as-is"), () => {
    [close.hidden, sure.hidden] = [true, false];
    sure.querySelector("button").focus();
  });
  const sure = make("div", { hidden: true }, make("p", {}, say("as-is-sure")), make("div", { class: "fb-actions" },
    makeButton(say("hand-in-no"), () => {
      [close.hidden, sure.hidden] = [false, true];
      close.focus();
    }),
    makeButton(say("hand-in-yes"), async () => {
      const isKept = await keeper.handInAsIs(id);
      if (isKept) box.remove();
      message.textContent = say(isKept ? "handed-in-as-is" : "not-handed-in");
    })));
  const box = make("div", { class: "fb-record-sure fb-record" }, make("p", {}, say("waiting", { time: when(started) })),
    labelled(word, say("sealed-word"), say("waiting-why")), make("div", { class: "fb-actions" }, open, close), sure);
  return [box];
}

function storeParts(keeper, say) {
  const { length } = keeper.done();
  if (!length) return [];
  const sure = make("div", { class: "fb-record-sure", hidden: true }, make("p", {}, say("sealed-erase-sure")), make("div", { class: "fb-actions" },
    makeButton(say("erase-no"), () => { sure.hidden = true; }), makeButton(say("erase-yes"), async () => { await keeper.eraseDone(); box.remove(); })));
  const box = make("div", {}, make("h2", {}, say("sealed-store")), make("p", {}, say("sealed-count", { n: length })), make("div", { class: "fb-actions" },
    makeButton(say("save-all-sealed"), () => keeper.saveFile(null)), makeButton(say("sealed-erase"), () => { sure.hidden = false; sure.querySelector("button").focus(); })), sure);
  return [box];
}

/** What somebody says of herself. The fields are empty afterwards: somebody else may sit down. */
function takeGroups(place) {
  const fields = [...place.querySelectorAll("[data-fb-groups] [name]")];
  const said = Object.fromEntries(fields.map(({ name, value }) => [name, value.trim()]).filter(([, value]) => value));
  for (const field of fields) field.value = "";
  return said;
}

function wordField() {
  return make("input", { type: "password", maxlength: "100", autocomplete: "off" });
}

function labelled(input, text, why) {
  return make("label", { class: "fb-record-name" }, make("span", {}, text), input, make("span", { class: "fb-record-why" }, why));
}

/** A sealed form is handed in: the file for the trainer. Where the browser kept it not, the file has to be read back. */
export function showSealedEnd(panel, sitting, say, about) {
  const { keeper, id, isLate, again } = about;
  const head = make("h2", { tabindex: "-1" }, say(again ? "not-handed-in" : "handed-in-title"));
  const save = makeButton(say("save-sealed"), () => keeper.saveFile(id), "fb-button fb-main-button");
  const n = Object.values(sitting.answers).filter(({ response }) => isGiven(response)).length;
  panel.append(head, ...(isLate && !again ? [make("p", {}, say("time-over"))] : []),
    ...(again ? unkeptParts(n, save, say, about) : [make("p", {}, say("sealed-holds", { n })), ...doneParts(save, say, about)]));
  head.focus();
}

function doneParts(save, say, { keeper, id, back }) {
  return [make("p", {}, say(keeper.isOnlyInFile(id) ? "sealed-in-file" : "sealed-done")), make("div", { class: "fb-actions" }, save, back)];
}

function unkeptParts(n, save, say, { keeper, id, again, end }) {
  const message = make("p", { class: "fb-record-message", role: "status" });
  const read = makeFilePicker(say("read-sealed"), async (file) => {
    if (await keeper.isInFile(id, file)) end();
    else message.textContent = say("sealed-file-lacks");
  });
  return [make("p", { class: "fb-test-rule", role: "alert" }, say("sealed-not-handed-in", { n })),
    make("div", { class: "fb-actions" }, save, ...read, makeButton(say("keep-again"), again)), message];
}
