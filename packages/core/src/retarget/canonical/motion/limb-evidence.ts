import { conjugateQuat, relativeQuat, rotateVec3, shortestArcQuat } from '../../../math/quat.ts';
import { addVec3, crossVec3, normalizeVec3, subtractVec3 } from '../../../math/vec3.ts';
import type { RestModel } from '../../../rig/forward-kinematics.ts';
import { fuse, meanAcross } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { hingeAxis } from './hinge-axis.ts';

/** The joints of a limb, and what is known of the last. */
export interface LimbJoints {
  readonly upper: number;
  readonly lower: number;
  readonly end: number;
  /** How far from none the middle of all twist between upper and lower bone may be, radians². */
  readonly twist: number;
  readonly landmark: Landmark | undefined;
}

/** What shows how a hand or a foot is rolled. [3] unit vectors in its space. */
export interface Landmark {
  /** Of a hand, where the hinge of its elbow lies in a T-pose, and the way of the forearm. Of a foot, the way to the toes. */
  readonly palm?: { readonly hinge: Float64Array; readonly forward: Float64Array };
  readonly toes?: Float64Array;
  /** How far from none the middle of all its rolls against the lower bone may be, radians². */
  readonly variance: number;
}

export interface LimbEvidence {
  readonly upper: Evidence | undefined;
  readonly lower: Evidence | undefined;
}

/**
 * How the two bones of a limb are rolled, by what turns least against what: the lower bone swings about a hinge of the
 * upper, and a hand or foot rolls little against the bone before it. Rigs have the roll of a hand in the forearm, in the
 * hand, or in both: each tells as much as it is at rest against the next.
 *
 * @param poses - of the same motion.
 */
export function limbEvidence(poses: readonly RestModel[], joints: LimbJoints): LimbEvidence {
  const { upper, lower, end, twist, landmark } = joints;
  const upperLine = meanLine(poses, upper, upper, lower);
  const lowerLine = meanLine(poses, lower, lower, end);
  if (!upperLine || !lowerLine) return { upper: undefined, lower: undefined };
  const swings = poses.flatMap((pose) => direction(pose, upper, lower, end) ?? []);
  const hinge = hingeAxis(swings, upperLine);
  const byEnd = landmark && meanAcross(landmarks(poses, joints, landmark, lowerLine), lowerLine, landmark.variance);
  const hinges = hinge && poses.map((pose) => carried(pose, upper, lower, hinge.axis));
  const byHinge = hinges && meanAcross(hinges, lowerLine, hinge.variance + twist);
  const ends = byEnd && poses.map((pose) => unswung(pose, lower, lowerLine, upper, upperLine, byEnd.axis));
  const byLower = ends && meanAcross(ends, upperLine, byEnd.variance + twist);
  return { upper: fuse([hinge, byLower]), lower: fuse([byHinge, byEnd]) };
}

/** Where the hinge would be by the end of the limb, in the space of the lower bone, pose by pose. */
function landmarks(
  poses: readonly RestModel[],
  { lower, end }: LimbJoints,
  { palm, toes }: Landmark,
  lowerLine: Float64Array,
): Float64Array[] {
  if (palm) return poses.map((pose) => unswung(pose, end, palm.forward, lower, lowerLine, palm.hinge));
  if (!toes) return [];
  return poses.map((pose) => {
    const across = carried(pose, end, lower, toes);
    crossVec3(across, 0, across, 0, lowerLine, 0);
    return across;
  });
}

/** [3] unit: the way from one joint to another in the space of a third, in most poses; undefined where both are in one place. */
function meanLine(poses: readonly RestModel[], space: number, from: number, to: number): Float64Array | undefined {
  const mean = new Float64Array(3);
  for (const pose of poses) addVec3(mean, 0, mean, 0, direction(pose, space, from, to) ?? NOWHERE, 0);
  return normalizeVec3(mean, 0, mean, 0) > 0 ? mean : undefined;
}

const NOWHERE = new Float64Array(3);

/** [3] unit: the way from one joint to another in the space of a third; undefined where both are in one place. */
function direction(
  { positions, rotations }: RestModel,
  space: number,
  from: number,
  to: number,
): Float64Array | undefined {
  const vector = new Float64Array(3);
  const turn = new Float64Array(4);
  subtractVec3(vector, 0, positions, to * 3, positions, from * 3);
  conjugateQuat(turn, 0, rotations, space * 4);
  rotateVec3(vector, 0, turn, 0, vector, 0);
  return normalizeVec3(vector, 0, vector, 0) > 0 ? vector : undefined;
}

/** [3] a direction in the space of one joint, in that of another. */
function carried({ rotations }: RestModel, from: number, to: number, direction: Float64Array): Float64Array {
  const turn = new Float64Array(4);
  relativeQuat(turn, 0, rotations, to * 4, rotations, from * 4);
  const vector = new Float64Array(3);
  rotateVec3(vector, 0, turn, 0, direction, 0);
  return vector;
}

/** [3] the same, once the shortest turn has brought the line of the outer joint to that of the inner. */
function unswung(
  pose: RestModel,
  outer: number,
  outerLine: Float64Array,
  inner: number,
  innerLine: Float64Array,
  vector: Float64Array,
): Float64Array {
  const arc = new Float64Array(4);
  shortestArcQuat(arc, 0, carried(pose, outer, inner, outerLine), 0, innerLine, 0);
  const turned = carried(pose, outer, inner, vector);
  rotateVec3(turned, 0, arc, 0, turned, 0);
  return turned;
}
