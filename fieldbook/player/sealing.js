// Keeps the sittings of a sealed form. What is kept for the trainer is encrypted with the trainer's public key; the copy
// to go on with, which is gone when the test is handed in, with a word that the learner chooses. docs/forms.md has the
// format; fieldbook/results/open_sealed.py opens it.

import { sealedStore } from "./adapters/sealed.js";
import { make, textOf } from "./dom.js";

const ROUNDS = 600000;
const MOST_SEALED = 20000000; // bytes, as results/sealed.py has it
const NAME = "fieldbook-sealed-1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const bytesOf = (text) => new TextEncoder().encode(text);

export class SealedKeeper {
  constructor(form, about) {
    this.hasKey = false;
    this._words = new Map();
    this._made = new Map(); // what was sealed last of each sitting that is handed in, and what it must hold
    this._inFile = new Set();
    this._saving = Promise.resolve();
    this._steps = 0; // that are not through yet
    this._watchers = [];
    this._form = form;
    this._about = about;
    this._store = sealedStore(about, form.id);
  }

  /** Browsers encrypt on pages from a folder, from https and from this device, and nowhere else. */
  get works() {
    return Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle);
  }

  /** Nobody goes on without the word. */
  begun() {
    return null;
  }

  stored() {
    return {};
  }

  /** Asks the browser what it has: another page may have kept something. */
  look() {
    return this._store.look();
  }

  waiting() {
    return [...this._store.read()].filter(([, row]) => row.waiting).map(([id, { waiting }]) => ({ id, started: waiting.started }));
  }

  done() {
    return [...this._store.read().values()].map(({ done }) => done).filter(Boolean);
  }

  /** Whether this browser has room for a test now. */
  hasRoom() {
    return this._store.hasRoom();
  }

  /** Sittings of which something is on this page only. */
  unkept() {
    return this._store.unkept().filter((id) => !this._inFile.has(id));
  }

  get isAtRisk() {
    return this.unkept().length > 0;
  }

  /** Whether the browser has said that it has all of a sitting. */
  isSaved() {
    return this._steps === 0 && !this.isAtRisk;
  }

  /** Calls after each attempt to keep something. */
  watch(onKeeping) {
    this._watchers.push(onKeeping);
  }

  /** The learner's record says that it took place, and no more. */
  mark(session, id, sitting) {
    session.sit(id, { ...sitting, answers: {}, flags: [], score: null });
  }

  async begin(id, learner, word) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    this._words.set(id, { learner, salt, key: await wordKey(word, salt) });
  }

  keep(id, sitting) {
    this._next(async () => {
      const { learner, salt, key } = this._words.get(id);
      const { sealed } = await this._seal(id, { learner, sitting });
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytesOf(JSON.stringify({ learner, sitting })));
      await this._store.put(id, { waiting: { started: sitting.started, sealed, salt: base64(salt), iv: base64(iv), data: base64(data) } });
    });
  }

  /**
   * From now on only the trainer can read it.
   * @returns {Promise<boolean>} whether the browser, asked again, has every answer; if not, they are on this page only
   */
  handIn(id, sitting) {
    return this._next(async () => {
      if (!this._made.has(id)) this._made.set(id, { sitting, ...await this._seal(id, { learner: this._words.get(id).learner, sitting }) });
      await this._store.put(id, { done: this._made.get(id).sealed });
      const kept = await this._store.kept(id);
      if (!kept || !await this._holds(id, [kept.done])) return false;
      this._forget(id);
      return true;
    });
  }

  isOnlyInFile(id) {
    return this._inFile.has(id);
  }

  /** Whether a file that was saved has every answer of a sitting that was to be handed in. */
  async isInFile(id, file) {
    try {
      if (file.size > MOST_SEALED || !await this._holds(id, JSON.parse(await textOf(file)).sittings)) return false;
    } catch {
      return false; // no file of ours, or damaged
    }
    this._inFile.add(id);
    this._forget(id);
    this._onKeeping();
    return true;
  }

  /** The sitting behind a word; null where the word is another. */
  async opened(id, word) {
    const { salt, iv, data } = this._store.read().get(id).waiting;
    try {
      const key = await wordKey(word, fromBase64(salt));
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64(iv) }, key, fromBase64(data));
      const { learner, sitting } = JSON.parse(new TextDecoder().decode(text));
      this._words.set(id, { learner, salt: fromBase64(salt), key });
      return sitting;
    } catch {
      return null;
    }
  }

  /**
   * Hands in what waits here as it stands.
   * @returns {Promise<boolean>} whether the browser, asked again, has it
   */
  handInAsIs(id) {
    return this._next(() => this._store.close(id));
  }

  /** Those that this page knows of; another page may have handed in one more. */
  eraseDone() {
    return this._store.erase(this.done().map(({ id }) => id));
  }

  /** @param {string | null} id one sitting, as it stands; null for all that were handed in here */
  async saveFile(id) {
    await this._saving;
    if (id === null) await this.look();
    const sittings = id === null ? this.done() : [this._sealed(id)];
    const text = JSON.stringify({ format: "fieldbook-sealed", version: 1, sittings }, null, 1);
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const { course, context } = this._about;
    make("a", { href: url, download: `${course}-${context}-${id ?? this._form.id}-sealed.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  _onKeeping() {
    for (const watcher of this._watchers) watcher();
  }

  _sealed(id) {
    const { waiting, done } = this._store.read().get(id);
    return done || waiting.sealed;
  }

  /** What opens a sitting, once the trainer's copy is safe. */
  _forget(id) {
    this._words.delete(id);
    this._made.delete(id);
  }

  /**
   * One after the other; a step that fails does not stop the next.
   * @param {() => Promise<any>} step
   * @returns {Promise<any>}
   */
  _next(step) {
    this._steps += 1;
    const done = this._saving.then(step).catch(() => false);
    this._saving = done.then(() => {
      this._steps -= 1;
      this._onKeeping();
    }).catch(() => {});
    return done;
  }

  /** Opens what was read back. */
  async _holds(id, sittings) {
    const { sealed, key, sitting } = this._made.get(id);
    const found = sittings.find((one) => one && one.id === id);
    if (JSON.stringify(found) !== JSON.stringify(sealed)) return false;
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64(found.iv), additionalData: outside(found) }, key, fromBase64(found.data));
    return JSON.stringify(JSON.parse(new TextDecoder().decode(opened)).sitting) === JSON.stringify(sitting);
  }

  /** ECDH with a key of its own for each time, HKDF, AES-GCM; what stands outside is bound to what is inside. */
  async _seal(id, content) {
    const { subtle } = crypto;
    const { course, context, lang, build } = this._about;
    const head = { course, context, form: this._form.id, variant: this._form.variant, id };
    const theirPoint = fromBase64(this._form.key);
    const theirs = await subtle.importKey("raw", theirPoint, CURVE, true, []);
    const mine = await subtle.generateKey(CURVE, true, ["deriveBits"]);
    const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
    const root = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: bytesOf(NAME) };
    const key = await subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = bytesOf(JSON.stringify({ lang, build, ...content }));
    const data = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: outside(head) }, key, text);
    const seen = await subtle.digest("SHA-256", theirPoint);
    const point = base64(await subtle.exportKey("raw", mine.publicKey));
    return { key, sealed: { ...head, key: base64(seen.slice(0, 12)), point, iv: base64(iv), data: base64(data) } };
  }
}

function outside({ course, context, form, variant, id }) {
  return bytesOf(JSON.stringify([NAME, course, context, form, variant, id]));
}

async function wordKey(word, salt) {
  const { subtle } = crypto;
  const root = await subtle.importKey("raw", bytesOf(word.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function base64(data) {
  return btoa(String.fromCharCode(...new Uint8Array(data)));
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
