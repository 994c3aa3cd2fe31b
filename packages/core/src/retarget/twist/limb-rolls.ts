import { conjugateQuat, rotateVec3 } from '../../math/quat.ts';
import { normalizeVec3, subtractVec3 } from '../../math/vec3.ts';
import { restModel } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidBone, TwistJoint } from '../../rig/humanoid.ts';
import { reflectQuat } from '../canonical/anatomical-frame.ts';
import { isAbove } from '../canonical/body-chains.ts';
import { jointOf, SIDES } from '../canonical/bones.ts';
import type { CanonicalRig } from '../canonical/canonical-rig.ts';
import { isDividedHand } from '../canonical/divided-hand.ts';
import { neutralTurn } from './roll-of.ts';
import type { Roll } from './roll-of.ts';

/** One bone of a limb and the joints over which its roll is spread. */
export interface LimbRoll {
  readonly limb: number;
  readonly end: number;
  /** Of the limb against what carries it. */
  readonly own: Roll | undefined;
  /** Of the hand against a forearm, of the foot against a shin. */
  readonly endwards: Roll | undefined;
  /** [3] along the bone, in its own space. */
  readonly axis: Float64Array;
  /** True for a forearm without twist joints beside it: half of the hand's roll belongs to it. */
  readonly takesHalf: boolean;
  /** True where the limb goes on below twist joints: the bone itself does not roll. */
  readonly isInLine: boolean;
  /** Joints between limb and end, and beside the limb, parents first. */
  readonly parts: readonly RolledPart[];
}

/** By how much of each roll a joint is rolled against its parent; all 0 for one that only goes along. */
export interface RolledPart {
  readonly joint: number;
  readonly ofOwn: number;
  readonly ofHalf: number;
  readonly ofEnd: number;
  /** [3] along the bone, in the space of its parent. */
  readonly axis: Float64Array;
}

const LIMBS = [
  ['UpperArm', 'LowerArm', undefined],
  ['LowerArm', 'Hand', 'UpperArm'],
  ['UpperLeg', 'LowerLeg', undefined],
  ['LowerLeg', 'Foot', 'UpperLeg'],
] as const;

/** The limbs of a target that have twist joints, and its forearms. */
export function limbRolls(target: CanonicalRig): readonly LimbRoll[] {
  const rest = restModel(target.rig);
  return SIDES.flatMap((side) =>
    LIMBS.flatMap(([limb, end, carrier]) => {
      const bone: HumanoidBone = `${side}${limb}`;
      const twists = target.map.twists.filter((twist) => twist.bone === bone);
      if (twists.length === 0 && limb !== 'LowerArm') return [];
      if (limb === 'LowerArm' && isDividedHand(target, side)) return [];
      const joints = { limb: jointOf(target.map, bone), end: jointOf(target.map, `${side}${end}`) };
      const base = carrier ? jointOf(target.map, `${side}${carrier}`) : target.rig.parents[joints.limb]!;
      return joints.limb < 0 || joints.end < 0 ? [] : limbRoll(target, rest, bone, joints, base, twists);
    }),
  );
}

function limbRoll(
  target: CanonicalRig,
  rest: RestModel,
  bone: HumanoidBone,
  { limb, end }: { readonly limb: number; readonly end: number },
  base: number,
  twists: readonly TwistJoint[],
): LimbRoll[] {
  const along = direction(rest, limb, end);
  if (!along) return [];
  const axis = inSpaceOf(rest, limb, along);
  const isInLine = twists.some(({ inLine }) => inLine);
  const isUpper = bone.includes('Upper');
  return [
    {
      limb,
      end,
      own: base >= 0 && (isInLine || isUpper) ? rollAgainst(target, base, limb, axis) : undefined,
      endwards: isUpper ? undefined : { ...rollAgainst(target, limb, end, axis), axis },
      axis,
      takesHalf: bone.endsWith('LowerArm') && twists.every(({ inLine }) => inLine),
      isInLine,
      parts: limbParts(target, rest, limb, end, along, twists, isUpper),
    },
  ];
}

/** @param axis - [3] along the bone of `joint`, in its space. */
function rollAgainst({ neutral, reference }: CanonicalRig, base: number, joint: number, axis: Float64Array): Roll {
  const turn = neutralTurn(neutral, base, joint);
  if (reference.frame.mirrored) reflectQuat(turn, 0, turn, 0);
  // Where the bone points in the T-pose, as its base sees it.
  const onBase = new Float64Array(3);
  const back = new Float64Array(4);
  conjugateQuat(back, 0, turn, 0);
  rotateVec3(onBase, 0, back, 0, axis, 0);
  return { base, joint, neutral: turn, axis: onBase };
}

/**
 * Joints in line have even parts of the limb's own roll, so that the last has all of it. One beside an upper limb takes
 * back what is too much near the shoulder; one beside a lower limb takes as much as it is near the hand.
 */
function limbParts(
  { rig: { parents } }: CanonicalRig,
  rest: RestModel,
  limb: number,
  end: number,
  along: Float64Array,
  twists: readonly TwistJoint[],
  isUpper: boolean,
): RolledPart[] {
  const path: number[] = [];
  if (isAbove(parents, limb, end)) {
    for (let joint = parents[end]!; joint !== limb; joint = parents[joint]!) path.push(joint);
  }
  const inLine = twists.filter((twist) => twist.inLine && path.includes(twist.joint));
  const joints = new Set([...path, ...twists.map(({ joint }) => joint)]);
  return [...joints]
    .filter((joint) => parents[joint]! >= 0)
    .sort((a, b) => a - b)
    .map((joint) => {
      const twist = twists.find((candidate) => candidate.joint === joint);
      const part = twist && inLine.includes(twist) ? 1 / inLine.length : 0;
      const { fraction = 0.5 } = twist ?? {};
      const isBeside = twist && !twist.inLine;
      return {
        joint,
        ofOwn: isBeside && isUpper ? fraction - 1 : part,
        ofHalf: part,
        ofEnd: isBeside && !isUpper ? fraction : 0,
        axis: inSpaceOf(rest, parents[joint]!, along),
      };
    });
}

/** A limb of a source whose roll lies in joints below it. */
export interface GatheredRoll {
  readonly limb: number;
  /** Of the last joint in line, which has all of the roll, against the limb. */
  readonly roll: Roll;
}

/** The limbs of a source that have twist joints in line. */
export function gatheredRolls(source: CanonicalRig): readonly GatheredRoll[] {
  const { map, reference, rig } = source;
  const rest = restModel(rig);
  const last = new Map(map.twists.filter(({ inLine }) => inLine).map(({ bone, joint }) => [bone, joint]));
  return [...last].flatMap(([bone, joint]) => {
    const limb = jointOf(map, bone);
    const along = limb < 0 ? undefined : direction(rest, limb, joint);
    if (!along) return [];
    const neutral = neutralTurn(reference.rotations, limb, joint);
    if (reference.frame.mirrored) reflectQuat(neutral, 0, neutral, 0);
    return [{ limb, roll: { base: limb, joint, neutral, axis: inSpaceOf(rest, limb, along) } }];
  });
}

/** [3] unit; undefined where both are in one place. */
function direction({ positions }: RestModel, from: number, to: number): Float64Array | undefined {
  const along = new Float64Array(3);
  subtractVec3(along, 0, positions, to * 3, positions, from * 3);
  return normalizeVec3(along, 0, along, 0) > 0 ? along : undefined;
}

/** [3] */
function inSpaceOf({ rotations }: RestModel, joint: number, vector: Float64Array): Float64Array {
  const turned = new Float64Array(3);
  const turn = new Float64Array(4);
  conjugateQuat(turn, 0, rotations, joint * 4);
  rotateVec3(turned, 0, turn, 0, vector, 0);
  return turned;
}
