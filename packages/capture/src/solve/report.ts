import type { CaptureGap, CaptureReport, ClipMorphs } from '@kinora/core/motion';
import { LANDMARKS } from '../track/landmarks.ts';
import type { Track } from '../track/landmarks.ts';
import { adviceOf } from './advice/advice.ts';
import type { PointGap } from './gaps.ts';
import type { Tilt } from './ground/gravity.ts';
import { HAND_JOINTS } from './hands/solve-hands.ts';
import type { HandMotion } from './hands/solve-hands.ts';
import { POINT } from './points.ts';
import type { Points } from './points.ts';
import { BODY_JOINT_COUNT } from './skeleton.ts';
import type { Tangle } from './sides/untangle-sides.ts';

const { leftShoulder, rightShoulder, leftHip, rightHip } = POINT;
const TRUNK = [leftShoulder, rightShoulder, leftHip, rightHip];
const HEAD = [POINT.nose, POINT.leftEar, POINT.rightEar];

// prettier-ignore
/** The points that each joint of the body is solved from, in the order of the rig. Fingers come from points of their own. */
const WITNESSES: readonly (readonly number[])[] = [
  [leftHip, rightHip], TRUNK, TRUNK, TRUNK, [...HEAD, leftShoulder, rightShoulder], HEAD,
  ...[0, 1].flatMap((right) => [
    [leftShoulder + right],
    [leftShoulder + right, POINT.leftElbow + right],
    [POINT.leftElbow + right, POINT.leftWrist + right],
    [POINT.leftWrist + right, POINT.leftIndex + right, POINT.leftLittle + right],
  ]),
  ...[0, 1].flatMap((right) => [
    [leftHip + right, POINT.leftKnee + right],
    [POINT.leftKnee + right, POINT.leftAnkle + right],
    [POINT.leftAnkle + right, POINT.leftHeel + right, POINT.leftToe + right],
    [POINT.leftHeel + right, POINT.leftToe + right],
  ]),
];

/**
 * How well each joint was seen: as well as the worst of its points.
 *
 * @returns [frames × joints] 0…1.
 */
export function confidenceOf(points: Points, joints: number, hands?: HandMotion): Float32Array {
  const confidence = new Float32Array(points.frames * joints);
  for (let frame = 0; frame < points.frames; frame++) {
    WITNESSES.forEach((witnesses, joint) => {
      confidence[frame * joints + joint] = Math.min(...witnesses.map((p) => points.seen[frame * LANDMARKS + p]!));
    });
    for (let joint = BODY_JOINT_COUNT; hands && joint < joints; joint++) {
      const side = joint < BODY_JOINT_COUNT + HAND_JOINTS ? 0 : 1;
      confidence[frame * joints + joint] = hands.seen[frame * 2 + side]!;
    }
  }
  return confidence;
}

/** What the solver found out on its way. */
export interface Findings {
  /** [0, 1]: frames with a person. */
  readonly tracked: number;
  readonly gaps: readonly PointGap[];
  readonly tangles: readonly Tangle[];
  /** Absent where none were asked for. */
  readonly hands?: HandMotion | undefined;
  /** Absent where no face was asked for, or nothing came of it. */
  readonly morphs?: ClipMorphs | undefined;
  /** How the camera was found to be held. */
  readonly tilt: Tilt;
}

/** Says what was not seen, and what was done about it: gaps of points become gaps of the joints that hang on them. */
export function reportOf(track: Track, findings: Findings, names: readonly string[]): CaptureReport {
  const { people } = track;
  const { tracked, gaps, hands } = findings;
  const stretches = new Map<string, { from: number; to: number; joints: Set<number> }>();
  const jointsIn = (from: number, to: number): Set<number> => {
    const key = `${from} ${to}`;
    const stretch = stretches.get(key) ?? { from, to, joints: new Set<number>() };
    stretches.set(key, stretch);
    return stretch.joints;
  };
  for (const { point, from, to } of gaps) {
    const joints = jointsIn(from, to);
    WITNESSES.forEach((witnesses, joint) => {
      if (witnesses.includes(point)) joints.add(joint);
    });
  }
  for (const { side, from, to } of hands?.gaps ?? []) {
    const joints = jointsIn(from, to);
    const first = BODY_JOINT_COUNT + side * HAND_JOINTS;
    for (let joint = first; joint < first + HAND_JOINTS; joint++) joints.add(joint);
  }
  return {
    tracked,
    gaps: [...stretches.values()]
      .filter(({ joints }) => joints.size > 0)
      .sort((a, b) => a.from - b.from)
      .map(toGap),
    warnings: [],
    ...(people && { people }),
    advice: adviceOf(track, findings),
  };

  function toGap({ from, to, joints }: { from: number; to: number; joints: Set<number> }): CaptureGap {
    return { from, to, joints: [...joints].sort((a, b) => a - b).map((joint) => names[joint]!) };
  }
}
