/** How much a look at the whole picture is needed. */
export type Need = 'alone' | 'company' | 'close' | 'doubt';

// Seconds between two looks, and how many have to be left for what is more urgent.
const PAUSES: Readonly<Record<Need, number>> = { alone: 1, company: 1 / 3, close: 0.15, doubt: 0 };
const RESERVES: Readonly<Record<Need, number>> = { alone: 0, company: 4, close: 2, doubt: 0 };
/** Looks per frame: the detector takes about as long as the landmarks do, and a tenth more time is the most it may cost. */
const SHARE = 0.1;
const FIRST = 3;
const MOST = 6;
// Time stamps are often rounded to whole milliseconds.
const TIME_TOLERANCE = 0.002;

/** Decides when the whole picture is looked at again. Frames in which the person is lost are looked at in any case. */
export class Lookout {
  #last = -Infinity;
  #left = FIRST;

  /** Called once for each frame. */
  isDue(time: number, need: Need): boolean {
    this.#left = Math.min(MOST, this.#left + SHARE);
    return this.#left >= 1 + RESERVES[need] && time - this.#last >= PAUSES[need] - TIME_TOLERANCE;
  }

  /** The picture was looked at; where there was no other way, for no landmarks were looked for, it is not counted. */
  looked(time: number, isCounted: boolean): void {
    this.#last = time;
    if (isCounted) this.#left -= 1;
  }
}
