/** Estimates what is left of a run from the frames that are done. */
export class RemainingTime {
  readonly #now: () => number;
  readonly #recent: number[] = [];
  #last: number;

  /** @param now - a clock, ms. */
  constructor(now: () => number) {
    this.#now = now;
    this.#last = now();
  }

  /** What has passed since the last frame, or the start, was spent on something else. */
  restart(): void {
    this.#last = this.#now();
  }

  frameDone(): void {
    const now = this.#now();
    this.#recent.push(now - this.#last);
    this.#last = now;
    if (this.#recent.length > WINDOW) this.#recent.shift();
  }

  /** Seconds for so many more frames; undefined until the estimate is worth showing. */
  seconds(framesLeft: number): number | undefined {
    if (this.#recent.length < FEWEST) return undefined;
    // The median: the first frame pays for the start, and a busy page makes single frames slow.
    const sorted = [...this.#recent].sort((a, b) => a - b);
    return (sorted[sorted.length >> 1]! * framesLeft) / 1000;
  }
}

const WINDOW = 20;
const FEWEST = 5;
