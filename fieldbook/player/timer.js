// The clock of a test. It counts while the page is open: a power cut takes no time, and a wrong clock gives none.

const MOST_GAP = 90; // seconds: a device that slept has not worked; a tab in the background is woken once a minute

export class Timer {
  /** @param {(seconds: number) => void} onTick with the seconds since the last time */
  constructor(onTick) {
    this._last = null;
    this._clock = 0;
    this._onTick = onTick;
  }

  start() {
    this._last = performance.now();
    this._clock = setInterval(() => this.take(), 1000);
  }

  /** Counts up to now. */
  take() {
    if (this._last === null) return;
    const now = performance.now();
    const gap = Math.min((now - this._last) / 1000, MOST_GAP);
    this._last = now;
    this._onTick(gap);
  }

  stop() {
    clearInterval(this._clock);
    this._last = null;
  }
}
