// The browser's local storage: where there is no database, and for the launch page of a package, which has to keep an
// answer before it is left. A browser that is killed may lose what was written in the half minute before.

import { RECORD_VERSION } from "../record.js";

/**
 * @param {any} about one store for each course and mission, for all builds
 * @returns {any | null} null where storage is blocked, full or does not keep what is written
 */
export function localAdapter(about) {
  const key = localKey(about, RECORD_VERSION);
  if (!works(key)) return null;
  let written = null;

  /** Read from an earlier version's store until something is saved, so that an update loses nothing. */
  const load = () => {
    const [newest] = readLocal(about);
    return newest ? newest.value : null;
  };
  return {
    name: "local",
    keeps: "weak",
    load,
    save(record, join) {
      const saved = join && localStorage.getItem(key) !== written ? join(load()) : record;
      const text = JSON.stringify(saved);
      localStorage.setItem(key, text);
      if (localStorage.getItem(key) !== text) throw new Error("not kept");
      written = text;
      return saved;
    },
    erase: () => {
      for (const { name } of readLocal(about)) localStorage.removeItem(name);
    },
    watch(onChange) {
      addEventListener("storage", (event) => {
        // A null key says that everything was cleared.
        if (event.key === key || event.key === null) onChange(parse(event.newValue));
      });
    },
  };
}

/**
 * @param {any} about
 * @param {number} version
 */
export function localKey({ course, context, person }, version) {
  return `fieldbook:${version}:${course}:${context}${person ? `:${person}` : ""}`;
}

/** What stands in localStorage for a record, this version's first: [{name, text, value}], value null where it is damaged. */
export function readLocal(about) {
  const found = [];
  for (let version = RECORD_VERSION; version > 0; version -= 1) {
    const name = localKey(about, version);
    try {
      const text = localStorage.getItem(name);
      if (text !== null) found.push({ name, text, value: parse(text) });
    } catch {
      // Even to ask for the storage may throw (cookies blocked).
    }
  }
  return found;
}

function works(key) {
  try {
    const probe = `${key}:probe`;
    localStorage.setItem(probe, "1");
    const kept = localStorage.getItem(probe) === "1";
    localStorage.removeItem(probe);
    return kept;
  } catch {
    return false;
  }
}

/** What isn't JSON isn't a record; it is written over with the next answer. */
function parse(text) {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
