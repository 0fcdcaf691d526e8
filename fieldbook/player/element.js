// What the player's elements share. define.js sets the session and the words before the first one is defined.

import { make } from "./dom.js";

/** An element that builds itself once, and knows the session. */
export class PlayerElement extends HTMLElement {
  constructor() {
    super();
    this._built = false;
    this._saved = make("p", { class: "fb-saved" });
  }

  connectedCallback() {
    if (this._built) return;
    this._built = true;
    this.build();
    if (this._kind) this.append(this._saved);
    this.restore();
    this._showSaved();
    this.session.addEventListener("change", ({ detail }) => {
      if (detail.id === null) this.restore();
      if (detail.id === null || detail.id === this.activity) this._showSaved();
    });
    for (const name of ["saved", "keeping"]) this.session.addEventListener(name, () => this._showSaved());
  }

  /** The part of the record that has what is done here; null where the element says by itself what is saved. */
  get _kind() {
    return null;
  }

  /** Makes what is in the element, once. */
  build() {}

  /** Shows what the record holds of it. */
  restore() {}

  get session() {
    return PlayerElement.session;
  }

  get activity() {
    return this.dataset.id;
  }

  say(key, values) {
    return PlayerElement.say(key, values);
  }

  /**
   * Says that what was done is saved when the store has said so, and not before. The line takes its room as soon as
   * something is done, so that nothing moves afterwards.
   */
  _showSaved() {
    const kind = this._kind;
    const isSure = this.session.keeping === "yes" || this.session.keeping === "page"; // else a line on the page says how it is
    if (!kind) return;
    const isSaved = this.session.isSaved(kind, this.activity);
    const isDone = this.activity in this.session.record[kind];
    this._saved.textContent = isSure && isDone ? this.say(isSaved ? "saved" : "saving") : "";
    this._saved.toggleAttribute("data-saved", isSure && isSaved);
  }
}

/** @type {(key: string, values?: Record<string, any>) => string} */
PlayerElement.say = (key) => key;

/** @type {any} */
PlayerElement.session = null;
