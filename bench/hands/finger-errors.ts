import { createPose, forwardKinematics, sampleClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';

type Vec = readonly [x: number, y: number, z: number];

const FINGERS = ['Thumb', 'Index', 'Middle', 'Ring', 'Pinky'] as const;
export type Side = 'left' | 'right';

/** Mean degrees by which bones point elsewhere than they truly do. */
export interface FingerErrors {
  /** As seen from the hand: of the first, second and third bones of the fingers but the thumb, and of the thumb. */
  readonly bones: readonly [first: number, second: number, third: number];
  readonly thumb: number;
  /** Of all fifteen bones, had fingers stayed as they are at rest. */
  readonly atRest: number;
  /** Of the whole hand, as seen from the camera's space. */
  readonly hand: number;
  /** The share of the gestures in which each finger is closed or straight as it truly is. */
  readonly told: number;
}

/** The joints of a hand by their names in a rig, and where the third bones point at rest. */
export interface HandNames {
  readonly hand: (side: Side) => string;
  readonly finger: (side: Side, finger: (typeof FINGERS)[number], joint: number) => string;
  /** From a third joint to its tip at rest, by finger; of the left hand. */
  readonly tips: (finger: (typeof FINGERS)[number]) => Vec;
}

/** Both in the same instants. */
export function measureFingers(
  captured: Clip,
  capturedNames: HandNames,
  truth: Clip,
  truthNames: HandNames,
  times: readonly number[],
): Readonly<Record<Side, FingerErrors>> {
  const of = (side: Side): FingerErrors => {
    const sums = { bones: [0, 0, 0], thumb: 0, atRest: 0, hand: 0, told: 0 };
    const rest = bonesOf(captured, capturedNames, side, undefined);
    for (const time of times) {
      const seen = bonesOf(captured, capturedNames, side, time);
      const true_ = bonesOf(truth, truthNames, side, time);
      for (let bone = 0; bone < 15; bone++) {
        const error = degreesBetween(seen.bones[bone]!, true_.bones[bone]!);
        if (bone < 3) sums.thumb += error / 3;
        else sums.bones[bone % 3]! += error / 4;
        sums.atRest += degreesBetween(rest.bones[bone]!, true_.bones[bone]!) / 15;
      }
      for (const finger of [1, 2, 3, 4]) {
        const isClosed = ({ bones }: Hand): boolean => bones[finger * 3 + 2]![0] < 0.2;
        if (isClosed(seen) === isClosed(true_)) sums.told += 1 / 4;
      }
      sums.hand += frameAngle(seen, true_);
    }
    const mean = (sum: number): number => sum / times.length;
    const [first, second, third] = sums.bones.map(mean) as [number, number, number];
    return {
      bones: [first, second, third],
      thumb: mean(sums.thumb),
      atRest: mean(sums.atRest),
      hand: mean(sums.hand),
      told: mean(sums.told),
    };
  };
  return { left: of('left'), right: of('right') };
}

interface Hand {
  /** [15] along the hand, up and to the thumb. */
  readonly bones: readonly Vec[];
  /** Along the hand, up and to the thumb, model space. */
  readonly axes: readonly [Vec, Vec, Vec];
}

/** @param time - seconds; at rest where undefined. */
function bonesOf(clip: Clip, names: HandNames, side: Side, time: number | undefined): Hand {
  const { rig } = clip;
  const pose = createPose(rig);
  if (time === undefined) {
    pose.rotations.set(rig.restRotations);
    pose.translations.set(rig.restTranslations);
  } else sampleClip(clip, time, pose);
  const positions = new Float64Array(rig.names.length * 3);
  const rotations = new Float64Array(rig.names.length * 4);
  forwardKinematics(rig, pose.rotations, pose.translations, positions, rotations);
  const indexOf = (name: string): number => {
    const joint = rig.names.indexOf(name);
    if (joint < 0) throw new RangeError(`The clip has no joint "${name}"`);
    return joint;
  };
  const at = (name: string): Vec => [...positions.subarray(indexOf(name) * 3, indexOf(name) * 3 + 3)] as unknown as Vec;
  const first = (finger: (typeof FINGERS)[number]): Vec => at(names.finger(side, finger, 0));
  const wrist = at(names.hand(side));
  const along = unit(subtract(middle(first('Index'), first('Pinky')), wrist));
  const across = subtract(first('Index'), first('Pinky'));
  const up = unit(side === 'left' ? cross(across, along) : cross(along, across));
  const thumbwards = side === 'left' ? cross(along, up) : cross(up, along);
  const bones = FINGERS.flatMap((finger) => {
    const joints = [0, 1, 2].map((joint) => names.finger(side, finger, joint));
    const places = joints.map(at);
    const [x, y, z] = names.tips(finger);
    const tip = turn(rotations.subarray(indexOf(joints[2]!) * 4), [side === 'left' ? x : -x, y, z]);
    return [subtract(places[1]!, places[0]!), subtract(places[2]!, places[1]!), tip].map((bone): Vec => {
      const direction = unit(bone);
      return [dot(direction, along), dot(direction, up), dot(direction, thumbwards)];
    });
  });
  return { bones, axes: [along, up, thumbwards] };
}

/** The angle of the rotation from one frame to another. */
function frameAngle({ axes: a }: Hand, { axes: b }: Hand): number {
  const trace = a.reduce((sum, axis, i) => sum + dot(axis, b[i]!), 0);
  return degrees(Math.acos(Math.min(1, Math.max(-1, (trace - 1) / 2))));
}

function degreesBetween(a: Vec, b: Vec): number {
  return degrees(Math.atan2(Math.hypot(...cross(a, b)), dot(a, b)));
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

function turn(q: Float64Array, v: Vec): Vec {
  const [x, y, z, w] = [q[0]!, q[1]!, q[2]!, q[3]!];
  const t = cross([x, y, z], v).map((value) => 2 * value) as unknown as Vec;
  const u = cross([x, y, z], t);
  return [v[0] + w * t[0] + u[0], v[1] + w * t[1] + u[1], v[2] + w * t[2] + u[2]];
}

function subtract(a: Vec, b: Vec): Vec {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function middle(a: Vec, b: Vec): Vec {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
}

function dot(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: Vec): Vec {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}
