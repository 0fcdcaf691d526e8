// The rows of this course: this page's own database, or, where each file on disk has one of its own (Firefox), that of one
// file which every page shows in a hidden frame: _static/store.html.

import { openChannel, ROWS } from "./rows.js";

const FRAME_MS = 3000; // until the frame answers
const heard = []; // [name, what to do]

let ask = (name, ...values) => ROWS[name](...values);
let send = openChannel(hear);

/** Firefox gives each file on disk its own store; nothing but its engine's own CSS tells. */
export function eachPageApart() {
  return location.protocol === "file:" && CSS.supports("-moz-appearance", "none");
}

/**
 * Where pages are kept apart: from now on the rows are those of the store's file.
 * @param {string} root the way to the book's root
 * @returns {Promise<boolean>} false where it does not answer: the page stands alone, or the browser keeps frames apart too
 */
export function shareStore(root) {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.src = `${root}_static/store.html`;
  const waiting = new Map();
  let count = 0;
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), FRAME_MS);
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow || !data) return;
      if (data.isReady) {
        ask = (name, ...values) => new Promise((done, failed) => {
          count += 1;
          waiting.set(count, { done, failed });
          frame.contentWindow.postMessage({ id: count, name, values }, "*"); // a file has no origin that could be named
        });
        send = (message) => frame.contentWindow.postMessage({ message }, "*");
        resolve(true);
      } else if (data.message) hear(data.message);
      else if (waiting.has(data.id)) {
        const { done, failed } = waiting.get(data.id);
        waiting.delete(data.id);
        if (data.fault) failed(new Error(data.fault));
        else done(data.result);
      }
    });
    document.body.append(frame);
  });
}

export function readRow(key) {
  return ask("read", key);
}

export function readRows(start) {
  return ask("list", start);
}

export function writeRows(rows) {
  return ask("write", rows);
}

/**
 * Reads a row and writes what is made of it; anew where somebody else has written in between.
 * @param {(row: any) => any} change
 * @returns {Promise<any>} the row that was written
 */
export async function changeRow(key, change) {
  for (;;) {
    const before = await readRow(key);
    const row = change(before);
    if (await ask("swap", key, before, row)) return row;
  }
}

/** Tells the other windows; `name` is what it is about. */
export function tellOthers(name, data) {
  send([name, data]);
}

export function onOthers(name, then) {
  heard.push([name, then]);
}

function hear([name, data]) {
  for (const [about, then] of heard) if (about === name) then(data);
}
