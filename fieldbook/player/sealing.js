// Keeps the sittings of a sealed form. What is kept for the trainer is encrypted with the trainer's public key; the copy
// to go on with, which is gone when the test is handed in, with a word that the learner chooses. docs/forms.md has the
// format; fieldbook/results/open_sealed.py opens it.

import { sealedStore } from "./adapters/sealed.js";
import { make } from "./dom.js";

const ROUNDS = 600000;
const NAME = "fieldbook-sealed-1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const bytesOf = (text) => new TextEncoder().encode(text);

export class SealedKeeper {
  hasKey = false;
  #form;
  #about;
  #store;
  #words = new Map();
  #saving = Promise.resolve();

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

  waiting() {
    return Object.entries(this.#store.read().waiting).map(([id, { started }]) => ({ id, started }));
  }

  done() {
    return this.#store.read().done;
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
    const { learner, salt, key } = this.#words.get(id);
    this.#saving = this.#saving.then(async () => {
      const sealed = await this.#seal(id, { learner, sitting });
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytesOf(JSON.stringify({ learner, sitting })));
      const { started, submitted } = sitting;
      const kept = this.#store.read();
      kept.waiting[id] = { started, sealed, salt: base64(salt), iv: base64(iv), data: base64(data) };
      this.#store.write(kept);
      if (submitted) this.finish(id);
    });
  }

  /** The sitting behind a word; null where the word is another. */
  async opened(id, word) {
    const { salt, iv, data } = this.#store.read().waiting[id];
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

  /** From now on only the trainer can read it. */
  finish(id) {
    const { waiting: { [id]: entry, ...waiting }, done } = this.#store.read();
    this.#words.delete(id);
    if (entry) this.#store.write({ waiting, done: [...done, entry.sealed] });
  }

  eraseDone() {
    this.#store.write({ ...this.#store.read(), done: [] });
  }

  /** @param {string | null} id one sitting; null for all that were handed in here */
  async saveFile(id) {
    await this.#saving;
    const sittings = this.done().filter((sealed) => id === null || sealed.id === id);
    const text = JSON.stringify({ format: "fieldbook-sealed", version: 1, sittings }, null, 1);
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const { course, context } = this.#about;
    make("a", { href: url, download: `${course}-${context}-${id ?? this.#form.id}-sealed.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  /** ECDH with a key of its own for each time, HKDF, AES-GCM; what stands outside is bound to what is inside. */
  async #seal(id, content) {
    const { subtle } = crypto;
    const { course, context, lang, build } = this.#about;
    const head = { course, context, form: this.#form.id, variant: this.#form.variant, id };
    const point = fromBase64(this.#form.key);
    const theirs = await subtle.importKey("raw", point, CURVE, true, []);
    const mine = await subtle.generateKey(CURVE, true, ["deriveBits"]);
    const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
    const root = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: bytesOf(NAME) };
    const key = await subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = bytesOf(JSON.stringify([NAME, ...Object.values(head)]));
    const text = bytesOf(JSON.stringify({ lang, build, ...content }));
    const data = await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, text);
    const seen = await subtle.digest("SHA-256", point);
    return { ...head, key: base64(seen.slice(0, 12)), point: base64(await subtle.exportKey("raw", mine.publicKey)), iv: base64(iv), data: base64(data) };
  }
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
