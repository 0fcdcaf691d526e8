// What the player's elements share. define.js sets the session and the words before the first one is defined.

/** An element that builds itself once, and knows the session. */
export class PlayerElement extends HTMLElement {
  static session = null;
  static say = (key) => key;
  #built = false;

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    this.build();
    this.restore();
    this.session.addEventListener("change", ({ detail }) => {
      if (detail.id === null) this.restore();
    });
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
}
