import {
  basisQuat,
  createPose,
  forwardKinematics,
  mapHumanoid,
  measureRetarget,
  restModel,
  retarget,
  withoutBindFrame,
} from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap, RetargetMetrics, Rig } from '@kinora/core/motion';
import { trueMap } from '../fixtures/pathologies/person.ts';
import type { Person } from '../fixtures/pathologies/person.ts';
import { degreesBetween } from './expect-rotation.ts';
import { times } from './synthetic-rig.ts';
import type { Quat } from './synthetic-rig.ts';

export interface Proof {
  readonly metrics: RetargetMetrics;
  /** Between the whole orientations of limbs, hands, hips and head, degrees: what positions do not show is in the roll. */
  readonly orientation: { readonly mean: number; readonly p99: number; readonly worst: string };
}

/** Carries a dance by turns alone and no other setting, and measures it by the bones that are really there. */
export function proof(source: Person, target: Person): Proof {
  const shown = { ...source, clip: withoutBindFrame(source.clip) };
  const { clip } = retarget(source.clip, target.clip.rig, { ik: false });
  const metrics = measureRetarget(shown.clip, mapOf(source), clip, mapOf(target));
  return { metrics, orientation: orientationErrors(shown, target, clip) };
}

/** Found once a rig: every bone asks. */
const TWISTS = new WeakMap<Rig, HumanoidMap['twists']>();

function twistsOf(rig: Rig): HumanoidMap['twists'] {
  const known = TWISTS.get(rig) ?? mapHumanoid(rig).twists;
  TWISTS.set(rig, known);
  return known;
}

/** The truth, and which joints only share the roll of its bones. */
export function mapOf({ clip, truth }: Person): HumanoidMap {
  return { ...trueMap(clip.rig, truth), twists: twistsOf(clip.rig) };
}

const COMPARED: readonly HumanoidBone[] = [
  'hips',
  'head',
  ...(['left', 'right'] as const).flatMap((side) =>
    (['UpperArm', 'LowerArm', 'Hand', 'UpperLeg', 'LowerLeg'] as const).map((part): HumanoidBone => `${side}${part}`),
  ),
];

/** How bones are turned from their T-poses, which source and target know each of its own. */
function orientationErrors(source: Person, target: Person, clip: Clip): Proof['orientation'] {
  const errors = COMPARED.flatMap((bone) =>
    orientationsBetween(bone, [source, source.clip], [target, clip]).map((degrees): [number, string] => [
      degrees,
      bone,
    ]),
  );
  errors.sort((a, b) => a[0] - b[0]);
  return {
    mean: errors.reduce((sum, [degrees]) => sum + degrees, 0) / errors.length,
    p99: errors[Math.floor(errors.length * 0.99)]![0],
    worst: errors.at(-1)![1],
  };
}

/** Degrees in each frame between what two people do with a bone, each in a clip on its own rig; none where one lacks it. */
export function orientationsBetween(
  bone: HumanoidBone,
  [a, clipOfA]: readonly [Person, Clip],
  [b, clipOfB]: readonly [Person, Clip],
): number[] {
  const [from, to] = [wholeTurnOf(a, bone), wholeTurnOf(b, bone)];
  if (from === undefined || to === undefined) return [];
  const got = turnsFromTPose(b, clipOfB, to);
  return turnsFromTPose(a, clipOfA, from).map((turn, frame) => degreesBetween(turn, got[frame]!));
}

/** The joint that has all of a bone's turn: where twist joints go on in line, the last of them has the roll. */
function wholeTurnOf({ clip, truth }: Person, bone: HumanoidBone): string | undefined {
  const inLine = twistsOf(clip.rig).filter((twist) => twist.inLine && twist.bone === bone);
  const last = inLine.at(-1);
  return last && truth[bone] !== undefined ? clip.rig.names[last.joint] : truth[bone];
}

/** Per frame: the turn of a joint since the T-pose of its rig, about the axes of the body. */
function turnsFromTPose(person: Person, clip: Clip, name: string): Quat[] {
  const joint = clip.rig.names.indexOf(name);
  const tPose = frameOf(person.clip, person.tPoseFrame);
  const body = bodyAxes(person, tPose.positions);
  const start = quatOf(tPose.rotations, joint);
  return Array.from({ length: clip.frames }, (_, frame) => {
    const now = quatOf(frameOf(clip, frame).rotations, joint);
    return times(times(body, times(now, inverse(start))), inverse(body));
  });
}

/** File → body: left from hand to hand, front at a right angle to that and to the way from hips to head. */
function bodyAxes({ clip, truth }: Person, positions: Float64Array): Quat {
  const at = (bone: HumanoidBone): number => clip.rig.names.indexOf(truth[bone]!) * 3;
  const between = (a: HumanoidBone, b: HumanoidBone): number[] =>
    [0, 1, 2].map((axis) => positions[at(b) + axis]! - positions[at(a) + axis]!);
  const left = unit(between('rightLowerArm', 'leftLowerArm'));
  const front = unit(cross(left, between('leftUpperLeg', 'leftUpperArm')));
  const columns = Float64Array.from([...left, ...cross(front, left), ...front]);
  const out = new Float64Array(4);
  basisQuat(out, 0, columns, 0);
  return inverse(quatOf(out, 0));
}

function frameOf(clip: Clip, frame: number): { positions: Float64Array; rotations: Float64Array } {
  const pose = createPose(clip.rig);
  const joints = clip.rig.names.length;
  pose.rotations.set(clip.rotations.subarray(frame * joints * 4, (frame + 1) * joints * 4));
  const model = restModel(clip.rig);
  forwardKinematics(clip.rig, pose.rotations, pose.translations, model.positions, model.rotations);
  return model;
}

function quatOf(values: ArrayLike<number>, index: number): Quat {
  return [values[index * 4]!, values[index * 4 + 1]!, values[index * 4 + 2]!, values[index * 4 + 3]!];
}

function inverse([x, y, z, w]: Quat): Quat {
  return [-x, -y, -z, w];
}

function cross(a: readonly number[], b: readonly number[]): number[] {
  const [ax = 0, ay = 0, az = 0] = a;
  const [bx = 0, by = 0, bz = 0] = b;
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
