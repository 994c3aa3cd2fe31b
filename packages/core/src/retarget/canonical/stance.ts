import {
  addVec3,
  crossVec3,
  dotVec3,
  lengthVec3,
  lerpVec3,
  normalizeVec3,
  scaleVec3,
  subtractVec3,
} from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidBone, HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { jointOf, SIDES } from './bones.ts';
import type { Side } from './bones.ts';
import { anklePoints } from './foot-points.ts';

const DEGREE = Math.PI / 180;

/** True where the legs go the other way than the trunk, both the same way, and left and right are across. */
export function isStance(rig: Rig, map: HumanoidMap, pose: RestModel): boolean {
  const trunk = trunkUp(map, pose.positions);
  const shoulders = across(map, pose, 'UpperArm');
  const [left, right] = wholeLegs(rig, map, pose);
  return (
    dotVec3(left, 0, trunk, 0) < -0.5 &&
    dotVec3(right, 0, trunk, 0) < -0.5 &&
    dotVec3(left, 0, right, 0) > 0.3 &&
    Math.abs(dotVec3(shoulders, 0, trunk, 0)) < 0.5
  );
}

/**
 * How far a pose is from any that a rig is built in, radians: the largest angle between a limb and the mirror image of
 * its twin, or between the line of the hip joints and that of the shoulders. A T-pose, an A-pose and arms at the sides
 * have up to 3°, a body that stands about has 5–20°, one in the middle of a motion 15–120°.
 */
export function crookedness(rig: Rig, map: HumanoidMap, pose: RestModel): number {
  const hips = across(map, pose, 'UpperLeg');
  const shoulders = across(map, pose, 'UpperArm');
  const mirror = new Float64Array(3);
  const image = new Float64Array(3);
  addVec3(mirror, 0, hips, 0, shoulders, 0);
  normalizeVec3(mirror, 0, mirror, 0);
  const right = limbLines(rig, map, pose, 'right');
  const angles = limbLines(rig, map, pose, 'left').map((line, i) => {
    scaleVec3(image, 0, mirror, 0, -2 * dotVec3(line, 0, mirror, 0));
    addVec3(image, 0, image, 0, line, 0);
    return angleBetween(image, right[i]!);
  });
  return Math.max(angleBetween(hips, shoulders), ...angles);
}

/** True where elbows and knees are straight, the trunk goes on the line of the legs, and both stand along an axis. */
export function isStraight(rig: Rig, map: HumanoidMap, pose: RestModel): boolean {
  const trunk = trunkUp(map, pose.positions);
  const limbs = SIDES.flatMap((side) => {
    const [upperArm, lowerArm, thigh, shin] = limbLines(rig, map, pose, side);
    return [angleBetween(upperArm!, lowerArm!), angleBetween(thigh!, shin!)];
  });
  return (
    Math.max(...limbs) < 15 * DEGREE &&
    wholeLegs(rig, map, pose).every((leg) => -dotVec3(leg, 0, trunk, 0) > Math.cos(25 * DEGREE)) &&
    Math.max(...trunk.map(Math.abs)) > Math.cos(20 * DEGREE)
  );
}

/** [3] unit: from between the hip joints to between the shoulders. */
export function trunkUp(map: HumanoidMap, positions: Float64Array): Float64Array {
  const up = new Float64Array(3);
  const hips = new Float64Array(3);
  lerpVec3(up, 0, positions, jointOf(map, 'leftUpperArm') * 3, positions, jointOf(map, 'rightUpperArm') * 3, 0.5);
  lerpVec3(hips, 0, positions, jointOf(map, 'leftUpperLeg') * 3, positions, jointOf(map, 'rightUpperLeg') * 3, 0.5);
  subtractVec3(up, 0, up, 0, hips, 0);
  normalizeVec3(up, 0, up, 0);
  return up;
}

/** [3] unit: from right to left. */
function across(map: HumanoidMap, { positions }: RestModel, part: 'UpperArm' | 'UpperLeg'): Float64Array {
  return line(positions, jointOf(map, `right${part}`) * 3, positions, jointOf(map, `left${part}`) * 3);
}

/** [3] unit: from the root of each leg to its ankle. */
function wholeLegs(rig: Rig, map: HumanoidMap, pose: RestModel): [left: Float64Array, right: Float64Array] {
  const ankles = anklePoints(rig, map, pose);
  return [
    line(pose.positions, jointOf(map, 'leftUpperLeg') * 3, ankles, 0),
    line(pose.positions, jointOf(map, 'rightUpperLeg') * 3, ankles, 3),
  ];
}

/** [3] unit, of upper arm, forearm, thigh and shin; a forearm without a hand goes on as its upper arm does. */
function limbLines(rig: Rig, map: HumanoidMap, pose: RestModel, side: Side): Float64Array[] {
  const { positions } = pose;
  const at = (bone: HumanoidBone): number => jointOf(map, bone) * 3;
  const ankles = anklePoints(rig, map, pose);
  const upperArm = line(positions, at(`${side}UpperArm`), positions, at(`${side}LowerArm`));
  const hand = at(`${side}Hand`);
  return [
    upperArm,
    hand < 0 ? upperArm : line(positions, at(`${side}LowerArm`), positions, hand),
    line(positions, at(`${side}UpperLeg`), positions, at(`${side}LowerLeg`)),
    line(positions, at(`${side}LowerLeg`), ankles, side === 'left' ? 0 : 3),
  ];
}

/** [3] unit vector from one point to another; zeros where they are one. */
function line(from: Float64Array, fromAt: number, to: Float64Array, toAt: number): Float64Array {
  const vector = new Float64Array(3);
  subtractVec3(vector, 0, to, toAt, from, fromAt);
  normalizeVec3(vector, 0, vector, 0);
  return vector;
}

function angleBetween(a: Float64Array, b: Float64Array): number {
  const cross = new Float64Array(3);
  crossVec3(cross, 0, a, 0, b, 0);
  return Math.atan2(lengthVec3(cross, 0), dotVec3(a, 0, b, 0));
}
