import { distanceVec3, dotVec3, normalizeVec3, subtractVec3 } from '../../../math/vec3.ts';
import type { HumanoidBone } from '../../humanoid.ts';
import type { Evidence } from '../evidence.ts';
import { scoreOf } from '../names/name-scores.ts';
import type { Side } from '../names/read-name.ts';
import { isWithin } from '../shape/joint-tree.ts';

/** From here a name means a foot. */
const NAMED = 0.75;
/** A shin is so long, in thighs: stylised figures have great boots. */
const SHORTEST_SHIN = 0.3;
const LONGEST_SHIN = 2.5;
/** Cosine of the greatest bend of a knee at rest. */
const STRAIGHT = 0.3;
/** The two sides differ by less than this share. */
const MIRROR_TOLERANCE = 0.15;

/**
 * Finds feet that do not hang from their shins: figures for games have them as targets of the legs, below the root.
 * Both sides or none: a pair of joints that are called feet, where the legs end.
 *
 * @returns the bones that were added to `joints`.
 */
export function addDetachedFeet(evidence: Evidence, joints: Map<HumanoidBone, number>): ReadonlySet<HumanoidBone> {
  const [left, right] = [detachedFoot(evidence, joints, 'left'), detachedFoot(evidence, joints, 'right')];
  if (!left || !right) return new Set();
  if (Math.abs(left.shin - right.shin) > MIRROR_TOLERANCE * Math.max(left.shin, right.shin)) return new Set();
  joints.set('leftFoot', left.joint).set('rightFoot', right.joint);
  return new Set(['leftFoot', 'rightFoot']);
}

interface Candidate {
  readonly joint: number;
  /** Metres from knee to ankle. */
  readonly shin: number;
}

function detachedFoot(
  evidence: Evidence,
  joints: ReadonlyMap<HumanoidBone, number>,
  side: Side,
): Candidate | undefined {
  const { tree, readings, names, rig } = evidence;
  const [thigh, knee] = [joints.get(`${side}UpperLeg`), joints.get(`${side}LowerLeg`)];
  if (evidence.declared.size > 0 || thigh === undefined || knee === undefined || joints.has(`${side}Foot`))
    return undefined;
  const taken = new Set(joints.values());
  const candidates = rig.names.flatMap((_, joint): Candidate[] => {
    const isFoot = readings[joint]!.side === side && scoreOf(names[joint], 'foot') >= NAMED && !readings[joint]!.helper;
    if (!isFoot || taken.has(joint) || isWithin(tree, joint, thigh)) return [];
    return endsLeg(tree.positions, thigh, knee, joint)
      ? [{ joint, shin: distanceVec3(tree.positions, knee * 3, tree.positions, joint * 3) }]
      : [];
  });
  return candidates.sort((a, b) => a.shin - b.shin)[0];
}

/** True where a point goes on from the knee as a shin would. */
function endsLeg(positions: Float64Array, thigh: number, knee: number, end: number): boolean {
  const [upper, lower] = [new Float64Array(3), new Float64Array(3)];
  subtractVec3(upper, 0, positions, knee * 3, positions, thigh * 3);
  subtractVec3(lower, 0, positions, end * 3, positions, knee * 3);
  const ratio = normalizeVec3(lower, 0, lower, 0) / normalizeVec3(upper, 0, upper, 0);
  return ratio >= SHORTEST_SHIN && ratio <= LONGEST_SHIN && dotVec3(upper, 0, lower, 0) > STRAIGHT;
}
