// Keeps the sittings of a sealed form. What is kept for the trainer is encrypted with the trainer's public key; the copy
// to go on with, which is gone when the test is handed in, with a word that the learner chooses. docs/forms.md has the
// format; fieldbook/results/open_sealed.py opens it.

import { sealedStore } from "./adapters/sealed.js";
import { make } from "./dom.js";

const ROUNDS = 600000;
const MOST_SEALED = 20000000; // bytes, as results/sealed.py has it
const NAME = "fieldbook-sealed-1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const bytesOf = (text) => new TextEncoder().encode(text);

export class SealedKeeper {
  hasKey = false;
  #form;
  #about;
  #store;
  #words = new Map();
  #made = new Map(); // what was sealed last of each sitting that is handed in, and what it must hold
  #inFile = new Set();
  #saving = Promise.resolve();
  #steps = 0; // that are not through yet
  #watchers = [];

  constructor(form, about) {
    this.#form = form;
    this.#about = about;
    this.#store = sealedStore(about, form.id);
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
    return this.#store.look();
  }

  waiting() {
    return [...this.#store.read()].filter(([, row]) => row.waiting).map(([id, { waiting }]) => ({ id, started: waiting.started }));
  }

  done() {
    return [...this.#store.read().values()].map(({ done }) => done).filter(Boolean);
  }

  /** Whether this browser has room for a test now. */
  hasRoom() {
    return this.#store.hasRoom();
  }

  /** Sittings of which something is on this page only. */
  unkept() {
    return this.#store.unkept().filter((id) => !this.#inFile.has(id));
  }

  get isAtRisk() {
    return this.unkept().length > 0;
  }

  /** Whether the browser has said that it has all of a sitting. */
  isSaved() {
    return this.#steps === 0 && !this.isAtRisk;
  }

  /** Calls after each attempt to keep something. */
  watch(onKeeping) {
    this.#watchers.push(onKeeping);
  }

  /** The learner's record says that it took place, and no more. */
  mark(session, id, sitting) {
    session.sit(id, { ...sitting, answers: {}, flags: [], score: null });
  }

  async begin(id, learner, word) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    this.#words.set(id, { learner, salt, key: await wordKey(word, salt) });
  }

  keep(id, sitting) {
    this.#next(async () => {
      const { learner, salt, key } = this.#words.get(id);
      const { sealed } = await this.#seal(id, { learner, sitting });
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytesOf(JSON.stringify({ learner, sitting })));
      await this.#store.put(id, { waiting: { started: sitting.started, sealed, salt: base64(salt), iv: base64(iv), data: base64(data) } });
    });
  }

  /**
   * From now on only the trainer can read it.
   * @returns {Promise<boolean>} whether the browser, asked again, has every answer; if not, they are on this page only
   */
  handIn(id, sitting) {
    return this.#next(async () => {
      if (!this.#made.has(id)) this.#made.set(id, { sitting, ...await this.#seal(id, { learner: this.#words.get(id).learner, sitting }) });
      await this.#store.put(id, { done: this.#made.get(id).sealed });
      const kept = await this.#store.kept(id);
      if (!kept || !await this.#holds(id, [kept.done])) return false;
      this.#forget(id);
      return true;
    });
  }

  isOnlyInFile(id) {
    return this.#inFile.has(id);
  }

  /** Whether a file that was saved has every answer of a sitting that was to be handed in. */
  async isInFile(id, file) {
    try {
      if (file.size > MOST_SEALED || !await this.#holds(id, JSON.parse(await file.text()).sittings)) return false;
    } catch {
      return false; // no file of ours, or damaged
    }
    this.#inFile.add(id);
    this.#forget(id);
    this.#onKeeping();
    return true;
  }

  /** The sitting behind a word; null where the word is another. */
  async opened(id, word) {
    const { salt, iv, data } = this.#store.read().get(id).waiting;
    try {
      const key = await wordKey(word, fromBase64(salt));
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64(iv) }, key, fromBase64(data));
      const { learner, sitting } = JSON.parse(new TextDecoder().decode(text));
      this.#words.set(id, { learner, salt: fromBase64(salt), key });
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
    return this.#next(() => this.#store.close(id));
  }

  /** Those that this page knows of; another page may have handed in one more. */
  eraseDone() {
    return this.#store.erase(this.done().map(({ id }) => id));
  }

  /** @param {string | null} id one sitting, as it stands; null for all that were handed in here */
  async saveFile(id) {
    await this.#saving;
    if (id === null) await this.look();
    const sittings = id === null ? this.done() : [this.#sealed(id)];
    const text = JSON.stringify({ format: "fieldbook-sealed", version: 1, sittings }, null, 1);
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const { course, context } = this.#about;
    make("a", { href: url, download: `${course}-${context}-${id ?? this.#form.id}-sealed.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  #onKeeping() {
    for (const watcher of this.#watchers) watcher();
  }

  #sealed(id) {
    const { waiting, done } = this.#store.read().get(id);
    return done || waiting.sealed;
  }

  /** What opens a sitting, once the trainer's copy is safe. */
  #forget(id) {
    this.#words.delete(id);
    this.#made.delete(id);
  }

  /** One after the other; a step that fails does not stop the next. */
  #next(step) {
    this.#steps += 1;
    const done = this.#saving.then(step).catch(() => false);
    this.#saving = done.then(() => {
      this.#steps -= 1;
      this.#onKeeping();
    }).catch(() => {});
    return done;
  }

  /** Opens what was read back. */
  async #holds(id, sittings) {
    const { sealed, key, sitting } = this.#made.get(id);
    const found = sittings.find((one) => one && one.id === id);
    if (JSON.stringify(found) !== JSON.stringify(sealed)) return false;
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64(found.iv), additionalData: outside(found) }, key, fromBase64(found.data));
    return JSON.stringify(JSON.parse(new TextDecoder().decode(opened)).sitting) === JSON.stringify(sitting);
  }

  /** ECDH with a key of its own for each time, HKDF, AES-GCM; what stands outside is bound to what is inside. */
  async #seal(id, content) {
    const { subtle } = crypto;
    const { course, context, lang, build } = this.#about;
    const head = { course, context, form: this.#form.id, variant: this.#form.variant, id };
    const theirPoint = fromBase64(this.#form.key);
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
