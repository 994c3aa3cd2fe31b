import {
  createPose,
  forwardKinematics,
  multiplyQuat,
  relativeQuat,
  rotateVec3,
  sampleClip,
  shortestArcQuat,
} from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap } from '@kinora/core/motion';
import { KinoraError } from '@kinora/core/protocol';
import { minus, outOf, plus, times, unit } from './trunk.ts';
import type { Trunk, Vec } from './trunk.ts';

const ARMS = [
  ['leftUpperArm', 'leftLowerArm', 'leftHand'],
  ['rightUpperArm', 'rightLowerArm', 'rightHand'],
] as const satisfies readonly (readonly HumanoidBone[])[];

// A chest is about half as deep as shoulders are wide (Winter, anthropometric data); a hand that lies on it is no fault.
const RADIUS = 0.28;
/** The number of the documents: "Physics Filter is incompatible with the custom characters". */
const INCOMPATIBLE = 505;

/** Joint numbers of one arm, of the root of its turns, and how it stands in one frame. */
interface Arm {
  readonly upper: number;
  readonly lower: number;
  readonly hand: number;
  readonly parent: number;
}

/**
 * What `sim` does here: in each frame, an elbow or a hand that is inside the trunk is brought to its surface, by the
 * shortest turn of the upper arm. There is no mass and no time in it.
 *
 * @throws `animate3d/bad-character`, 505, for a body without a trunk or arms to speak of.
 */
export function keepArmsOut(clip: Clip, { bones }: HumanoidMap): Clip {
  const hips = bones.hips?.joint;
  const arms = ARMS.map(([upper, lower, hand]) =>
    armOf(clip, bones[upper]?.joint, bones[lower]?.joint, bones[hand]?.joint),
  );
  const [left, right] = arms;
  if (hips === undefined || !left || !right) throw incompatible();
  const rotations = clip.rotations.slice();
  const pose = createPose(clip.rig);
  const positions = new Float64Array(clip.rig.names.length * 3);
  const turns = new Float64Array(clip.rig.names.length * 4);
  for (let frame = 0; frame < clip.frames; frame++) {
    sampleClip(clip, clip.times?.[frame] ?? frame / clip.rate, pose);
    forwardKinematics(clip.rig, pose.rotations, pose.translations, positions, turns);
    const place = (joint: number): Vec => [positions[joint * 3]!, positions[joint * 3 + 1]!, positions[joint * 3 + 2]!];
    const trunk = trunkBetween(place(hips), place(left.upper), place(right.upper));
    for (const arm of [left, right]) {
      const turn = turnOut(trunk, place(arm.upper), [place(arm.lower), place(arm.hand)]);
      if (turn) write(rotations, (frame * clip.rig.names.length + arm.upper) * 4, turns, arm, turn);
    }
  }
  return { ...clip, rotations };
}

function armOf({ rig }: Clip, upper?: number, lower?: number, hand?: number): Arm | undefined {
  if (upper === undefined || lower === undefined || hand === undefined) return undefined;
  const parent = rig.parents[upper]!;
  return parent < 0 ? undefined : { upper, lower, hand, parent };
}

/** From the hips to the middle of the shoulders. */
function trunkBetween(hips: Vec, left: Vec, right: Vec): Trunk {
  const across = minus(left, right);
  return { from: hips, to: times(plus(left, right), 0.5), radius: RADIUS * Math.hypot(...across) };
}

/** The turn about the shoulder that takes elbow and hand out of the trunk; undefined where they are. */
function turnOut(trunk: Trunk, shoulder: Vec, [elbow, hand]: readonly [Vec, Vec]): Float64Array | undefined {
  const total = Float64Array.of(0, 0, 0, 1);
  let isTurned = false;
  for (const point of [elbow, hand]) {
    const now = plus(shoulder, turned(total, minus(point, shoulder)));
    const wanted = outOf(trunk, now);
    if (wanted === now) continue;
    const arc = new Float64Array(4);
    shortestArcQuat(
      arc,
      0,
      Float64Array.from(unit(minus(now, shoulder))),
      0,
      Float64Array.from(unit(minus(wanted, shoulder))),
      0,
    );
    multiplyQuat(total, 0, arc, 0, total, 0);
    isTurned = true;
  }
  return isTurned ? total : undefined;
}

function turned(turn: Float64Array, vector: Vec): Vec {
  const out = Float64Array.from(vector);
  rotateVec3(out, 0, turn, 0, out, 0);
  return [out[0]!, out[1]!, out[2]!];
}

/** The turn in model space becomes one of the joint's own. */
function write(
  rotations: Float32Array,
  at: number,
  turns: Float64Array,
  { upper, parent }: Arm,
  turn: Float64Array,
): void {
  const model = new Float64Array(4);
  multiplyQuat(model, 0, turn, 0, turns, upper * 4);
  relativeQuat(rotations, at, turns, parent * 4, model, 0);
}

function incompatible(): KinoraError {
  return new KinoraError(
    'animate3d/bad-character',
    'The physics filter is incompatible with the character: it has no trunk or arms',
    {
      hint: 'Leave "sim" out.',
      details: { jobCode: INCOMPATIBLE },
    },
  );
}
