// The browser's database (IndexedDB): rows by key, in one table. A row counts as kept when its transaction has completed,
// and "strict" says that it is on the disk then. Chromium writes localStorage up to half a minute later, and IndexedDB at
// once; docs/player.md has what was measured.

const NAME = "fieldbook";
const TABLE = "kept";
const PATIENCE_MS = 3000; // some browsers never say that their database is blocked

let opening = null;

/**
 * One transaction, all or nothing.
 * @param {"readonly" | "readwrite"} mode
 * @param {(table: IDBObjectStore, give: (value: unknown) => void) => void} work what it gives is the result
 * @returns {Promise<any>} when the transaction has completed; rejects where the browser refuses, or its storage is full
 */
export async function inDatabase(mode, work) {
  const database = await openDatabase();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(TABLE, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error || new Error("not kept"));
    work(transaction.objectStore(TABLE), (value) => { result = value; });
  });
}

export function readRow(key) {
  return inDatabase("readonly", (table, give) => {
    table.get(key).onsuccess = ({ target }) => give(target.result);
  });
}

/**
 * Reads a row and writes what is made of it, with nobody in between.
 * @param {(row: object | undefined) => object} change must answer at once; where it throws, nothing is written
 * @returns {Promise<object>} the row that was written
 */
export function changeRow(key, change) {
  return inDatabase("readwrite", (table, give) => {
    table.get(key).onsuccess = ({ target }) => {
      try {
        const row = change(target.result);
        table.put(row, key);
        give(row);
      } catch {
        target.transaction.abort();
      }
    };
  });
}

/** Rows whose keys begin with `start`, as [key, row]. */
export function readRows(start) {
  return inDatabase("readonly", (table, give) => {
    const rows = [];
    give(rows);
    table.openCursor(IDBKeyRange.bound(start, `${start}\uffff`)).onsuccess = ({ target: { result } }) => {
      if (!result) return;
      rows.push([result.key, result.value]);
      result.continue();
    };
  });
}

/** Opened once, and again where the browser has closed it. */
function openDatabase() {
  if (!opening) {
    opening = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error("no answer")), PATIENCE_MS);
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        request.result.onclose = forget;
        request.result.onversionchange = ({ target }) => {
          target.close();
          forget();
        };
        resolve(request.result);
      };
    });
    opening.catch(forget);
  }
  return opening;
}

function forget() {
  opening = null;
}
