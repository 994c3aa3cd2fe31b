import { basisQuat, multiplyQuat, rotateVec3 } from '../../../math/quat.ts';
import { numberOf } from './model-transform.ts';
import type { FbxScene } from './fbx-scene.ts';
import type { Places } from './place-joints.ts';

/** Where a file's axes point in the house's. */
export interface HouseAxes {
  /** [4] the turn from the file's axes to +Y up. */
  readonly turn: Float64Array;
  /** A left-handed file: its x axis is mirrored before the turn. */
  readonly isMirrored: boolean;
}

/**
 * The axes of the file by its settings: `UpAxis` becomes +Y, `FrontAxis` +Z, `CoordAxis` +X. Right-handed, +Y up where
 * they say nothing or contradict each other.
 */
export function houseAxes({ settings }: FbxScene): HouseAxes {
  const axes = ['CoordAxis', 'UpAxis', 'FrontAxis'].map((name, usual) => ({
    axis: numberOf(name, settings.get(name)?.[0], usual),
    sign: numberOf(`${name}Sign`, settings.get(`${name}Sign`)?.[0], 1) < 0 ? -1 : 1,
  }));
  const columns = new Float64Array(9);
  if (new Set(axes.map(({ axis }) => axis)).size < 3 || axes.some(({ axis }) => ![0, 1, 2].includes(axis))) {
    return { turn: Float64Array.of(0, 0, 0, 1), isMirrored: false };
  }
  // A column says where an axis of the file goes.
  axes.forEach(({ axis, sign }, row) => (columns[axis * 3 + row] = sign));
  const [a, b, c] = axes.map(({ axis }) => axis) as [number, number, number];
  const isEven = (b - a + 3) % 3 === 1 && (c - b + 3) % 3 === 1;
  const isMirrored = (isEven ? 1 : -1) * axes.reduce((product, { sign }) => product * sign, 1) < 0;
  if (isMirrored) for (let row = 0; row < 3; row++) columns[row] = -columns[row]!;
  const turn = new Float64Array(4);
  basisQuat(turn, 0, columns, 0);
  return { turn, isMirrored };
}

/** Brings places to house axes and metres. */
export function toHouse({ turn, isMirrored }: HouseAxes, unitMetres: number, { positions, rotations }: Places): void {
  for (let at = 0; at < positions.length; at += 3) {
    if (isMirrored) positions[at] = -positions[at]!;
    rotateVec3(positions, at, turn, 0, positions, at);
    for (let axis = at; axis < at + 3; axis++) positions[axis] = positions[axis]! * unitMetres;
  }
  for (let at = 0; at < rotations.length; at += 4) {
    // A turn seen in a mirror on x.
    if (isMirrored) {
      rotations[at + 1] = -rotations[at + 1]!;
      rotations[at + 2] = -rotations[at + 2]!;
    }
    multiplyQuat(rotations, at, turn, 0, rotations, at);
  }
}
