import { axisTurnQuat, conjugateQuat, multiplyQuat, relativeQuat } from '../../math/quat.ts';
import { writeDotVec3 } from '../../math/vec3.ts';

/** What is measured: by how much one joint is rolled against another about an axis. */
export interface Roll {
  readonly base: number;
  readonly joint: number;
  /** [4] undoes what of it is so in the T-pose. */
  readonly neutral: Float64Array;
  /** [3] unit, in the space of `base`. */
  readonly axis: Float64Array;
}

const turn = new Float64Array(4);

/**
 * Radians, (−π, π]: the twist of a swing-twist decomposition. Allocates nothing, and so writes
 * into an array what V8 would box.
 */
export function writeRoll(
  out: Float64Array,
  outAt: number,
  rotations: Float64Array,
  { base, joint, neutral, axis }: Roll,
): void {
  relativeQuat(turn, 0, rotations, base * 4, rotations, joint * 4);
  multiplyQuat(turn, 0, turn, 0, neutral, 0);
  writeDotVec3(out, outAt, turn, 0, axis, 0);
  const along = out[outAt]!;
  const sign = turn[3]! < 0 ? -1 : 1;
  const roll = 2 * Math.atan2(sign * along, sign * turn[3]!);
  // Near a half turn to the other side there is no telling how much of it is roll: it fades before it jumps.
  out[outAt] = roll * Math.min(1, Math.sqrt(along * along + turn[3]! * turn[3]!) / 0.3);
}

/** Rolls a joint about an axis of its own space by `angles[angleAt]`. */
export function rollBy(
  rotations: Float64Array,
  joint: number,
  axis: Float64Array,
  angles: Float64Array,
  angleAt: number,
): void {
  axisTurnQuat(turn, 0, axis, 0, angles, angleAt);
  multiplyQuat(rotations, joint * 4, rotations, joint * 4, turn, 0);
}

/** [4] the inverse of how `joint` is turned against `base`. */
export function neutralTurn(rotations: Float64Array, base: number, joint: number): Float64Array {
  const neutral = new Float64Array(4);
  relativeQuat(neutral, 0, rotations, base * 4, rotations, joint * 4);
  conjugateQuat(neutral, 0, neutral, 0);
  return neutral;
}
