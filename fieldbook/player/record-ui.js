// The learner's record on the page: kept or not, saved to a file, loaded, erased.

import { make, makeButton, makeFilePicker, refill, textOf } from "./dom.js";
import { showWho } from "./who.js";

const MOST_BYTES = 2 * 1024 * 1024;
/** @type {Intl.DateTimeFormatOptions} */
const TIME_STYLE = { dateStyle: "medium", timeStyle: "short" };

/** Fills every place with `data-fb-record`. */
export function showRecord(session, say, people) {
  for (const place of document.querySelectorAll("[data-fb-record]")) {
    new RecordPanel(place, session, say);
    if (people) showWho(place, people, session, say);
  }
}

/** A line where answers are not kept for sure; with the file as a way out, and in where there is no other. */
export function showKeeping(session, say, place) {
  const line = make("div", { class: "fb-keeping", role: "status" });
  place.prepend(line);
  const fill = () => {
    const { keeping } = session;
    line.hidden = keeping === "yes" || keeping === "system";
    const offers = keeping === "page" || keeping === "no" ? fileParts(session, say) : [makeButton(say("save-file"), () => saveToFile(session))];
    refill(line, ...(line.hidden ? [] : [make("p", {}, say(`kept-${keeping}`)), ...offers]));
  };
  fill();
  session.addEventListener("keeping", fill);
}

/** Buttons to save the record to a file and to load one, and what is said about the file. */
export function fileParts(session, say) {
  const message = make("div", { class: "fb-record-message", role: "status" });
  const load = makeFilePicker(say("load-file"), async (file) => { refill(message, ...await loadFrom(file, session, say, message)); });
  return [makeButton(say("save-file"), () => saveToFile(session)), ...load, message];
}

/** What is to be said about a file: a sentence, or a question where it has another name than the record here. */
async function loadFrom(file, session, say, message) {
  if (file.size > MOST_BYTES) return [say("file-large")];
  let value;
  try {
    value = JSON.parse(await textOf(file));
  } catch (error) {
    return [say(error instanceof SyntaxError ? "file-json" : "file-failed")];
  }
  const take = (isSure) => {
    const { fault, taken, ...values } = session.adopt(value, isSure);
    if (fault !== "name") return [fault ? say(`file-${fault}`, values) : say("loaded", { n: taken })];
    const answer = (key, words) => makeButton(say(key), () => refill(message, ...words()));
    return [make("p", {}, say("file-name", values)), make("div", { class: "fb-actions" }, answer("file-not-mine", () => [say("file-left")]), answer("file-mine", () => take(true)))];
  };
  return take(false);
}

/** Hands the record to the browser as a download. */
export function saveToFile(session) {
  const { record } = session;
  const url = URL.createObjectURL(new Blob([JSON.stringify(record, null, 1)], { type: "application/json" }));
  make("a", { href: url, download: [record.course, record.context, nameForFile(record.learner.pseudonym || ""), "record.json"].filter(Boolean).join("-") }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** Letters and digits of any script: a trainer gets many files. */
function nameForFile(name) {
  return name.normalize("NFC").split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean).join("-").slice(0, 40);
}

class RecordPanel {
  constructor(place, session, say) {
    this._state = make("p", { class: "fb-record-state" });
    this._summary = make("p", { class: "fb-record-summary" });
    this._session = session;
    this._say = say;
    this._erase = makeButton(say("erase"), () => this._ask(true));
    this._sure = this._makeSure();
    const files = fileParts(session, say);
    this._message = files.pop();
    place.append(this._summary, this._state, this._makeName(), ...place.querySelectorAll("details"), make("div", { class: "fb-actions" }, ...files, this._erase), this._sure, this._message);
    this._fill();
    session.addEventListener("change", () => this._fill());
    session.addEventListener("keeping", () => this._fill());
  }

  _fill() {
    const { modules, record, keeping } = this._session;
    const ids = modules.flatMap(({ lessons }) => lessons).flatMap(({ activities }) => activities);
    const { done, total } = this._session.summary();
    const values = { n: ids.filter((id) => this._session.isDone(id)).length, m: ids.length, k: done, l: total };
    this._summary.textContent = this._say("summary", values);
    const time = record.saved && new Date(record.saved).toLocaleString(document.documentElement.lang || undefined, TIME_STYLE);
    this._state.textContent = [this._say(`kept-${keeping}`), time && keeping === "yes" ? this._say("last-saved", { time }) : ""].join(" ").trim();
  }

  _makeName() {
    const input = make("input", { type: "text", maxlength: "100", autocomplete: "nickname" });
    input.value = this._session.record.learner.pseudonym ?? "";
    // Not when the field is left: pressing a button leaves it, and the line above must not move the button then.
    input.addEventListener("input", () => this._session.callMe({ pseudonym: input.value }));
    this._session.addEventListener("change", () => {
      if (input !== document.activeElement) input.value = this._session.record.learner.pseudonym || "";
    });
    const why = make("span", { class: "fb-record-why" }, this._say("pseudonym-why"));
    return make("label", { class: "fb-record-name" }, make("span", {}, this._say("pseudonym")), input, why);
  }

  _makeSure() {
    const yes = makeButton(this._say("erase-yes"), async () => {
      await this._session.erase();
      this._ask(false);
      this._message.textContent = this._say("erased");
    });
    const no = makeButton(this._say("erase-no"), () => this._ask(false));
    return make("div", { class: "fb-record-sure", hidden: true }, make("p", {}, this._say("erase-sure")), make("div", { class: "fb-actions" }, no, yes));
  }

  _ask(open) {
    this._sure.hidden = !open;
    this._erase.hidden = open;
    (open ? this._sure.querySelector("button") : this._erase).focus();
  }
}
