// The browser's local storage: for a folder opened from disk, a USB stick or a plain web server.

/**
 * @param {{course: string, context: string}} about one store for each course and mission, for all builds
 * @returns {any | null} null where storage is blocked, full or does not keep what is written
 */
export function localAdapter({ course, context }) {
  const [key, ...before] = [3, 2, 1].map((version) => `fieldbook:${version}:${course}:${context}`);
  if (!works(key)) return null;
  return {
    name: "local",
    keeps: eachPageApart() ? "page" : "yes",
    shared: true,
    // The stores of earlier versions of the record are read until something is saved, so that an update loses nothing.
    load: () => parse([key, ...before].map((name) => localStorage.getItem(name)).find((text) => text !== null) ?? null),
    save(record) {
      const text = JSON.stringify(record);
      localStorage.setItem(key, text);
      if (localStorage.getItem(key) !== text) throw new Error("not kept");
    },
    erase: () => [key, ...before].forEach((name) => localStorage.removeItem(name)),
    watch(onRecord) {
      addEventListener("storage", (event) => {
        // A null key says that everything was cleared.
        if (event.key === key || event.key === null) onRecord(parse(event.newValue));
      });
    },
  };
}

/** Even to ask for the storage may throw (cookies blocked). */
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

/** Firefox gives each file on disk its own store; nothing but its engine's own CSS tells. */
function eachPageApart() {
  return location.protocol === "file:" && CSS.supports("-moz-appearance", "none");
}

/** What isn't JSON isn't a record; it is written over with the next answer. */
function parse(text) {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
