// What the player's elements share. define.js sets the session and the words before the first one is defined.

/** An element that builds itself once, and knows the session. */
export class PlayerElement extends HTMLElement {
  constructor() {
    super();
    this._built = false;
  }

  connectedCallback() {
    if (this._built) return;
    this._built = true;
    this.build();
    this.restore();
    this.session.addEventListener("change", ({ detail }) => {
      if (detail.id === null) this.restore();
    });
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
}

/** @type {(key: string, values?: Record<string, any>) => string} */
PlayerElement.say = (key) => key;

/** @type {any} */
PlayerElement.session = null;
