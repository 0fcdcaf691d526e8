// Several people on one computer: a record for each of them, and a row that says who is learning. Kept apart, not
// protected. As long as only one person has learned here there is no such row.

import { changeRow, onOthers, readRow, readRows, tellOthers } from "./database.js";
import { recordKey } from "./kept.js";
import { makeRecord, readable, RECORD_VERSION } from "../record.js";

const ANSWERLESS_MS = 30 * 60000; // after that, somebody else may sit here
const STEP_MS = 60000;

/**
 * @param {any} about
 * @returns {Promise<any>} null where the browser has no database, or blocks it
 */
export async function findPeople(about) {
  const key = `learning:${about.course}:${about.context}`;
  let row;
  try {
    row = await readRow(key);
  } catch {
    return null;
  }
  const person = row ? row.person : "";

  async function seat(next, at) {
    await changeRow(key, () => ({ person: next, at }));
    tellOthers(key, next);
  }

  return {
    person,
    several: Boolean(row),
    /** Whether nobody has answered for so long that it may be somebody else now. */
    isUnsure: () => Boolean(row) && !(Math.abs(Date.now() - row.at) < ANSWERLESS_MS),
    /** Everybody who has a record here: [{person, name}], name empty where none was given. */
    async list() {
      const first = recordKey(about, RECORD_VERSION);
      const rows = [[first, await readRow(first)], ...await readRows(`${first}:`)];
      return rows.map(([place, found]) => ({ person: place.slice(first.length + 1), record: found && readable(JSON.parse(found.text), about) }))
        .filter(({ person: one, record }) => record || one)
        .map(({ person: one, record }) => ({ person: one, name: (record && record.learner.pseudonym) || "" }));
    },
    /** Somebody goes on with the record that is there. */
    sit: (next) => seat(next, Date.now()),
    /** Nobody sits here: the next page asks. */
    signOff: () => seat(person, 0),
    /** A record of one's own, empty or from a file. */
    async add(name, record = makeRecord(about)) {
      const next = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const own = { ...record, learner: { ...record.learner, pseudonym: name }, saved: new Date().toISOString() };
      await changeRow(recordKey({ ...about, person: next }, RECORD_VERSION), () => ({ count: 1, text: JSON.stringify(own) }));
      await seat(next, Date.now());
    },
    /** Notes that the person who sits here is at work. */
    stay() {
      if (row && Date.now() - row.at > STEP_MS) changeRow(key, (now) => (now.person === person && now.at ? { person, at: Date.now() } : now)).then((now) => { row = now; }, () => {});
    },
    /** Calls when somebody else has sat down, in another window. */
    watch(onOther) {
      onOthers(key, (next) => { if (next !== person) onOther(); });
      document.addEventListener("visibilitychange", async () => {
        if (document.hidden) return;
        const now = await readRow(key).catch(() => row);
        if (now && (now.person !== person || !row)) onOther();
      });
    },
  };
}
