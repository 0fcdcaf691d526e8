// Where a sitting is kept: with the learner's record. sealing.js has the other way, for sealed forms.

import { sittingsOf } from "./sitting.js";

export class RecordKeeper {
  constructor(session, form) {
    this.hasKey = true;
    this._session = session;
    this._form = form;
  }

  /** The sitting to go on with, as [id, sitting]; null where there is none of this version of the form. */
  begun() {
    return this._all().filter(([, { submitted, variant }]) => submitted === null && variant === this._form.variant).slice(-1)[0] ?? null;
  }

  /** Those that were handed in, the latest first. */
  done() {
    return this._all().map(([, sitting]) => sitting).filter(({ submitted }) => submitted !== null).reverse();
  }

  /** Whether one was begun in another version of the form, which cannot be gone on with. */
  get hasOther() {
    return this._all().some(([, { submitted, variant }]) => submitted === null && variant !== this._form.variant);
  }

  stored(id) {
    return this._session.record.attempts[id];
  }

  keep(id, sitting) {
    this._session.sit(id, sitting);
  }

  /** @returns {Promise<boolean>} whether the store, read back, has every answer; if not, they are on this page only */
  handIn(id, sitting) {
    this.keep(id, sitting);
    return this._session.holds(id);
  }

  /** Whether the store has said that it has all of a sitting. */
  isSaved(id) {
    return this._session.isSaved("attempts", id);
  }

  /** Calls after each attempt to keep something. */
  watch(onKeeping) {
    for (const name of ["keeping", "saved"]) this._session.addEventListener(name, onKeeping);
  }

  /** Whether something of a test that was begun here is on this page only. */
  get isAtRisk() {
    return ["no", "failed"].includes(this._session.keeping);
  }

  _all() {
    return sittingsOf(this._session.record, this._form.id);
  }
}
