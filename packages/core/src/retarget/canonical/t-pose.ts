import type { Clip } from '../../clip/clip.ts';
import { copyQuat, rotateVec3, setQuat } from '../../math/quat.ts';
import { crossVec3, dotVec3, lengthVec3, subtractVec3 } from '../../math/vec3.ts';
import { HUMANOID_BONES } from '../../rig/humanoid.ts';
import type { HumanoidBone, HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { aim, direction, inherit, roll, tailDirection, turn } from './body-turns.ts';
import type { Body, Trust } from './body-turns.ts';
import { boneIndex, fingerChains, jointOf, SIDES } from './bones.ts';
import type { Side } from './bones.ts';
import { anklePoints, toePoints } from './foot-points.ts';
import { motionRolls } from './motion/motion-rolls.ts';
import type { MotionRolls } from './motion/motion-rolls.ts';
import { palmAxes } from './palm.ts';
import type { ReferencePose } from './reference-pose.ts';

const DEGREE = Math.PI / 180;
const DOWN = Float64Array.of(0, -1, 0);
const UP = Float64Array.of(0, 1, 0);

/**
 * The turn of every human bone from its reference pose to the canonical T-pose: arms along
 * ±X with the elbow hinge upright, palms down, legs straight down, feet turned to the front.
 *
 * Hips, spine, neck, head and collar bones keep their reference: the curve of a back is style, not error. A head that
 * is not there, a hand without fingers or a foot without toes takes the turn of what it hangs from.
 *
 * @returns [bones × 4] in the order of `HUMANOID_BONES`, canonical space.
 */
export function tPoseCorrections(
  rig: Rig,
  map: HumanoidMap,
  reference: ReferencePose,
  clip: Clip | undefined,
): Float64Array {
  const turns = new Float64Array(HUMANOID_BONES.length * 4);
  for (let at = 0; at < turns.length; at += 4) setQuat(turns, at, 0, 0, 0, 1);
  const body: Body = { rig, map, reference, turns };
  const rolls: MotionRolls = clip && reference.kind === 'motion' ? motionRolls(body, clip) : new Map();
  for (const side of SIDES) {
    straightenArm(body, side, rolls);
    straightenFingers(body, side);
    straightenLeg(body, side, rolls);
    turnFoot(body, side);
  }
  return turns;
}

/**
 * Hands go by their palms, also on rigs that declare a T-pose, as VRM does. Declared hands are straight and rolled only
 * roughly: those of one real avatar by 13° and 24°. And knuckles lie 4–10° in front of the line of the arm in every
 * T-pose that is modelled, declared or not: that is the shape of a hand, which goes out between two rigs as long as
 * both are taken alike.
 */
function straightenArm(body: Body, side: Side, rolls: MotionRolls): void {
  const outward = Float64Array.of(side === 'left' ? 1 : -1, 0, 0);
  // Bending the left elbow takes +X to +Z: a turn about −Y.
  const hinge = Float64Array.of(0, side === 'left' ? -1 : 1, 0);
  straightenLimb(body, [`${side}UpperArm`, `${side}LowerArm`, `${side}Hand`], outward, hinge, rolls);
  const hand: HumanoidBone = `${side}Hand`;
  inherit(body, hand, `${side}LowerArm`);
  const palm = palmAxes(body, side);
  if (!palm) return;
  aim(body, hand, palm.forward, outward);
  roll(body, hand, palm.back, UP, outward);
}

function straightenFingers(body: Body, side: Side): void {
  const x = side === 'left' ? 1 : -1;
  for (const chain of fingerChains(side)) {
    const thumb = chain[0]!.includes('Thumb');
    const along = thumb ? Float64Array.of(x * Math.SQRT1_2, 0, Math.SQRT1_2) : Float64Array.of(x, 0, 0);
    let parent: HumanoidBone = `${side}Hand`;
    chain.forEach((bone, i) => {
      if (jointOf(body.map, bone) < 0) return;
      inherit(body, bone, parent);
      const next = chain.slice(i + 1).find((candidate) => jointOf(body.map, candidate) >= 0);
      const towards = next ? direction(body, bone, next) : tailDirection(body, bone);
      if (towards) aim(body, bone, towards, along);
      parent = bone;
    });
  }
}

function straightenLeg(body: Body, side: Side, rolls: MotionRolls): void {
  // Bending a knee takes the shin from −Y to −Z: a turn about +X.
  const hinge = Float64Array.of(1, 0, 0);
  straightenLimb(body, [`${side}UpperLeg`, `${side}LowerLeg`, `${side}Foot`], DOWN, hinge, rolls);
}

/** Two bones and the joint that ends them: both along one line, the hinge between them about its axis. */
function straightenLimb(
  body: Body,
  [upper, lower, end]: readonly [HumanoidBone, HumanoidBone, HumanoidBone],
  along: Float64Array,
  hinge: Float64Array,
  rolls: MotionRolls,
): void {
  const upperDirection = direction(body, upper, lower);
  const lowerDirection = direction(body, lower, end) ?? tailDirection(body, lower);
  if (upperDirection) aim(body, upper, upperDirection, along);
  const [upperRoll, lowerRoll] = [rolls.get(upper), rolls.get(lower)];
  if (upperRoll) {
    roll(body, upper, upperRoll, hinge, along);
  } else if (upperDirection && lowerDirection) {
    const bend = new Float64Array(3);
    crossVec3(bend, 0, upperDirection, 0, lowerDirection, 0);
    const angle = Math.atan2(lengthVec3(bend, 0), dotVec3(upperDirection, 0, lowerDirection, 0));
    roll(body, upper, bend, hinge, along, hingeTrust(body.reference, angle));
  }
  inherit(body, lower, upper);
  if (lowerDirection) aim(body, lower, lowerDirection, along);
  if (lowerRoll) roll(body, lower, lowerRoll, hinge, along);
}

/**
 * How far to believe the plane in which a limb is bent at rest. Knees are knocked and forearms droop by some 3°, which
 * turns the plane of a bend of 5° by 30°, and that of a bend of 20° by 8°. Where a limb would have to be rolled by more
 * than 60° it is such a fault alone that bends it.
 */
function hingeTrust(reference: ReferencePose, bend: number): Trust {
  const t = Math.min(Math.max((bend - 5 * DEGREE) / (15 * DEGREE), 0), 1);
  return { weight: t * t * (3 - 2 * t), limit: reference.kind === 'motion' ? Math.PI : 60 * DEGREE };
}

/** A foot that is turned by less was meant to be straight: single precision must not say which of two ways it is built. */
const NO_YAW = 1 * DEGREE;

/** Feet keep their pitch, so that a heel stays a heel, and are turned to the front about +Y alone. */
function turnFoot(body: Body, side: Side): void {
  const index = side === 'left' ? 0 : 3;
  const towards = new Float64Array(3);
  const toes = toePoints(body.rig, body.map, body.reference);
  subtractVec3(towards, 0, toes, index, anklePoints(body.rig, body.map, body.reference), index);
  const at = boneIndex(`${side}Foot`) * 4;
  const inLine = new Float64Array(3);
  rotateVec3(inLine, 0, body.turns, boneIndex(`${side}LowerLeg`) * 4, towards, 0);
  // A foot stands flat under a straddled leg, as a skin does, or is built in line with it, as CMU's skeletons are: the
  // second is true where straightening the leg is what turns the foot to the front.
  const flatYaw = yawToFront(towards);
  const inLineYaw = yawToFront(inLine);
  const builtInLine =
    body.reference.kind !== 'motion' &&
    Math.abs(inLineYaw) < 2 * DEGREE &&
    Math.abs(flatYaw) > 2 * Math.max(Math.abs(inLineYaw), NO_YAW);
  if (builtInLine) inherit(body, `${side}Foot`, `${side}LowerLeg`);
  turn(body, `${side}Foot`, UP, builtInLine ? inLineYaw : flatYaw);
  copyQuat(body.turns, boneIndex(`${side}Toes`) * 4, body.turns, at);
}

/** Turn about +Y that brings a direction to the front; 0 for one that is upright within 12°, whose heading is noise. */
function yawToFront(direction: Float64Array): number {
  const flat = Math.hypot(direction[0]!, direction[2]!);
  return flat <= 0.2 * lengthVec3(direction, 0) ? 0 : -Math.atan2(direction[0]!, direction[2]!);
}
