// What a launch page notes in this browser beside the learner's record: what has been sent, and what has not.

/** @param {{course: string, context: string}} about as for the local store */
export function localNotes({ course, context }) {
  const key = `fieldbook:2:${course}:${context}:notes`;
  let here = {}; // where the browser keeps nothing, notes live as long as the page
  return {
    read: () => guarded(() => JSON.parse(localStorage.getItem(key))) ?? here,
    write(notes) {
      here = notes;
      guarded(() => localStorage.setItem(key, JSON.stringify(notes)));
    },
  };
}

/** Tells pages that are opened in tabs of their own which store to use; null takes it back. */
export function announceStore({ course, context }, store) {
  const key = `fieldbook:launch:${course}:${context}`;
  guarded(() => (store === null ? localStorage.removeItem(key) : localStorage.setItem(key, store)));
}

/** Storage may throw: a session with the system goes on without it. */
function guarded(use) {
  try {
    return use();
  } catch {
    return null;
  }
}
