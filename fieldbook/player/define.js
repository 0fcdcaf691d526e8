// Brings the page to life. The only module with side effects.

import { FieldbookActivity } from "./activity.js";
import { fits, missingPart, readAnswer, tellDoubt, writeAnswer } from "./answers.js";
import { changeRow, readRow, readRows, writeRows } from "./adapters/database.js";
import { findAdapter } from "./adapters/find.js";
import { FieldbookDecision } from "./decision.js";
import { make, makeButton, makeFilePicker, makeIcon, refill, speaker, textOf } from "./dom.js";
import { PlayerElement } from "./element.js";
import { notesOnAnswer, verdict } from "./feedback.js";
import { showGroups } from "./groups.js";
import { language } from "./language.js";
import { hideNotes, showNotes } from "./notes.js";
import { makeMovable, stepIds } from "./order.js";
import { showProgress, watchReading } from "./progress.js";
import { FieldbookProduct } from "./product.js";
import { FieldbookScenario } from "./scenario.js";
import { fileParts, saveToFile, showKeeping, showRecord } from "./record-ui.js";
import { outcome } from "./scoring.js";
import { Session } from "./session.js";
import { makeSolution } from "./solution.js";
import { FieldbookTension } from "./tension.js";
import { shapeOf } from "./types.js";
import { askWho, showWhoHint, watchWho } from "./who.js";

const ELEMENTS = {
  "fieldbook-activity": FieldbookActivity,
  "fieldbook-decision": FieldbookDecision,
  "fieldbook-tension": FieldbookTension,
  "fieldbook-scenario": FieldbookScenario,
  "fieldbook-product": FieldbookProduct,
};

// What the second script of a test's page takes from here; build/player.py reads the names.
const PARTS = { PlayerElement, changeRow, fileParts, fits, hideNotes, language, make, makeButton, makeFilePicker, makeIcon, makeMovable, makeSolution, missingPart, notesOnAnswer, outcome, readAnswer, readRow, readRows, refill, saveToFile, shapeOf, showKeeping, showNotes, speaker, stepIds, tellDoubt, textOf, verdict, writeAnswer, writeRows };

/** @param {any} data of this edition: record, modules, strings */
async function startPlayer(data) {
  const say = speaker(data.strings);
  const root = document.documentElement.dataset.content_root ?? "./";
  const { adapter, people } = await findAdapter(data.record && { ...data.record, modules: data.modules }, root, (found) => askWho(found, say));
  const session = new Session(data, adapter);
  await session.open();
  PlayerElement.session = session;
  data.session = session;
  PlayerElement.say = say;
  for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
  if (session.preview) return;
  addEventListener("pagehide", () => session.leave());
  if (document.querySelector([...Object.keys(ELEMENTS), "[data-fb-record]", ".fb-start"].join())) showKeeping(session, say, document.querySelector("article, main") ?? document.body);
  showRecord(session, say, people);
  if (people) {
    watchWho(people, session);
    if (document.querySelector([...Object.keys(ELEMENTS), "fieldbook-test"].join())) showWhoHint(document.querySelector("article, main") || document.body, people, session, say);
  }
  showGroups(session);
  showProgress(session, data.modules, root, say);
  watchReading(session, data.modules, root, say);
}

// In a notebook each check brings the player along; the first one serves all. Without data there is nothing to serve.
if (window.FIELDBOOK && !window.FIELDBOOK.started) {
  window.FIELDBOOK.started = true;
  window.FIELDBOOK.parts = PARTS;
  window.FIELDBOOK.ready = startPlayer(window.FIELDBOOK);
}
