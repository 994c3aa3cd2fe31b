import { normalizeQuat, setQuat, slerpQuat } from '../../math/quat.ts';

const WIDTH = { rotation: 4, place: 3, weight: 1 } as const;

/**
 * The keys of one thing that moves. Writers leave out keys that lie on the way between their neighbours; here they are
 * put back.
 */
export class Track {
  /** [frames × 4, 3 or 1] */
  readonly values: Float32Array;
  readonly #kind: keyof typeof WIDTH;
  readonly #width: number;
  #first = -1;
  #last = -1;

  constructor(kind: keyof typeof WIDTH, frames: number) {
    this.#kind = kind;
    this.#width = WIDTH[kind];
    this.values = new Float32Array(frames * this.#width);
    if (kind === 'rotation') for (let at = 0; at < this.values.length; at += 4) setQuat(this.values, at, 0, 0, 0, 1);
  }

  /** Sets the key of a frame, which lies behind all keys so far, and the frames between it and the key before. */
  set(frame: number, read: () => number): void {
    const { values } = this;
    const width = this.#width;
    const last = this.#last;
    for (let i = 0; i < width; i++) values[frame * width + i] = read();
    if (this.#kind === 'rotation') normalizeQuat(values, frame * 4, values, frame * 4);
    if (last < 0) this.#first = frame;
    this.#last = frame;
    for (let gap = last + 1; last >= 0 && gap < frame; gap++) this.#fill(gap, last, frame);
  }

  /**
   * Ends the track. Frames before the first key and after the last one are no turn and no expression, as Kinetix's own
   * decoder has them; a place is where it was, because nothing else is meant.
   *
   * @returns whether there were such frames.
   */
  finish(): boolean {
    const { values } = this;
    const width = this.#width;
    const frames = values.length / width;
    if (this.#kind === 'place') {
      for (let frame = 0; frame < this.#first; frame++)
        values.copyWithin(frame * 3, this.#first * 3, this.#first * 3 + 3);
      for (let frame = this.#last + 1; frame < frames; frame++) {
        values.copyWithin(frame * 3, this.#last * 3, this.#last * 3 + 3);
      }
    }
    return this.#first > 0 || this.#last < frames - 1;
  }

  #fill(gap: number, from: number, to: number): void {
    const { values } = this;
    const width = this.#width;
    const t = (gap - from) / (to - from);
    if (this.#kind === 'rotation') {
      slerpQuat(values, gap * 4, values, from * 4, values, to * 4, t);
      return;
    }
    for (let i = 0; i < width; i++) {
      const start = values[from * width + i]!;
      values[gap * width + i] = start + (values[to * width + i]! - start) * t;
    }
  }
}
