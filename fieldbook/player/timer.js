// The clock of a test. It counts while the page is open: a power cut takes no time, and a wrong clock gives none.

const MOST_GAP = 90; // seconds: a device that slept has not worked; a tab in the background is woken once a minute

export class Timer {
  #last = null;
  #clock = 0;
  #onTick;

  /** @param {(seconds: number) => void} onTick with the seconds since the last time */
  constructor(onTick) {
    this.#onTick = onTick;
  }

  start() {
    this.#last = performance.now();
    this.#clock = setInterval(() => this.take(), 1000);
  }

  /** Counts up to now. */
  take() {
    if (this.#last === null) return;
    const now = performance.now();
    const gap = Math.min((now - this.#last) / 1000, MOST_GAP);
    this.#last = now;
    this.#onTick(gap);
  }

  stop() {
    clearInterval(this.#clock);
    this.#last = null;
  }
}
