import { bitsOf, numbersOf, textOf } from '../document/fbx-node.ts';
import { syntaxError } from '../document/fbx-error.ts';
import type { FbxNode } from '../document/fbx-node.ts';

/** The keys of one number over time. */
export interface Curve {
  /** [keys] seconds, rising. */
  readonly times: Float64Array;
  /** [keys] */
  readonly values: Float64Array;
  /** [keys] how the way from a key to the next is: 0 stays, 1 a straight line, 2 a cubic, 3 is there at once. */
  readonly ways: Uint8Array;
  /** [keys × 2] change per second when leaving a key, and when arriving at the next. For cubics. */
  readonly slopes: Float64Array;
}

/** FBX counts time in these. */
export const TICKS_PER_SECOND = 46186158000;

export const WAY = { stays: 0, straight: 1, cubic: 2, jumps: 3 } as const;

// Bits of `KeyAttrFlags`, by the names of the FBX SDK (fbxanimcurve.h).
const CONSTANT = 0x2;
const CUBIC = 0x8;
const CONSTANT_NEXT = 0x100;
/** Slopes as the user set them, or broken ones. Auto and TCB slopes are for the reader to find. */
const USER_SLOPES = 0x400 | 0x800;

/**
 * Reads an `AnimationCurve`. Undefined where it has no keys.
 *
 * Approximated: weights of tangents count as one third, and slopes that FBX leaves to the reader (auto, TCB) are those
 * between the neighbours, flat at a peak. Curves that are baked, one key for each frame, lose nothing by it.
 *
 * @throws KinoraError `formats/fbx-syntax`, `formats/fbx-number`.
 */
export function readCurve(node: FbxNode): Curve | undefined {
  const ticks = numbersOf(node, 'KeyTime');
  const values = numbersOf(node, 'KeyValueFloat');
  if (ticks.length === 0) return undefined;
  if (values.length !== ticks.length) {
    throw syntaxError(`curve ${textOf(node.values[0])} has ${ticks.length} times and ${values.length} values`, 0);
  }
  const times = ticks.map((tick) => tick / TICKS_PER_SECOND);
  for (let key = 1; key < times.length; key++) {
    if (times[key]! < times[key - 1]!) throw syntaxError(`the times of curve ${textOf(node.values[0])} do not rise`, 0);
  }
  const ways = new Uint8Array(times.length).fill(WAY.straight);
  const slopes = new Float64Array(times.length * 2);
  readAttributes(node, { times, values, ways, slopes });
  return { times, values, ways, slopes };
}

/** Attributes stand for a run of keys each: their flags, and four numbers of which the first two are slopes. */
function readAttributes(node: FbxNode, curve: Curve): void {
  const flags = numbersOf(node, 'KeyAttrFlags');
  // Beside the slopes stand packed weights and speeds.
  const data = bitsOf(node, 'KeyAttrDataFloat');
  const counts = numbersOf(node, 'KeyAttrRefCount');
  let key = 0;
  for (let run = 0; run < flags.length; run++) {
    const flag = flags[run]!;
    const [leaving = NaN, arriving = NaN] = data.subarray(run * 4, run * 4 + 2);
    const isUsers = (flag & USER_SLOPES) !== 0 && Number.isFinite(leaving) && Number.isFinite(arriving);
    for (let left = counts[run] ?? 0; left > 0 && key < curve.times.length; left--, key++) {
      curve.ways[key] = wayOf(flag);
      curve.slopes[key * 2] = isUsers ? leaving : autoSlope(curve, key);
      curve.slopes[key * 2 + 1] = isUsers ? arriving : autoSlope(curve, key + 1);
    }
  }
}

function wayOf(flag: number): number {
  if (flag & CUBIC) return WAY.cubic;
  if (flag & CONSTANT) return flag & CONSTANT_NEXT ? WAY.jumps : WAY.stays;
  return WAY.straight;
}

/** The slope between a key's neighbours; flat at an end, and where both lie on the same side, so that nothing overshoots. */
function autoSlope({ times, values }: Curve, key: number): number {
  if (key <= 0 || key >= times.length - 1) return 0;
  const [before, here, after] = [values[key - 1]!, values[key]!, values[key + 1]!];
  const span = times[key + 1]! - times[key - 1]!;
  return span > 0 && (here - before) * (after - here) > 0 ? (after - before) / span : 0;
}

/**
 * Writes the curve at evenly spaced times. Before the first key is its value, after the last the last one's.
 *
 * @param start - seconds.
 * @param step - seconds between two frames.
 */
export function sampleCurve(curve: Curve, start: number, step: number, out: Float64Array): void {
  const { times, values } = curve;
  const last = times.length - 1;
  let key = 0;
  for (let frame = 0; frame < out.length; frame++) {
    // A key that rounding puts just behind its frame is not missed: ticks are exact, seconds are not.
    const time = start + frame * step;
    while (key < last && times[key + 1]! <= time + 1e-6) key++;
    const span = key < last ? times[key + 1]! - times[key]! : 0;
    const t = span > 0 ? Math.min(Math.max((time - times[key]!) / span, 0), 1) : 0;
    out[frame] = t < 1e-4 ? values[key]! : between(curve, key, t, span);
  }
}

function between({ values, ways, slopes }: Curve, key: number, t: number, span: number): number {
  const [from, to] = [values[key]!, values[key + 1]!];
  if (ways[key] === WAY.stays) return from;
  if (ways[key] === WAY.jumps) return to;
  if (ways[key] === WAY.straight) return from + (to - from) * t;
  const [t2, t3] = [t * t, t * t * t];
  const leaving = slopes[key * 2]! * span;
  const arriving = slopes[key * 2 + 1]! * span;
  return (2 * t3 - 3 * t2 + 1) * from + (t3 - 2 * t2 + t) * leaving + (3 * t2 - 2 * t3) * to + (t3 - t2) * arriving;
}
