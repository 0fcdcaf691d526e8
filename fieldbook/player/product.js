// <fieldbook-product>: a document that the learner fills in. Kept while it is written; prints and downloads as a page of
// its own, which is made here from text alone.

import { make, makeButton } from "./dom.js";
import { PlayerElement } from "./element.js";

const PAUSE_MS = 600;
const PAGE_HEIGHT = 261 / 174; // of its width: A4 less margins of 18 mm
const [LARGEST, GOOD, LEAST] = [11, 9, 6.5]; // type in points
const STYLE = `@page{size:A4;margin:18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif}}*{box-sizing:border-box}html{color-scheme:light}
body{margin:0 1px;font:1em/1.35 "Noto Sans",Arial,sans-serif;color:#000;background:#fff;overflow-wrap:anywhere;white-space:pre-wrap}
h1{font-size:1.5em;margin:0 0 .2em}h2{font-size:1.05em;margin:.8em 0 .2em}p{margin:.2em 0}
table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{border:1px solid #777;padding:.25em .4em;text-align:start;vertical-align:top}td:empty{height:2.7em}
tr{break-inside:avoid}h2{break-after:avoid}footer{margin-block-start:1em;font-size:.85em}`;

export class FieldbookProduct extends PlayerElement {
  constructor() {
    super();
    this._waiting = 0;
    this._prefilled = new Map();
    this._isShown = false;
  }

  build() {
    // No form: its properties would give way to fields of the same name.
    this._sheet = this.querySelector(".fb-sheet");
    for (const field of this._fields()) this._prefilled.set(field.name, field.defaultValue);
    this._status = make("p", { class: "fb-hint", role: "status" });
    const sure = make("span", { class: "fb-record-sure", hidden: true }, this.say("clear-sure"), " ",
      makeButton(this.say("clear-yes"), () => this._clear(sure)), " ",
      makeButton(this.say("erase-no"), () => { sure.hidden = true; clear.focus(); }));
    const clear = makeButton(this.say("clear"), () => { sure.hidden = false; sure.querySelector("button").focus(); });
    this._sheet.after(make("div", { class: "fb-actions" },
      makeButton(this.say("print"), () => this._print(), "fb-button fb-main-button"),
      makeButton(this.say("download"), () => this._download()),
      clear, sure), this._status); // below the buttons, which it must not move
    this._sheet.addEventListener("input", ({ target }) => {
      grow(target);
      clearTimeout(this._waiting);
      this._waiting = setTimeout(() => this._keep(), PAUSE_MS);
    });
    this._sheet.addEventListener("change", () => this._keep());
    addEventListener("pagehide", () => this._keep());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this._keep(); });
  }

  restore() {
    const fields = this.session.record.products[this.activity]?.fields ?? {};
    const kept = Object.keys(fields).length ? fields : null; // nothing is left after clearing
    // What was written before the player had started stays, and is kept now.
    const early = this._isShown || kept ? [] : this._fields().filter((field) => field.value !== field.defaultValue);
    this._isShown = true;
    if (early.length) this._waiting = setTimeout(() => this._keep(), PAUSE_MS);
    early.forEach(grow);
    for (const field of this._fields().filter((one) => !early.includes(one))) {
      // What is being written now is newer than what another tab wrote.
      if (field !== document.activeElement || !this._waiting) field.value = kept ? kept[field.name] ?? "" : this._prefilled.get(field.name);
      grow(field);
    }
  }

  _fields() {
    return [...this._sheet.querySelectorAll("textarea")];
  }

  _keep() {
    if (!this._waiting) return;
    clearTimeout(this._waiting);
    this._waiting = 0;
    this.session.write(this.activity, Object.fromEntries(
      this._fields().filter(({ value }) => value.trim()).map(({ name, value }) => [name, value.slice(0, 2000)])));
    this.session.settled().then(() => {
      const { keeping } = this.session;
      const inPackage = keeping === "system" || keeping === "late";
      this._status.textContent = this.say(inPackage ? "kept-device" : keeping === "yes" && this.session.isSaved("products", this.activity) ? "kept" : "not-kept");
    });
  }

  _clear(sure) {
    sure.hidden = true;
    clearTimeout(this._waiting);
    this._waiting = 0;
    this.session.write(this.activity, {});
    this.restore();
    this._fields()[0].focus();
  }

  _download() {
    this._withSheet((frame) => {
      const link = make("a", { download: `${this.activity}.html` });
      link.href = URL.createObjectURL(new Blob(["<!doctype html>", new XMLSerializer().serializeToString(frame.contentDocument.documentElement)], { type: "text/html" }));
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      frame.remove();
    });
  }

  _print() {
    this._withSheet((frame) => {
      frame.contentWindow.addEventListener("afterprint", () => frame.remove());
      frame.contentWindow.print();
    });
  }

  /** The filled document in a hidden frame. */
  _withSheet(use) {
    const frame = make("iframe", { class: "fb-sheet-frame", "aria-hidden": "true", tabindex: "-1", title: "" });
    document.body.append(frame);
    const sheet = frame.contentDocument;
    sheet.write("<!doctype html><body>"); // without it, tables and heights follow the rules of old browsers
    sheet.close();
    sheet.documentElement.lang = document.documentElement.lang;
    sheet.documentElement.dir = document.documentElement.dir;
    sheet.head.append(charset(sheet), titled(sheet, "title", this._title()), titled(sheet, "style", STYLE));
    sheet.body.append(...this._sheetParts().map((part) => sheet.importNode(part, true)));
    fit(sheet.body, frame.getBoundingClientRect().width * PAGE_HEIGHT, Number(this.dataset.pages));
    use(frame);
  }

  _title() {
    return this.querySelector(".fb-title").textContent;
  }

  _sheetParts() {
    const parts = [make("h1", {}, this._title()), make("p", {}, this.say("sheet-date"))];
    for (const section of this._sheet.querySelectorAll(".fb-sheet-section")) {
      parts.push(make("h2", {}, section.querySelector(".fb-sheet-title").textContent));
      const table = section.querySelector("table");
      const { value, rows } = section.querySelector("textarea");
      if (table) parts.push(plainTable(table));
      else parts.push(make("p", { style: value.trim() ? null : `min-height:${rows * 1.5}em` }, value));
    }
    const about = document.querySelector(".fb-banner");
    return [...parts, make("footer", {}, document.title, about ? `. ${about.textContent.trim()}` : "")];
  }
}

/** On as few pages as good type allows, in the largest type that fits; where even small type does not, line breaks go. */
function fit(body, height, pages) {
  for (let page = 1; page <= pages; page += 1) {
    for (let size = LARGEST; size >= (page < pages ? GOOD : LEAST); size -= 0.25) {
      body.style.fontSize = `${size}pt`;
      if (size < 8) body.style.whiteSpace = "normal";
      // A little is left over, and more where a row that is not split goes to the second page.
      if (body.offsetHeight <= height * (page * 0.85 + 0.12)) return;
    }
  }
}

/** The table as text, columns as wide as they are meant to be. Empty rows stay only where nothing is written at all. */
function plainTable(table) {
  // Word processors know widths by this name only.
  const columns = make("colgroup", {}, ...[...table.querySelectorAll("col")].map((col) => make("col", { style: `width:${col.style.width}` })));
  const all = [...table.tBodies[0].rows];
  const rows = all.filter((row) => row.querySelector("th") || filled(row) || !all.some(filled)).map((row) => make("tr", {},
    ...[...row.cells].map((cell) => make(cell.tagName, {}, cell.querySelector("textarea")?.value ?? cell.textContent))));
  const heads = [...table.tHead.rows[0].cells].map((cell) => make(cell.tagName, {}, cell.textContent));
  return make("table", {}, columns, make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...rows));
}

function filled(row) {
  return [...row.querySelectorAll("textarea")].some(({ value }) => value.trim());
}

function charset(sheet) {
  const meta = sheet.createElement("meta");
  meta.setAttribute("charset", "utf-8");
  return meta;
}

function titled(sheet, tag, text) {
  const element = sheet.createElement(tag);
  element.textContent = text;
  return element;
}

/** As high as its text: older browsers know no field-sizing. */
function grow(field) {
  if (!field.offsetParent) return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + 2}px`;
}
