import { Matrix, Quaternion, Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { mapHumanoid, type HumanoidBone, type HumanoidMap, type Rig } from '@kinora/core/motion';

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

/** @param positions - [joints × 3] model space of a pose in which the body is upright. */
export function measureBody(rig: Rig, positions: Float32Array): BodyMeasures {
  const map = mapHumanoid(rig);
  const turn = uprightTurn(map, positions);
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < positions.length; at += 3) {
    const { y } = Vector3.FromArray(positions, at).applyRotationQuaternionInPlace(turn);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  const stretched = (pathLength(rig, map, 'head') + pathLength(rig, map, 'leftFoot')) * CROWN_AND_SOLE;
  return {
    turn,
    low,
    stature: Math.max(stretched > 0 ? stretched : high - low, 1e-3),
    hips: map.bones.hips?.joint ?? 0,
  };
}

/** Metres along the bones from the hips to a bone: the same in any pose. 0 where one of the two is missing. */
function pathLength(rig: Rig, { bones }: HumanoidMap, bone: HumanoidBone): number {
  const hips = bones.hips?.joint;
  const end = bones[bone]?.joint;
  if (hips === undefined || end === undefined) return 0;
  let length = 0;
  for (let joint = end; joint > hips; joint = rig.parents[joint]!) {
    length += Vector3.FromArray(rig.restTranslations, joint * 3).length();
  }
  return length;
}

/** By right angles: files are recorded with Z up, or facing away. None where the body does not say where its sides are. */
function uprightTurn({ bones }: HumanoidMap, positions: Float32Array): Quaternion {
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
