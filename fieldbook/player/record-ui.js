// The learner's record on the page: kept or not, saved to a file, loaded, erased.

import { make, makeButton } from "./dom.js";

const MOST_BYTES = 2 * 1024 * 1024;
const TIME_STYLE = { dateStyle: "medium", timeStyle: "short" };

/** Fills every place with `data-fb-record`. */
export function showRecord(session, say) {
  for (const place of document.querySelectorAll("[data-fb-record]")) new RecordPanel(place, session, say);
}

/** A line above the text where answers are not kept for sure; with the file as a way out. */
export function showKeeping(session, say) {
  const line = make("div", { class: "fb-keeping", role: "status" });
  const place = document.querySelector("[data-fb-keeping]") ?? document.querySelector("article, main") ?? document.body;
  place.prepend(line);
  const fill = () => {
    const { keeping } = session;
    const isSafe = keeping === "yes" || keeping === "system";
    line.hidden = isSafe;
    const offer = makeButton(say("save-file"), () => saveToFile(session));
    line.replaceChildren(...(isSafe ? [] : [make("p", {}, say(`kept-${keeping}`)), offer]));
  };
  fill();
  session.addEventListener("keeping", fill);
}

/** Hands the record to the browser as a download. */
function saveToFile(session) {
  const { record } = session;
  const url = URL.createObjectURL(new Blob([JSON.stringify(record, null, 1)], { type: "application/json" }));
  make("a", { href: url, download: `${record.course}-${record.context}-record.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

class RecordPanel {
  #session;
  #say;
  #state = make("p", { class: "fb-record-state" });
  #summary = make("p", { class: "fb-record-summary" });
  #message = make("p", { class: "fb-record-message", role: "status" });
  #sure;
  #erase;

  constructor(place, session, say) {
    this.#session = session;
    this.#say = say;
    this.#erase = makeButton(say("erase"), () => this.#ask(true));
    this.#sure = this.#makeSure();
    const file = this.#makeFile();
    const actions = [makeButton(say("save-file"), () => saveToFile(session)), ...file, this.#erase];
    place.append(this.#summary, this.#state, this.#makeName(), ...place.querySelectorAll("details"), make("div", { class: "fb-actions" }, ...actions), this.#sure, this.#message);
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
    input.addEventListener("change", () => this.#session.callMe({ pseudonym: input.value }));
    const why = make("span", { class: "fb-record-why" }, this.#say("pseudonym-why"));
    return make("label", { class: "fb-record-name" }, make("span", {}, this.#say("pseudonym")), input, why);
  }

  /** The native control stays out of sight; the button opens it. */
  #makeFile() {
    const input = make("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": this.#say("load-file") });
    input.addEventListener("change", async () => {
      const [file] = input.files;
      if (file) this.#message.textContent = await this.#load(file);
      input.value = "";
    });
    return [makeButton(this.#say("load-file"), () => input.click()), input];
  }

  async #load(file) {
    if (file.size > MOST_BYTES) return this.#say("file-large");
    let value;
    try {
      value = JSON.parse(await file.text());
    } catch (error) {
      return this.#say(error instanceof SyntaxError ? "file-json" : "file-failed");
    }
    const { fault, taken, course, context } = this.#session.adopt(value);
    return fault ? this.#say(`file-${fault}`, { course, context }) : this.#say("loaded", { n: taken });
  }

  #makeSure() {
    const yes = makeButton(this.#say("erase-yes"), () => {
      this.#session.erase();
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
