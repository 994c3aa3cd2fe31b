import { dotVec3, subtractVec3 } from '../../math/vec3.ts';
import type { HumanoidBone, TwistJoint } from '../humanoid.ts';
import type { Evidence } from './evidence.ts';
import { BODY_PARTS } from './assign/assign-body.ts';
import { scoreOf } from './names/name-scores.ts';
import { isBelow, isWithin, pathBelow } from './shape/joint-tree.ts';
import type { JointTree } from './shape/joint-tree.ts';

/** A bone with a roll to share, and where it ends. */
interface Limb {
  readonly bone: HumanoidBone;
  readonly start: number;
  /** −1 where the bone below has no joint. */
  readonly end: number;
}

const LIMBS = [
  ['UpperArm', 'LowerArm'],
  ['LowerArm', 'Hand'],
  ['UpperLeg', 'LowerLeg'],
  ['LowerLeg', 'Foot'],
] as const;

/** Nearer to one of the bone's ends, as a share of its length, a joint in line is an offset of that end, no twist. */
const AT_AN_END = 0.02;
/** From here a name says which limb it is of. */
const NAMED = 0.75;

/**
 * Finds the joints that share the roll of arms and legs: what lies between the two ends
 * of a limb bone, whatever its name, and what hangs beside a limb and is called a twist.
 */
export function findTwists(evidence: Evidence, joints: ReadonlyMap<HumanoidBone, number>): TwistJoint[] {
  const limbs = limbsOf(joints);
  const human = new Set(joints.values());
  const inLine = limbs.flatMap((limb) => twistsInLine(evidence.tree, limb));
  const taken = new Set(inLine.map(({ joint }) => joint));
  const beside = evidence.readings.flatMap(({ twist }, joint) => {
    const limb = twist && !human.has(joint) && !taken.has(joint) ? limbBeside(evidence, limbs, joint) : undefined;
    return limb ? [twistAt(limb, joint, fractionBeside(evidence.tree, limb, joint), false)] : [];
  });
  return [...inLine, ...beside].sort((a, b) => a.joint - b.joint);
}

function limbsOf(joints: ReadonlyMap<HumanoidBone, number>): Limb[] {
  return (['left', 'right'] as const).flatMap((side) =>
    LIMBS.flatMap(([upper, lower]) => {
      const start = joints.get(`${side}${upper}`);
      return start === undefined
        ? []
        : [{ bone: `${side}${upper}` as const, start, end: joints.get(`${side}${lower}`) ?? -1 }];
    }),
  );
}

function twistsInLine(tree: JointTree, limb: Limb): TwistJoint[] {
  const path = limb.end < 0 ? [] : pathBelow(tree, limb.start, limb.end);
  const whole = path.reduce((sum, joint) => sum + tree.lengths[joint]!, 0);
  let along = 0;
  return path.slice(0, -1).flatMap((joint) => {
    along += tree.lengths[joint]!;
    const fraction = along / whole;
    return fraction > AT_AN_END && fraction < 1 - AT_AN_END ? [twistAt(limb, joint, fraction, true)] : [];
  });
}

/** The nearest limb above a joint; where none is (it hangs beside the upper arm), the one of which its name speaks. */
function limbBeside({ tree, names, sides, rig }: Evidence, limbs: readonly Limb[], joint: number): Limb | undefined {
  const above = limbs.findLast(({ start, end }) => isBelow(tree, joint, start) && !isWithin(tree, joint, end));
  return (
    above ??
    limbs.find(
      ({ bone, start }) =>
        scoreOf(names[joint], BODY_PARTS.get(bone)!) >= NAMED &&
        bone.startsWith(sides[joint] ?? '') &&
        isBelow(tree, joint, rig.parents[start]!),
    )
  );
}

function fractionBeside({ positions }: JointTree, { start, end }: Limb, joint: number): number | undefined {
  if (end < 0) return undefined;
  const [bone, arm] = [new Float64Array(3), new Float64Array(3)];
  subtractVec3(bone, 0, positions, end * 3, positions, start * 3);
  subtractVec3(arm, 0, positions, joint * 3, positions, start * 3);
  const share = dotVec3(arm, 0, bone, 0) / dotVec3(bone, 0, bone, 0);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : undefined;
}

function twistAt({ bone }: Limb, joint: number, fraction: number | undefined, inLine: boolean): TwistJoint {
  return fraction === undefined ? { joint, bone, inLine } : { joint, bone, fraction, inLine };
}
