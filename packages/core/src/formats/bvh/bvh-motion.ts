import { KinoraError } from '../../errors.ts';
import { copyQuat } from '../../math/quat.ts';
import { CHANNEL } from './bvh-hierarchy.ts';
import type { BvhHierarchy } from './bvh-hierarchy.ts';
import { NumberReader } from './number-reader.ts';

/** The frames of a BVH file: rotations as quaternions, position channels as written. */
export interface BvhMotion {
  readonly frames: number;
  /** Frames per second. */
  readonly rate: number;
  /** [frames × joints × 4] xyzw, local. */
  readonly rotations: Float32Array;
  /** Joints with position channels, rising. */
  readonly positioned: readonly number[];
  /** [frames × positioned × 3] as written, file units. */
  readonly positions: Float32Array;
  readonly warnings: readonly string[];
}

/** 2²⁸ numbers are 1 GiB: more than a page can hold, and more than hours of a person. */
const MAX_NUMBERS = 2 ** 28;
/**
 * Numbers of rotations for a byte of the file. A joint with three channels takes six bytes at least and gives four
 * numbers; joints without channels give theirs for nothing, and a small file may list thousands of them.
 */
const NUMBERS_PER_BYTE = 2;
/** As many are granted to any file. */
const FREE_NUMBERS = 2 ** 22;

/**
 * Reads the part of a BVH file from `MOTION` on.
 *
 * @param at - index of the byte after the word `MOTION`.
 * @throws KinoraError `formats/bvh-motion` without one whole frame, `formats/bvh-number`, `formats/too-large`.
 */
export function readMotion(bytes: Uint8Array, at: number, hierarchy: BvhHierarchy): BvhMotion {
  const warnings: string[] = [];
  const header = readMotionHeader(bytes, at, warnings);
  const channels = hierarchy.channels.reduce((sum, list) => sum + list.length, 0);
  const reader = new NumberReader(bytes, header.end);
  const rows = new FrameRows(hierarchy, Math.min(MAX_NUMBERS, FREE_NUMBERS + NUMBERS_PER_BYTE * bytes.length));
  const row = new Float64Array(channels);
  // Two bytes is the least that a value takes, so a lying frame count can never ask for more than the file's own size.
  const possible = channels === 0 ? 0 : Math.floor((bytes.length - header.end + 1) / 2 / channels);
  rows.reserve(Math.min(header.frames, possible));
  let filled = 0;
  while (reader.more() && channels > 0) {
    row[filled++] = reader.next();
    if (filled < channels) continue;
    rows.add(row);
    filled = 0;
  }
  if (rows.frames === 0) {
    throw new KinoraError('formats/bvh-motion', 'Cannot read the BVH motion: it has no complete frame', {
      hint: 'The file holds a skeleton only, or was cut off: export it again with its animation.',
      details: { channels, values: filled },
    });
  }
  if (filled > 0) warnings.push(`The last frame is cut off after ${filled} of ${channels} values and was left out.`);
  if (header.frames !== rows.frames) {
    warnings.push(
      `The file declares ${header.frames} frames and holds ${rows.frames}; those that are there were read.`,
    );
  }
  return { ...rows.finish(), rate: header.rate, warnings };
}

function readMotionHeader(
  bytes: Uint8Array,
  at: number,
  warnings: string[],
): { frames: number; rate: number; end: number } {
  const text = new TextDecoder('latin1').decode(bytes.subarray(at, at + 512));
  const match = /^\s*Frames\s*:?\s*(\S+)\s+Frame\s*Time\s*:?\s*(\S+)/i.exec(text);
  if (!match) {
    throw new KinoraError(
      'formats/bvh-motion',
      'Cannot read the BVH motion: "Frames:" and "Frame Time:" do not follow MOTION',
      {
        hint: 'Export the file again: its motion part is damaged.',
      },
    );
  }
  const frames = Number(match[1]);
  const time = Number(match[2]);
  if (!Number.isFinite(frames) || !Number.isFinite(time)) {
    throw new KinoraError(
      'formats/bvh-number',
      `Cannot read the BVH motion: "Frames: ${match[1]!}, Frame Time: ${match[2]!}" are not numbers`,
    );
  }
  const end = at + match[0].length;
  if (time >= 1e-4 && time <= 3600) return { frames, rate: tidyRate(1 / time), end };
  warnings.push(`The frame time of ${time} s cannot be right; 30 frames per second were assumed.`);
  return { frames, rate: 30, end };
}

/** `.0083333` means 120 frames per second, not 120.0005; 29.97 stays what it is. */
function tidyRate(rate: number): number {
  const whole = Math.round(rate);
  return Math.abs(rate - whole) < rate * 5e-4 ? whole : rate;
}

const HALF_DEGREE = Math.PI / 360;

/** Frames on arrays that grow, because the declared count cannot be trusted. */
class FrameRows {
  frames = 0;
  readonly #hierarchy: BvhHierarchy;
  readonly #maxNumbers: number;
  readonly #positioned: number[];
  #capacity = 0;
  #rotations = new Float32Array(0);
  #positions = new Float32Array(0);
  readonly #turn = new Float64Array(4);

  constructor(hierarchy: BvhHierarchy, maxNumbers: number) {
    this.#hierarchy = hierarchy;
    this.#maxNumbers = maxNumbers;
    this.#positioned = hierarchy.channels.flatMap((list, joint) =>
      list.some((channel) => channel >= CHANNEL.xPosition) ? [joint] : [],
    );
  }

  reserve(frames: number): void {
    const joints = this.#hierarchy.names.length;
    const capacity = Math.max(1, Math.ceil(frames));
    if (capacity * joints * 4 > this.#maxNumbers) {
      throw new KinoraError(
        'formats/too-large',
        `Cannot read the BVH motion: ${capacity} frames of ${joints} joints are too many`,
        {
          hint: 'Cut the motion into shorter pieces.',
          details: { frames: capacity, joints },
        },
      );
    }
    this.#rotations = grown(this.#rotations, capacity * joints * 4);
    this.#positions = grown(this.#positions, capacity * this.#positioned.length * 3);
    this.#capacity = capacity;
  }

  add(row: Float64Array): void {
    if (this.frames === this.#capacity) this.reserve(this.#capacity * 2);
    const { channels, names } = this.#hierarchy;
    const turn = this.#turn;
    let positionAt = this.frames * this.#positioned.length * 3;
    let at = 0;
    for (let joint = 0; joint < names.length; joint++) {
      const list = channels[joint]!;
      let moves = false;
      turn.fill(0, 0, 3);
      turn[3] = 1;
      for (let i = 0; i < list.length; i++, at++) {
        const channel = list[i]!;
        if (channel < CHANNEL.xPosition) {
          turnAbout(turn, channel, row[at]! * HALF_DEGREE);
        } else {
          this.#positions[positionAt + channel - CHANNEL.xPosition] = row[at]!;
          moves = true;
        }
      }
      copyQuat(this.#rotations, (this.frames * names.length + joint) * 4, turn, 0);
      if (moves) positionAt += 3;
    }
    this.frames++;
  }

  finish(): Omit<BvhMotion, 'rate' | 'warnings'> {
    const { frames } = this;
    return {
      frames,
      rotations: cut(this.#rotations, frames * this.#hierarchy.names.length * 4),
      positioned: this.#positioned,
      positions: cut(this.#positions, frames * this.#positioned.length * 3),
    };
  }
}

/** q ← q · (turn of 2·half about one axis): the order in which a joint lists its channels is the order of multiplication. */
function turnAbout(q: Float64Array, axis: number, half: number): void {
  const s = Math.sin(half);
  const c = Math.cos(half);
  const next = axis === 2 ? 0 : axis + 1;
  const last = axis === 0 ? 2 : axis - 1;
  const a = q[axis]!;
  const b = q[next]!;
  const d = q[last]!;
  const w = q[3]!;
  q[axis] = a * c + w * s;
  q[next] = b * c + d * s;
  q[last] = d * c - b * s;
  q[3] = w * c - a * s;
}

function grown(array: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(length);
  larger.set(array);
  return larger;
}

function cut(array: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  return array.length === length ? array : array.slice(0, length);
}
