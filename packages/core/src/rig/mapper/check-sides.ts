import type { HumanoidBone } from '../humanoid.ts';
import type { Evidence } from './evidence.ts';
import { findFacing, sideOrder, standsOnFours } from './shape/facing.ts';
import type { Facing, Stance } from './shape/facing.ts';

export interface CheckedSides {
  readonly joints: Map<HumanoidBone, number>;
  readonly warnings: readonly string[];
  /** Bones whose names said left for what the feet say is right, or the reverse. */
  readonly swapped: ReadonlySet<HumanoidBone>;
}

/** Left and right by where the figure faces: the feet are believed, not the names. */
export function checkSides(evidence: Evidence, assigned: ReadonlyMap<HumanoidBone, number>): CheckedSides {
  const joints = new Map(assigned);
  const facing = evidence.declared.size > 0 ? undefined : facingOf(evidence, joints);
  const swapped = new Set<HumanoidBone>();
  const warnings: string[] = [];
  for (const limbs of ['arms', 'legs'] as const) {
    if (!facing?.seen || orderOf(evidence, facing, joints, limbs) >= 0) continue;
    for (const bone of LIMB_BONES[limbs]) swap(joints, `left${bone}`, `right${bone}`, swapped);
    warnings.push(`Left and right ${limbs} were swapped: the feet point the other way than the names say`);
  }
  return { joints, warnings, swapped };
}

const LIMB_BONES = {
  arms: ['Shoulder', 'UpperArm', 'LowerArm', 'Hand'],
  legs: ['UpperLeg', 'LowerLeg', 'Foot', 'Toes'],
} as const;

function swap(
  joints: Map<HumanoidBone, number>,
  left: HumanoidBone,
  right: HumanoidBone,
  swapped: Set<HumanoidBone>,
): void {
  const [leftJoint, rightJoint] = [joints.get(left), joints.get(right)];
  for (const [bone, joint] of [
    [left, rightJoint],
    [right, leftJoint],
  ] as const) {
    swapped.add(bone);
    if (joint === undefined) joints.delete(bone);
    else joints.set(bone, joint);
  }
}

function orderOf(
  { tree }: Evidence,
  facing: Facing,
  joints: ReadonlyMap<HumanoidBone, number>,
  limbs: 'arms' | 'legs',
): number {
  const [left, right] = limbs === 'arms' ? pair(joints, 'UpperArm') : pair(joints, 'UpperLeg');
  return left < 0 || right < 0 ? 0 : sideOrder(tree, facing, left, right);
}

function facingOf({ tree, names }: Evidence, joints: ReadonlyMap<HumanoidBone, number>): Facing | undefined {
  const stance = stanceOf(joints);
  if (!stance) return undefined;
  // What has no name may be the heel: against the names of the limbs it says nothing.
  const isNamed = (toe: number): boolean => names[toe]?.known === true;
  return findFacing(tree, { ...stance, toes: stance.toes.every(isNamed) ? stance.toes : [-1, -1] });
}

/** True where the bones that were found are those of an animal on four legs. */
export function isAnimal({ tree, declared }: Evidence, joints: ReadonlyMap<HumanoidBone, number>): boolean {
  const stance = stanceOf(joints);
  const hands = pair(joints, 'Hand');
  return (
    declared.size === 0 && stance !== undefined && !hands.includes(-1) && standsOnFours(tree, { ...stance, hands })
  );
}

function stanceOf(joints: ReadonlyMap<HumanoidBone, number>): Stance | undefined {
  const [upperArms, upperLegs, feet] = [pair(joints, 'UpperArm'), pair(joints, 'UpperLeg'), pair(joints, 'Foot')];
  if ([...upperArms, ...upperLegs, ...feet].includes(-1)) return undefined;
  return { upperArms, upperLegs, feet, toes: pair(joints, 'Toes') };
}

type PairedBone = 'UpperArm' | 'Hand' | 'UpperLeg' | 'Foot' | 'Toes';

function pair(joints: ReadonlyMap<HumanoidBone, number>, bone: PairedBone): [number, number] {
  return [joints.get(`left${bone}`) ?? -1, joints.get(`right${bone}`) ?? -1];
}
