// What the player's elements share. define.js sets the session and the words before the first one is defined.

import { make } from "./dom.js";

/** An element that builds itself once, and knows the session. */
export class PlayerElement extends HTMLElement {
  static session = null;
  static say = (key) => key;
  /** The part of the record that has what is done here; null where the element says by itself what is saved. */
  static kind = null;
  #built = false;
  #saved = make("p", { class: "fb-saved" });

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    this.build();
    if (this.constructor.kind) this.append(this.#saved);
    this.restore();
    this.#showSaved();
    this.session.addEventListener("change", ({ detail }) => {
      if (detail.id === null) this.restore();
      if (detail.id === null || detail.id === this.activity) this.#showSaved();
    });
    for (const name of ["saved", "keeping"]) this.session.addEventListener(name, () => this.#showSaved());
  }

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
  #showSaved() {
    const { kind } = this.constructor;
    const isSure = this.session.keeping === "yes" || this.session.keeping === "page"; // else a line on the page says how it is
    if (!kind) return;
    const isSaved = this.session.isSaved(kind, this.activity);
    const isDone = this.activity in this.session.record[kind];
    this.#saved.textContent = isSure && isDone ? this.say(isSaved ? "saved" : "saving") : "";
    this.#saved.toggleAttribute("data-saved", isSure && isSaved);
  }
}
