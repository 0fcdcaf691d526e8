// This browser's store of a sealed form: what waits and what was handed in, all of it encrypted.

/** @returns {{read: () => {waiting: object, done: object[]}, write: (kept: object) => boolean}} */
export function sealedStore({ course, context }, form) {
  const key = `fieldbook:sealed:${course}:${context}:${form}`;
  let here = { waiting: {}, done: [] }; // where the browser keeps nothing, as long as the page lives
  return {
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem(key));
        if (kept && typeof kept.waiting === "object" && Array.isArray(kept.done)) return kept;
      } catch {
        // Blocked, or not ours.
      }
      return here;
    },
    write(kept) {
      here = kept;
      try {
        localStorage.setItem(key, JSON.stringify(kept));
        return true;
      } catch {
        return false;
      }
    },
  };
}
