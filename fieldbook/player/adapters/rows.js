// Rows by key in the browser's database (IndexedDB), in one table. A row counts as kept when its transaction has completed,
// and "strict" says that it is on the disk then. Chromium writes localStorage up to half a minute later, and IndexedDB at
// once; docs/player.md has what was measured.

const NAME = "fieldbook";
const TABLE = "kept";
const PATIENCE_MS = 3000; // some browsers never say that their database is blocked

let opening = null;

/** What can be asked of the database, by name. Each answer is a promise; it rejects where the browser refuses, or is full. */
export const ROWS = {
  read: (key) => transact("readonly", (table, give) => {
    const request = table.get(key);
    request.onsuccess = () => give(request.result);
  }),
  /** Rows whose keys begin with `start`, as [key, row]. */
  list: (start) => transact("readonly", (table, give) => {
    const rows = [];
    give(rows);
    const request = table.openCursor(IDBKeyRange.bound(start, `${start}\uffff`));
    request.onsuccess = () => {
      const { result } = request;
      if (!result) return;
      rows.push([result.key, result.value]);
      result.continue();
    };
  }),
  /** @param {[string, any][]} rows all or none; null takes a row away */
  write: (rows) => transact("readwrite", (table) => {
    for (const [key, row] of rows) {
      if (row === null) table.delete(key);
      else table.put(row, key);
    }
  }),
  /** Writes a row if it still is as it was. @returns {Promise<boolean>} whether it was, and `row` is kept */
  swap: (key, before, row) => transact("readwrite", (table, give) => {
    const request = table.get(key);
    request.onsuccess = () => {
      const isAsBefore = JSON.stringify(request.result) === JSON.stringify(before);
      give(isAsBefore);
      try {
        if (isAsBefore) table.put(row, key);
      } catch {
        request.transaction.abort();
      }
    };
  }),
};

/** @param {(table: IDBObjectStore, give: (value: unknown) => void) => void} work what it gives is the result */
async function transact(mode, work) {
  const database = await openDatabase();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(TABLE, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error || new Error("not kept"));
    work(transaction.objectStore(TABLE), (value) => { result = value; });
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
        request.result.onversionchange = () => {
          request.result.close();
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

/** To the other windows of the same database, and from them. Browsers without it see the others when they are looked at. */
export function openChannel(onMessage) {
  // eslint-disable-next-line compat/compat -- asked for first
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;
  if (channel) channel.onmessage = ({ data }) => onMessage(data);
  return (message) => { if (channel) channel.postMessage(message); };
}
