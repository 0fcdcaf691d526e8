// The learner's record in the browser's database: for a folder opened from disk, a USB stick or a plain web server.

import { changeRow, onOthers, readRow, tellOthers } from "./database.js";
import { localKey, readLocal } from "./local.js";
import { merge, readable, RECORD_VERSION } from "../record.js";

/**
 * @param {any} about one record for each course, mission and person
 * @param {boolean} isApart whether each page has a store of its own
 * @returns {Promise<any>} null where the browser has no database, or blocks it
 */
export async function keptAdapter(about, isApart) {
  const key = recordKey(about, RECORD_VERSION);
  let count = 0; // of the row as this page knows it

  /** Writes on from the row, whoever wrote it. */
  async function write(make) {
    const row = await changeRow(key, (before) => ({ count: (before ? before.count : count) + 1, text: JSON.stringify(make(before)) }));
    count = row.count;
    tellOthers(key, count);
  }

  async function load() {
    const row = await readRow(key);
    if (!row) return null;
    count = row.count;
    return JSON.parse(row.text);
  }

  try {
    await takeOver(about, key);
  } catch {
    return null;
  }
  return {
    name: "kept",
    keeps: isApart ? "page" : "yes",
    load,
    async save(record, join) {
      let saved = record;
      await write((row) => {
        // A row that is gone was taken away by the browser: all of the record is written again.
        if (row && row.count !== count) saved = join(JSON.parse(row.text));
        return saved;
      });
      return saved;
    },
    erase: () => {
      for (const { name } of readLocal(about)) localStorage.removeItem(name);
      return write(() => null); // the row stays, so that no other page takes its own copy for newer
    },
    watch(onChange) {
      onOthers(key, onChange);
      document.addEventListener("visibilitychange", () => { if (!document.hidden) onChange(); });
    },
    // The page goes while it saves: the next page takes this over.
    leave(record) {
      const found = readLocal(about).map(({ value }) => readable(value, about)).filter(Boolean);
      localStorage.setItem(localKey(about, RECORD_VERSION), JSON.stringify(found.reduce(merge, record)));
    },
  };
}

/**
 * @param {any} about its `person` is there where several people learn here: all but the first have one
 * @param {number} version
 */
export function recordKey({ course, context, person }, version) {
  return `record:${version}:${course}:${context}${person ? `:${person}` : ""}`;
}

/**
 * Joins the row with what earlier editions, or pages that were left in a hurry, have put elsewhere. What stood in
 * localStorage is removed when the row was read back; rows of earlier versions stay for earlier editions.
 */
async function takeOver(about, key) {
  const old = readLocal(about).filter(({ value }) => readable(value, about));
  const found = old.map(({ value }) => value);
  if (!await readRow(key)) found.push(...await olderRows(about));
  if (!found.length) return;
  const { text } = await changeRow(key, (row) => {
    const records = [row && JSON.parse(row.text), ...found].map((value) => readable(value, about)).filter(Boolean);
    return { count: (row ? row.count : 0) + 1, text: JSON.stringify(records.reduce(merge)) };
  });
  if ((await readRow(key)).text !== text) return;
  for (const { name, text: before } of old) if (localStorage.getItem(name) === before) localStorage.removeItem(name);
}

async function olderRows(about) {
  for (let version = RECORD_VERSION - 1; version > 0; version -= 1) {
    const row = await readRow(recordKey(about, version));
    if (row) return [JSON.parse(row.text)];
  }
  return [];
}
