import { conjugateQuat, rotateVec3 } from '../math/quat.ts';
import { subtractVec3 } from '../math/vec3.ts';
import type { RestModel } from '../rig/forward-kinematics.ts';
import type { HumanoidBone } from '../rig/humanoid.ts';
import { isAbove } from './canonical/body-chains.ts';
import { SIDES, jointOf } from './canonical/bones.ts';
import type { CanonicalRig } from './canonical/canonical-rig.ts';

/**
 * Joints that do not hang from the bone that carries them in a body, like feet that are children of the root because
 * an animator drove them by IK: they are put where that bone ends.
 */
export interface DetachedJoints {
  /** [joints] the joint that carries it; −1 where it hangs from its own parent. */
  readonly anchors: Int16Array;
  /** [joints × 3] place at rest in the space of the anchor. */
  readonly offsets: Float64Array;
  /** All joints, each after its parent and its anchor. Empty where nothing is detached. */
  readonly order: Int16Array;
}

export function detachedJoints(target: CanonicalRig, rest: RestModel): DetachedJoints {
  const { parents } = target.rig;
  const anchors = new Int16Array(parents.length).fill(-1);
  const offsets = new Float64Array(parents.length * 3);
  for (const [bone, carrier] of carriedBones(target)) {
    if (bone < 0 || carrier < 0 || isAbove(parents, carrier, bone)) continue;
    anchors[bone] = carrier;
    const turn = new Float64Array(4);
    conjugateQuat(turn, 0, rest.rotations, carrier * 4);
    subtractVec3(offsets, bone * 3, rest.positions, bone * 3, rest.positions, carrier * 3);
    rotateVec3(offsets, bone * 3, turn, 0, offsets, bone * 3);
  }
  const detached = anchors.some((anchor) => anchor >= 0);
  return { anchors, offsets, order: detached ? placingOrder(parents, anchors) : new Int16Array(0) };
}

/** Joints of the limbs, each with the joint that carries it. */
function carriedBones({ map, chains }: CanonicalRig): [number, number][] {
  const chest = chains.trunk.at(-1) ?? chains.carrier;
  return SIDES.flatMap((side) => {
    const joint = (bone: HumanoidBone): number => jointOf(map, bone);
    const shoulder = joint(`${side}Shoulder`);
    return [
      [shoulder, chest],
      [joint(`${side}UpperArm`), shoulder >= 0 ? shoulder : chest],
      [joint(`${side}LowerArm`), joint(`${side}UpperArm`)],
      [joint(`${side}Hand`), joint(`${side}LowerArm`)],
      [joint(`${side}LowerLeg`), joint(`${side}UpperLeg`)],
      [joint(`${side}Foot`), joint(`${side}LowerLeg`)],
      [joint(`${side}Toes`), joint(`${side}Foot`)],
    ] satisfies [number, number][];
  });
}

function placingOrder(parents: Int16Array, anchors: Int16Array): Int16Array {
  const order: number[] = [];
  const placed = new Set<number>();
  const place = (joint: number): void => {
    if (joint < 0 || placed.has(joint)) return;
    placed.add(joint);
    place(parents[joint]!);
    place(anchors[joint]!);
    order.push(joint);
  };
  for (let joint = 0; joint < parents.length; joint++) place(joint);
  return Int16Array.from(order);
}
