// The launch page of a package: holds the session with the learning system; the book's pages stand in its frame.

import { announceStore, localNotes } from "./adapters/notes.js";
import { localAdapter } from "./adapters/local.js";
import { noneAdapter } from "./adapters/none.js";
import { Hub } from "./hub.js";
import { addressOf } from "./standing.js";

/** @param {(format: string) => any | null} findSystem of the package's standard */
export async function launch(findSystem) {
  const { FIELDBOOK: book, FIELDBOOK_TABLE: table } = window;
  const { module = null, test = null } = document.documentElement.dataset;
  const frame = document.querySelector("iframe");
  const mine = book.modules.filter(({ id }) => test === null && (module === null || id === module));
  const form = (table.forms ?? []).find(({ id }) => id === test);
  const start = form?.page ?? (module === null ? table.start : mine[0].page);
  const system = findSystem(table.format);
  if (!system) {
    document.querySelector("[data-alone]").hidden = false;
    frame.src = start;
    return;
  }
  const course = { ...table, record: book.record, modules: book.modules };
  const hub = new Hub(course, test ?? module, system, {
    store: (about) => localAdapter(about) ?? noneAdapter(),
    notes: localNotes,
    announce: (store) => announceStore(book.record, store),
  });
  window.fieldbookLaunch = hub;
  await hub.start();
  const tests = mine.length === book.modules.length ? [] : (table.forms ?? []).filter(({ id, decides }) => decides && id !== test);
  const elsewhere = [...book.modules.filter((part) => !mine.includes(part)).flatMap(pagesOf), ...tests.map(({ page }) => page)];
  const others = elsewhere.map((page) => new URL(page, document.baseURI).pathname);
  frame.addEventListener("load", () => watchLinks(frame, others));
  frame.src = addressOf(hub.record.place, mine) ?? start;
  showWayBack(system, hub);
  document.addEventListener("visibilitychange", () => { if (document.hidden) hub.flush(); });
  addEventListener("pagehide", () => hub.leave());
  addEventListener("pageshow", (event) => { if (event.persisted) hub.comeBack(); });
}

function pagesOf({ page, end, lessons }) {
  return [page, end, ...lessons.map((lesson) => lesson.page)];
}

/**
 * Other sites do not let themselves be shown in a frame. Other modules are packages of their own: what is answered there
 * from here would count for nobody.
 */
function watchLinks(frame, others) {
  const notice = document.querySelector("[data-other]");
  notice.hidden = true;
  frame.contentDocument?.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    notice.hidden = true;
    if (!link || !/^https?:$/.test(link.protocol)) return;
    if (link.origin !== location.origin) {
      link.target = "_blank";
      link.rel = "noopener";
    } else if (others.includes(link.pathname)) {
      event.preventDefault();
      notice.hidden = false;
    }
  }, true);
}

/** A system that wants its learners back gets them when it has been told everything. */
function showWayBack({ back = null }, hub) {
  const link = document.querySelector("[data-back] a");
  if (!back || !link) return;
  link.href = back;
  link.parentElement.hidden = false;
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    await hub.leave();
    location.assign(back);
  });
}
