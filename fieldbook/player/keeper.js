// Where a sitting is kept: with the learner's record. sealing.js has the other way, for sealed forms.

import { sittingsOf } from "./sitting.js";

export class RecordKeeper {
  hasKey = true;
  #session;
  #form;

  constructor(session, form) {
    this.#session = session;
    this.#form = form;
  }

  /** The sitting to go on with, as [id, sitting]; null where there is none of this version of the form. */
  begun() {
    return this.#all().filter(([, { submitted, variant }]) => submitted === null && variant === this.#form.variant).at(-1) ?? null;
  }

  /** Those that were handed in, the latest first. */
  done() {
    return this.#all().map(([, sitting]) => sitting).filter(({ submitted }) => submitted !== null).reverse();
  }

  /** Whether one was begun in another version of the form, which cannot be gone on with. */
  get hasOther() {
    return this.#all().some(([, { submitted, variant }]) => submitted === null && variant !== this.#form.variant);
  }

  stored(id) {
    return this.#session.record.attempts[id];
  }

  keep(id, sitting) {
    this.#session.sit(id, sitting);
  }

  /** @returns {Promise<boolean>} whether the store, read back, has every answer; if not, they are on this page only */
  handIn(id, sitting) {
    this.keep(id, sitting);
    return this.#session.holds(id);
  }

  /** Whether the store has said that it has all of a sitting. */
  isSaved(id) {
    return this.#session.isSaved("attempts", id);
  }

  /** Calls after each attempt to keep something. */
  watch(onKeeping) {
    for (const name of ["keeping", "saved"]) this.#session.addEventListener(name, onKeeping);
  }

  /** Whether something of a test that was begun here is on this page only. */
  get isAtRisk() {
    return ["no", "failed"].includes(this.#session.keeping);
  }

  #all() {
    return sittingsOf(this.#session.record, this.#form.id);
  }
}
