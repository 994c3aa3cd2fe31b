import type { FloatArray } from '../../../math/float-array.ts';
import { normalizeQuat, slerpQuat } from '../../../math/quat.ts';
import { readFloats } from './accessor.ts';
import type { GltfSampler } from '../gltf.ts';
import { accessorError } from '../vet/vet-accessors.ts';
import type { GlbFile } from '../vet/vet-glb.ts';

/** The keys of one glTF sampler. */
export interface Keyframes {
  /** [keys] seconds, rising. A view on the file where it can be. */
  readonly times: Float32Array;
  /** [keys × size], or [keys × 3 × size] with tangents around each value on a cubic spline. */
  readonly values: Float32Array;
  readonly interpolation: 'LINEAR' | 'STEP' | 'CUBICSPLINE';
}

/** What the numbers of a key are. */
export interface KeyShape {
  /** Numbers in a value. */
  readonly size: number;
  /** Whether the value is a rotation xyzw, which stays of unit length and takes the short way. */
  readonly turns: boolean;
}

export const PLACE: KeyShape = { size: 3, turns: false };
export const TURN: KeyShape = { size: 4, turns: true };

/** @throws KinoraError `formats/glb-accessor` where the times do not rise from 0 or later. */
export function readKeyframes(file: GlbFile, sampler: GltfSampler): Keyframes {
  const times = readFloats(file, sampler.input);
  for (let key = 0; key < times.length; key++) {
    if (times[key]! < (key > 0 ? times[key - 1]! : 0)) {
      throw accessorError(`the key times of accessor ${sampler.input} do not rise at key ${key}`);
    }
  }
  const interpolation = (sampler.interpolation ?? 'LINEAR') as Keyframes['interpolation'];
  return { times, values: readFloats(file, sampler.output), interpolation };
}

/**
 * Writes the value at each frame of a uniform clip. Before the first key is the first value, after the last the last.
 *
 * @param out - frame `f` goes to `outAt + f * outStride`.
 * @param grid - `start` in seconds is the time of frame 0.
 */
export function sampleKeyframes(
  keys: Keyframes,
  shape: KeyShape,
  grid: { readonly start: number; readonly rate: number; readonly frames: number },
  out: Float32Array,
  outAt: number,
  outStride: number,
): void {
  const { times } = keys;
  const last = times.length - 1;
  let key = 0;
  for (let frame = 0; frame < grid.frames; frame++) {
    // A hair later, so that a step key which rounding puts just behind its frame is not missed.
    const time = grid.start + frame / grid.rate + 1e-5;
    while (key < last && times[key + 1]! <= time) key++;
    const span = key < last ? times[key + 1]! - times[key]! : 0;
    const t = span > 0 ? Math.min(Math.max((time - 1e-5 - times[key]!) / span, 0), 1) : 0;
    writeBetween(keys, shape, key, t, span, out, outAt + frame * outStride);
  }
}

/** The value at the share `t` of the way from one key to the next, which is `span` seconds later. */
function writeBetween(
  keys: Keyframes,
  { size, turns }: KeyShape,
  key: number,
  t: number,
  span: number,
  out: FloatArray,
  outAt: number,
): void {
  const { interpolation, values } = keys;
  if (interpolation === 'CUBICSPLINE') {
    writeOnSpline(values, size, key, t, span, out, outAt);
  } else if (t === 0 || interpolation === 'STEP') {
    for (let i = 0; i < size; i++) out[outAt + i] = values[key * size + i]!;
  } else if (turns) {
    slerpQuat(out, outAt, values, key * 4, values, key * 4 + 4, t);
  } else {
    for (let i = key * size, o = outAt; o < outAt + size; i++, o++) {
      out[o] = values[i]! + (values[i + size]! - values[i]!) * t;
    }
  }
  if (turns) normalizeQuat(out, outAt, out, outAt);
}

/** Hermite spline of glTF 2.0, appendix C: each key is in-tangent, value, out-tangent. */
function writeOnSpline(
  values: Float32Array,
  size: number,
  key: number,
  t: number,
  span: number,
  out: FloatArray,
  outAt: number,
): void {
  const here = key * size * 3;
  const t2 = t * t;
  const t3 = t2 * t;
  for (let i = 0; i < size; i++) {
    const value = values[here + size + i]!;
    if (t === 0) {
      out[outAt + i] = value;
      continue;
    }
    const leaving = values[here + size * 2 + i]! * span;
    const arriving = values[here + size * 3 + i]! * span;
    const next = values[here + size * 4 + i]!;
    out[outAt + i] =
      (2 * t3 - 3 * t2 + 1) * value + (t3 - 2 * t2 + t) * leaving + (3 * t2 - 2 * t3) * next + (t3 - t2) * arriving;
  }
}
