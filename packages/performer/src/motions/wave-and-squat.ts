import type { Clip } from '@kinora/core/motion';
import { fromDegrees } from '../math/quat.ts';
import { smoothstep } from '../math/scalar.ts';
import type { Swing } from '../movement/arms.ts';
import { swingArm } from '../movement/arms.ts';
import type { Point } from '../movement/curve.ts';
import { curves } from '../movement/curve.ts';
import type { Foot, Side } from '../movement/foot.ts';
import type { Measures } from '../movement/measures.ts';
import { measureBody } from '../movement/measures.ts';
import { recordClip } from '../movement/record-clip.ts';
import type { BodyPose } from '../movement/stance.ts';
import { poseBody } from '../movement/stance.ts';
import type { Skeleton } from '../skeleton.ts';

const SECONDS = 5.8;
/** A length of leg that the metres below are meant for. */
const LEG = 0.76;
const FEET = { apart: 0.165, outwards: 0.33 };
/** Waves per second, and how far the forearm goes to each side, degrees. */
const WAVE = { rate: 2.1, reach: 24, from: 0.55, to: 2.05 };
/** Arms come after the trunk, the head goes a little before it: seconds. */
const ARM_LAG = 0.05;
const HEAD_LEAD = 0.04;

/** Down twice, each time the same but for a hair: nobody is a machine. */
const squats = (rest: number, first: number, second: number): Point[] => [
  [2.35, rest],
  [3.02, first],
  [3.14, first * 0.995],
  [3.78, rest * 1.3],
  [3.86, rest * 1.3],
  [4.5, second],
  [4.6, second * 0.995],
  [5.25, rest],
];

const trunk = curves({
  // The weight goes over to the left leg while the right arm is up.
  shift: [
    [0.1, 0.004],
    [0.75, 0.042],
    [1.7, 0.036],
    [2.3, 0],
    [5.3, 0],
    [5.75, -0.012],
  ],
  back: squats(0, 0.165, 0.175),
  sink: squats(0.012, 0.3, 0.318),
  pitch: squats(2, 31, 33),
  roll: [
    [0.1, 0],
    [0.8, 4],
    [1.75, 3.4],
    [2.35, 0],
  ],
  yaw: [
    [0.1, 0],
    [0.8, 3],
    [1.8, 2],
    [2.4, 0],
  ],
  chestPitch: squats(1, 9, 8),
  chestYaw: [
    [0.2, 0],
    [0.85, 5],
    [1.8, 4],
    [2.4, 0],
  ],
  chestRoll: [
    [0.15, 0],
    [0.35, 1],
    [0.85, -8],
    [1.8, -7],
    [2.4, 0],
  ],
  headPitch: [
    [0.2, 0],
    [0.8, -3],
    [1.9, -2],
    [2.4, 3],
    [3.05, 9],
    [3.8, 2],
    [4.52, 10],
    [5.2, 3],
    [5.6, 0],
  ],
  headRoll: [
    [0.2, 0],
    [0.85, 6],
    [1.85, 5],
    [2.4, 0],
  ],
  headYaw: [
    [0.2, 0],
    [0.85, -4],
    [1.9, -3],
    [2.4, 0],
  ],
});

/** Both arms come forward against the weight of the seat. */
const reachOut = (rest: number, first: number, between: number, second: number): Point[] => [
  [2.3, rest],
  [2.98, first],
  [3.78, between],
  [4.46, second],
  [5.3, rest],
];

const leftArm = curves({
  forward: reachOut(2, 116, 22, 119),
  out: [
    [0.15, 8],
    [0.8, 14],
    [1.9, 12],
    [2.4, 8],
    [3, 6],
  ],
  turn: reachOut(0, 4, 0, 4),
  bend: [
    [0.2, 12],
    [0.85, 20],
    [1.9, 17],
    [2.35, 13],
    [3, 16],
    [3.8, 26],
    [4.48, 15],
    [5.3, 13],
  ],
  roll: reachOut(14, 66, 30, 66),
  tilt: [[0, 0]],
  curl: reachOut(1, 0.5, 0.9, 0.5),
});

const rightArm = curves({
  forward: [
    [0.14, 2],
    [0.3, -3],
    [0.75, 12],
    [1.85, 10],
    [2.12, 18],
    [2.4, 6],
    [2.98, 114],
    [3.78, 22],
    [4.46, 117],
    [5.3, 2],
  ],
  out: [
    [0.16, 8],
    [0.74, 82],
    [1.95, 78],
    [2.4, 12],
    [3, 6],
  ],
  turn: [
    [0.16, 0],
    [0.72, 78],
    [1.95, 74],
    [2.38, 4],
  ],
  bend: [
    [0.16, 12],
    [0.45, 62],
    [0.75, 92],
    [1.95, 88],
    [2.4, 20],
    [3, 16],
    [3.8, 26],
    [4.48, 15],
    [5.3, 13],
  ],
  roll: [
    [0.2, 14],
    [0.7, 8],
    [1.95, 8],
    [2.4, 16],
    [2.98, 66],
    [3.78, 30],
    [4.46, 66],
    [5.3, 14],
  ],
  tilt: [[0, 0]],
  curl: [
    [0.2, 1],
    [0.6, 0.15],
    [1.95, 0.15],
    [2.35, 0.9],
    [2.98, 0.5],
    [3.78, 0.9],
    [4.46, 0.5],
    [5.3, 1],
  ],
});

/** Somebody waves, then squats twice down to level thighs, the feet where they are. */
export function waveAndSquatClip(skeleton: Skeleton): Clip {
  const measures = measureBody(skeleton);
  return recordClip({
    name: 'wave-and-squat',
    skeleton,
    seconds: SECONDS,
    poseAt: (time) => pose(measures, time),
  });
}

function pose(measures: Measures, time: number): BodyPose {
  const size = (measures.thigh + measures.shin) / LEG;
  const { shift, back, sink, pitch, yaw, roll, chestPitch, chestYaw, chestRoll } = trunk(time);
  const head = trunk(time + HEAD_LEAD);
  // Breath and balance: nobody stands still.
  const breath = Math.sin(2 * Math.PI * 0.3 * time);
  const sway = 0.004 * Math.sin(2 * Math.PI * 0.41 * time + 1);
  return poseBody(measures, {
    hips: [size * (shift + sway), measures.hips[1] - size * sink, 0.035 - size * back],
    hipsTurn: fromDegrees(pitch, yaw, roll),
    heading: 0,
    chest: [chestPitch + 0.8 * breath, chestYaw, chestRoll],
    head: fromDegrees(head.headPitch - 0.5 * breath, head.headYaw, head.headRoll),
    arms: { Left: swingArm(leftArm(time - ARM_LAG)), Right: swingArm(wave(time - ARM_LAG)) },
    feet: { Left: foot(measures, 'Left'), Right: foot(measures, 'Right') },
  });
}

/** The forearm leads, the hand comes after. */
function wave(time: number): Swing {
  const swing = rightArm(time);
  const strength =
    smoothstep(WAVE.from, WAVE.from + 0.35, time) * (1 - smoothstep(WAVE.to - 0.35, WAVE.to, time)) * WAVE.reach;
  const phase = 2 * Math.PI * WAVE.rate * (time - WAVE.from);
  return {
    ...swing,
    out: swing.out + 0.12 * strength * Math.sin(phase + 0.7),
    bend: swing.bend + strength * Math.sin(phase),
    tilt: 0.7 * strength * Math.sin(phase - 0.9),
  };
}

function foot({ ball, ankle }: Measures, side: Side): Foot {
  const out = side === 'Left' ? 1 : -1;
  const place = FEET.apart - ankle[0] + ball[0];
  return { ball: [out * place, ball[1], ball[2]], turn: out * FEET.outwards, heel: 0, planted: true };
}
