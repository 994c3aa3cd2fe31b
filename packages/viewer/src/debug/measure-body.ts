import { Matrix, Quaternion, Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { createRetargetPlan, isKinoraError, mapHumanoid, restModel } from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap, Rig } from '@kinora/core/motion';

/** How a skeleton that some file brought must be set up to stand next to an avatar. */
export interface BodyMeasures {
  /** Makes it stand along +Y and look to +Z. */
  readonly turn: Quaternion;
  /** Height of the lowest joint after that turn, metres. */
  readonly low: number;
  /** Metres from sole to crown, stretched out. */
  readonly stature: number;
  /** Joint of the hips; the first where the rig is no body. */
  readonly hips: number;
}

/** The topmost joint of a body is its head's, and the lowest an ankle's: the rest of its stature. */
const CROWN_AND_SOLE = 1.2;

const SPINE = ['hips', 'spine', 'chest', 'upperChest', 'neck', 'head'] as const;
const LEG = ['hips', 'leftUpperLeg', 'leftLowerLeg', 'leftFoot'] as const;

/** @param positions - [joints × 3] model space of the clip's first frame. */
export function measureBody(clip: Clip, positions: Float32Array): BodyMeasures {
  const { rig } = clip;
  const map = mapHumanoid(rig);
  const turn = uprightTurn(map, hasStanceAtRest(clip, map) ? restModel(rig).positions : positions);
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < positions.length; at += 3) {
    const { y } = Vector3.FromArray(positions, at).applyRotationQuaternionInPlace(turn);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  const stretched = (chainLength(rig, map, SPINE) + chainLength(rig, map, LEG)) * CROWN_AND_SOLE;
  return {
    turn,
    low,
    stature: Math.max(stretched > 0 ? stretched : high - low, 1e-3),
    hips: map.bones.hips?.joint ?? 0,
  };
}

/**
 * Whether retargeting reads the body's axes from the rest pose; else a clip shows them. A ghost does as it does, so that
 * both look the same way: a performer may begin with the back to the camera.
 */
function hasStanceAtRest(clip: Clip, map: HumanoidMap): boolean {
  try {
    const { report } = createRetargetPlan(clip.rig, clip.rig, { sourceMap: map, targetMap: map, sourceClip: clip });
    return report.sourceReference === 'rest';
  } catch (error) {
    // A ghost also shows what is no body, in its own axes.
    if (isKinoraError(error)) return false;
    throw error;
  }
}

/**
 * Metres along the bones of a chain at rest, from place to place: some feet hang from the root instead of the shin. Where
 * the last bone is missing its segment counts as long as the one before. 0 where there are fewer than two bones.
 */
function chainLength(rig: Rig, { bones }: HumanoidMap, chain: readonly HumanoidBone[]): number {
  const { positions } = restModel(rig);
  const places = chain.flatMap((bone) => {
    const match = bones[bone];
    return match ? [Vector3.FromArray(positions, match.joint * 3)] : [];
  });
  const segments = places.slice(1).map((place, i) => Vector3.Distance(place, places[i]!));
  if (!bones[chain.at(-1)!]) segments.push(segments.at(-1) ?? 0);
  return segments.reduce((sum, length) => sum + length, 0);
}

/** By right angles: files are recorded with Z up, or facing away. None where the body does not say where its sides are. */
function uprightTurn({ bones }: HumanoidMap, positions: ArrayLike<number>): Quaternion {
  const between = (from: HumanoidBone, to: HumanoidBone): Vector3 => {
    const a = bones[from]?.joint;
    const b = bones[to]?.joint;
    if (a === undefined || b === undefined) return Vector3.Zero();
    return Vector3.FromArray(positions, b * 3).subtract(Vector3.FromArray(positions, a * 3));
  };
  const up = nearestAxis(between('hips', 'head'));
  const leftward = between('rightUpperLeg', 'leftUpperLeg').add(between('rightUpperArm', 'leftUpperArm'));
  const left = nearestAxis(leftward.subtract(up.scale(Vector3.Dot(leftward, up))));
  if (up.lengthSquared() === 0 || left.lengthSquared() === 0) return Quaternion.Identity();
  const forward = Vector3.Cross(left, up);
  // Babylon's matrices act on rows: these columns take left to x, up to y and forward to z.
  // prettier-ignore
  const turn = Matrix.FromValues(
    left.x, up.x, forward.x, 0,
    left.y, up.y, forward.y, 0,
    left.z, up.z, forward.z, 0,
    0, 0, 0, 1,
  );
  return Quaternion.FromRotationMatrix(turn);
}

/** The axis, + or −, that a vector is closest to; zero for zero. */
function nearestAxis({ x, y, z }: Vector3): Vector3 {
  const largest = Math.max(Math.abs(x), Math.abs(y), Math.abs(z));
  if (largest === 0) return Vector3.Zero();
  if (Math.abs(y) === largest) return new Vector3(0, Math.sign(y), 0);
  return Math.abs(x) === largest ? new Vector3(Math.sign(x), 0, 0) : new Vector3(0, 0, Math.sign(z));
}
