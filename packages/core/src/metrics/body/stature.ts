import { distanceVec3, lerpVec3 } from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { BodyPoint } from './body-motion.ts';
import { jointOf, SIDES } from './points.ts';

/** Share of a person's height between the ankles and the joint of the head: what is left is sole and skull. */
const BETWEEN_JOINTS = 0.85;

/** Leg lengths: a joint of the hips that is further from the roots of the legs is a pivot outside of the body. */
const OUTSIDE = 0.5;

/** Thigh and shin, mean of both sides. */
export function legLengthOf(places: ReadonlyMap<BodyPoint, Float64Array>): number {
  const lengths = SIDES.map((side) => {
    const knee = places.get(`${side}LowerLeg`)!;
    const thigh = distanceVec3(places.get(`${side}UpperLeg`)!, 0, knee, 0);
    return thigh + distanceVec3(knee, 0, places.get(`${side}Ankle`)!, 0);
  });
  return (lengths[0]! + lengths[1]!) / 2;
}

/**
 * Legs and trunk as if they were stretched out, so that no pose at rest can make a body smaller. The joint of the hips is
 * left out: it may as well lie below the roots of the legs, and the way down to it and up again is no part of a height.
 */
export function heightOf(map: HumanoidMap, rest: RestModel, legLength: number): number {
  const { positions } = rest;
  let trunk = 0;
  let joint = jointOf(map, 'head');
  for (const bone of ['neck', 'upperChest', 'chest', 'spine'] as const) {
    const below = jointOf(map, bone);
    if (below < 0) continue;
    trunk += distanceVec3(positions, joint * 3, positions, below * 3);
    joint = below;
  }
  return (legLength + trunk + fromLegs(map, rest, joint)) / BETWEEN_JOINTS;
}

/** True where the joint of the hips is a pivot, on the ground say, that stays while the body is turned about it. */
export function isOutside(map: HumanoidMap, rest: RestModel, legLength: number): boolean {
  return fromLegs(map, rest, jointOf(map, 'hips')) > OUTSIDE * legLength;
}

/** How far a joint is from the middle of where the legs begin. */
function fromLegs(map: HumanoidMap, { positions }: RestModel, joint: number): number {
  const legs = new Float64Array(3);
  lerpVec3(legs, 0, positions, jointOf(map, 'leftUpperLeg') * 3, positions, jointOf(map, 'rightUpperLeg') * 3, 0.5);
  return distanceVec3(positions, joint * 3, legs, 0);
}

/** [frames × 3] the middle of where the legs begin. */
export function betweenLegs(places: ReadonlyMap<BodyPoint, Float64Array>): Float64Array {
  const right = places.get('rightUpperLeg')!;
  return places.get('leftUpperLeg')!.map((value, i) => (value + right[i]!) / 2);
}
