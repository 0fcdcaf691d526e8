// Where nothing keeps the record: it lives as long as the page. All adapters have this form:
//   name    for people who look for faults
//   keeps   "yes", "weak" (kept, but a browser that is killed loses the last), "page" (each page for itself) or "no"; in a
//           package "system", "late", "ended" or "failed"
//   load()  the record that was saved, or null; may be a promise
//   save(record, join, seconds)  the record that was saved; may be a promise. Throws or rejects where that fails.
//           Where another page has written since: what `join` makes of that page's record (null: erased)
//   isSafe()  only in a package: whether what was saved last has left the memory of the launch page; a promise
//   watch(onChange, onKeeping)      calls when a record was written or erased elsewhere; and when `keeps` is another
//   leave(record)  only where saving takes time: the page is being left, and this has not been saved
// `seconds` by item: how long the latest answer took.

/** @returns {any} always usable */
export function noneAdapter() {
  return { name: "none", keeps: "no", load: () => null, save: (record) => record, erase: () => {}, watch: () => {} };
}
