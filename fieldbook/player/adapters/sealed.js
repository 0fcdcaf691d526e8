// This browser's store of a sealed form: what waits and what was handed in, all of it encrypted.

/**
 * What the browser refuses to keep stays here as long as the page lives, and goes with every later attempt to write.
 * @param {any} about
 * @param {string} form one store for each form
 */
export function sealedStore({ course, context }, form) {
  const key = `fieldbook:sealed:${course}:${context}:${form}`;
  const unkept = new Map(); // by sitting: {waiting} or {done}

  /** What the browser has, asked now. */
  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      if (found && typeof found.waiting === "object" && Array.isArray(found.done)) return found;
    } catch {
      // Blocked, or not ours.
    }
    return { waiting: {}, done: [] };
  }

  function read() {
    const { waiting, done } = kept();
    for (const [id, change] of unkept) {
      delete waiting[id];
      if (change.waiting) waiting[id] = change.waiting;
      if (change.done) done.splice(0, done.length, ...done.filter((sealed) => sealed.id !== id), change.done);
    }
    return { waiting, done };
  }

  function write(whole) {
    try {
      const text = JSON.stringify(whole);
      localStorage.setItem(key, text);
      if (localStorage.getItem(key) === text) unkept.clear();
    } catch {
      // Full or blocked.
    }
  }

  /** A test takes some 10,000 characters. */
  function hasRoom() {
    try {
      const probe = "x".repeat(40000);
      localStorage.setItem(`${key}:probe`, probe);
      const isKept = localStorage.getItem(`${key}:probe`) === probe;
      localStorage.removeItem(`${key}:probe`);
      return isKept;
    } catch {
      return false;
    }
  }

  return {
    hasRoom,
    kept,
    read,
    /** Sittings that are on this page only. */
    unkept: () => [...unkept.keys()],
    /** @param {{waiting: any} | {done: any}} change of one sitting, of which the store holds one or the other */
    put(id, change) {
      unkept.set(id, change);
      write(read());
    },
    eraseDone() {
      for (const [id, { done }] of unkept) if (done) unkept.delete(id);
      write({ ...read(), done: [] });
    },
  };
}
