// This browser's store of a sealed form: what waits and what was handed in, all of it encrypted. A row for each sitting.

import { changeRow, readRow, readRows, writeRows } from "./database.js";

/**
 * What the browser refuses to keep stays here as long as the page lives, and goes with every later attempt to write.
 * @param {any} about
 * A row is {waiting: object} or {done: object}.
 * @param {string} form one store for each form
 */
export function sealedStore({ course, context }, form) {
  const start = `sealed:${course}:${context}:${form}:`;
  const local = `fieldbook:sealed:${course}:${context}:${form}`; // where earlier editions kept it
  const unkept = new Map(); // rows by sitting
  let rows = new Map(); // as the browser had them when it was asked last

  /** What earlier editions have kept is removed when it was read back. */
  async function takeOver() {
    const text = localStorage.getItem(local);
    const { waiting, done } = JSON.parse(text) || { waiting: {}, done: [] };
    const old = [...Object.entries(waiting).map(([id, sitting]) => [id, { waiting: sitting }]), ...done.map((sealed) => [sealed.id, { done: sealed }])];
    for (const [id, row] of old) await changeRow(start + id, (before) => before || row);
    const found = new Map(await readRows(start));
    if (old.every(([id]) => found.has(start + id)) && localStorage.getItem(local) === text) localStorage.removeItem(local);
  }

  async function look() {
    try {
      if (localStorage.getItem(local)) await takeOver();
    } catch {
      // Blocked, or not ours: it stays.
    }
    try {
      rows = new Map((await readRows(start)).map(([key, row]) => [key.slice(start.length), row]));
    } catch {
      // As it was when the browser answered last.
    }
  }

  return {
    /** Asks the browser what it has. */
    look,
    /** What there is, as of the last look: rows by sitting. */
    read: () => new Map([...rows, ...unkept]),
    /** What the browser itself has of a sitting, asked now; undefined where it has nothing or is blocked. */
    kept: (id) => readRow(start + id).catch(() => undefined),
    /** Sittings that are on this page only. */
    unkept: () => [...unkept.keys()],
    async put(id, row) {
      unkept.set(id, row);
      const all = [...unkept];
      try {
        await writeRows(all.map(([one, change]) => [start + one, change]));
        for (const [one, change] of all) {
          rows.set(one, change);
          if (unkept.get(one) === change) unkept.delete(one);
        }
      } catch {
        // Full or blocked.
      }
    },
    /** Hands in what waits as it stands, unless it was handed in meanwhile. */
    async close(id) {
      const here = unkept.get(id);
      try {
        rows.set(id, await changeRow(start + id, (row) => (row && row.done ? row : { done: (here || row).waiting.sealed })));
        unkept.delete(id);
        return Boolean((await readRow(start + id)).done);
      } catch {
        return false;
      }
    },
    /** @param {string[]} ids of sittings that were handed in */
    async erase(ids) {
      await writeRows(ids.map((id) => [start + id, null]));
      for (const id of ids) for (const map of [rows, unkept]) map.delete(id);
    },
    /** A test takes some 10,000 characters. */
    async hasRoom() {
      const probe = "x".repeat(40000);
      const key = `probe:${start}`;
      try {
        await writeRows([[key, probe]]);
        const isKept = await readRow(key) === probe;
        await writeRows([[key, null]]);
        return isKept;
      } catch {
        return false;
      }
    },
  };
}
