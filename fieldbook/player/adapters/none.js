// Where nothing keeps the record: it lives as long as the page. All adapters have this form:
//   name    for people who look for faults
//   keeps   "yes", "page" (each page for itself) or "no"; in a package "system", "late", "ended" or "failed"
//   shared  true where another page or tab may write in between
//   load()  the record that was saved, or null; may be a promise
//   save(record, summary, seconds)  throws or rejects where that fails
//   isSafe()  only in a package: whether what was saved last has left the memory of the launch page; a promise
//   watch(onRecord, onKeeping)      calls with a record written elsewhere, or null where it was erased; and when `keeps` is another
// `summary` is {done, total, score}: lessons done, lessons there are, mean of the first scores or null.
// `seconds` by item: how long the latest answer took.

/** @returns {any} always usable */
export function noneAdapter() {
  return { name: "none", keeps: "no", shared: false, load: () => null, save: () => {}, erase: () => {}, watch: () => {} };
}
