// The learner's record on the page: kept or not, saved to a file, loaded, erased.

import { make, makeButton, makeFilePicker } from "./dom.js";
import { showWho } from "./who.js";

const MOST_BYTES = 2 * 1024 * 1024;
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
    line.replaceChildren(...(line.hidden ? [] : [make("p", {}, say(`kept-${keeping}`)), ...offers]));
  };
  fill();
  session.addEventListener("keeping", fill);
}

/** Buttons to save the record to a file and to load one, and what is said about the file. */
export function fileParts(session, say) {
  const message = make("div", { class: "fb-record-message", role: "status" });
  const load = makeFilePicker(say("load-file"), async (file) => { message.replaceChildren(...await loadFrom(file, session, say, message)); });
  return [makeButton(say("save-file"), () => saveToFile(session)), ...load, message];
}

/** What is to be said about a file: a sentence, or a question where it has another name than the record here. */
async function loadFrom(file, session, say, message) {
  if (file.size > MOST_BYTES) return [say("file-large")];
  let value;
  try {
    value = JSON.parse(await file.text());
  } catch (error) {
    return [say(error instanceof SyntaxError ? "file-json" : "file-failed")];
  }
  const take = (isSure) => {
    const { fault, taken, ...values } = session.adopt(value, isSure);
    if (fault !== "name") return [fault ? say(`file-${fault}`, values) : say("loaded", { n: taken })];
    const answer = (key, words) => makeButton(say(key), () => message.replaceChildren(...words()));
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
  #session;
  #say;
  #state = make("p", { class: "fb-record-state" });
  #summary = make("p", { class: "fb-record-summary" });
  #message;
  #sure;
  #erase;

  constructor(place, session, say) {
    this.#session = session;
    this.#say = say;
    this.#erase = makeButton(say("erase"), () => this.#ask(true));
    this.#sure = this.#makeSure();
    const files = fileParts(session, say);
    this.#message = files.pop();
    place.append(this.#summary, this.#state, this.#makeName(), ...place.querySelectorAll("details"), make("div", { class: "fb-actions" }, ...files, this.#erase), this.#sure, this.#message);
    this.#fill();
    session.addEventListener("change", () => this.#fill());
    session.addEventListener("keeping", () => this.#fill());
  }

  #fill() {
    const { modules, record, keeping } = this.#session;
    const ids = modules.flatMap(({ lessons }) => lessons).flatMap(({ activities }) => activities);
    const { done, total } = this.#session.summary();
    const values = { n: ids.filter((id) => this.#session.isDone(id)).length, m: ids.length, k: done, l: total };
    this.#summary.textContent = this.#say("summary", values);
    const time = record.saved && new Date(record.saved).toLocaleString(document.documentElement.lang || undefined, TIME_STYLE);
    this.#state.textContent = [this.#say(`kept-${keeping}`), time && keeping === "yes" ? this.#say("last-saved", { time }) : ""].join(" ").trim();
  }

  #makeName() {
    const input = make("input", { type: "text", maxlength: "100", autocomplete: "nickname" });
    input.value = this.#session.record.learner.pseudonym ?? "";
    // Not when the field is left: pressing a button leaves it, and the line above must not move the button then.
    input.addEventListener("input", () => this.#session.callMe({ pseudonym: input.value }));
    this.#session.addEventListener("change", () => {
      if (input !== document.activeElement) input.value = this.#session.record.learner.pseudonym || "";
    });
    const why = make("span", { class: "fb-record-why" }, this.#say("pseudonym-why"));
    return make("label", { class: "fb-record-name" }, make("span", {}, this.#say("pseudonym")), input, why);
  }

  #makeSure() {
    const yes = makeButton(this.#say("erase-yes"), async () => {
      await this.#session.erase();
      this.#ask(false);
      this.#message.textContent = this.#say("erased");
    });
    const no = makeButton(this.#say("erase-no"), () => this.#ask(false));
    return make("div", { class: "fb-record-sure", hidden: true }, make("p", {}, this.#say("erase-sure")), make("div", { class: "fb-actions" }, no, yes));
  }

  #ask(open) {
    this.#sure.hidden = !open;
    this.#erase.hidden = open;
    (open ? this.#sure.querySelector("button") : this.#erase).focus();
  }
}
