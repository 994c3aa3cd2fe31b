import type { Clip } from '@kinora/core/motion';
import { fromDegrees } from '../math/quat.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import { swingArm } from '../movement/arms.ts';
import { curve, curves } from '../movement/curve.ts';
import type { Foot, Side } from '../movement/foot.ts';
import type { Measures } from '../movement/measures.ts';
import { measureBody } from '../movement/measures.ts';
import { recordClip } from '../movement/record-clip.ts';
import type { BodyPose } from '../movement/stance.ts';
import { poseBody } from '../movement/stance.ts';
import type { Skeleton } from '../skeleton.ts';

const SECONDS = 3.3;
const GRAVITY = 9.81;
/** Seconds. In between nothing touches the floor. */
const TAKEOFF = 1.2;
const LANDING = 1.72;
const FLIGHT = LANDING - TAKEOFF;
/** Height of the hips against standing when the toes leave the floor and when they find it again, metres. */
const STRETCHED = 0.07;
const REACHING = 0.03;
/** Of the flight as a parabola. */
const RISING = (REACHING - STRETCHED) / FLIGHT + (GRAVITY * FLIGHT) / 2;
const FALLING = RISING - GRAVITY * FLIGHT;
/** How far the jump goes, and how much the knees draw the feet up, metres. */
const FORWARDS = 0.14;
const TUCK = 0.07;
/** A length of leg that the metres are meant for. */
const LEG = 0.83;
const FEET = { apart: 0.135, outwards: 0.22 };

const rise = curve([
  [0.3, -0.012],
  [0.88, -0.315],
  [0.93, -0.315],
  [TAKEOFF, STRETCHED, RISING],
]);
const absorb = curve([
  [LANDING, REACHING, FALLING],
  [2.02, -0.27],
  [2.06, -0.27],
  [2.72, -0.006],
  [3.1, -0.014],
]);

const trunk = curves({
  back: [
    [0.3, 0],
    [0.88, 0.14],
    [TAKEOFF, -0.03],
    [LANDING, 0.03],
    [2.02, 0.13],
    [2.72, 0.002],
    [3.1, 0],
  ],
  pitch: [
    [0.3, 1],
    [0.88, 36],
    [0.95, 35],
    [TAKEOFF, 0],
    [1.42, -3],
    [LANDING, 9],
    [2.0, 29],
    [2.75, 0],
    [3.1, 1],
  ],
  chest: [
    [0.3, 1],
    [0.86, 12],
    [1.16, -5],
    [1.4, -8],
    [LANDING, 2],
    [2.0, 12],
    [2.8, 0],
    [3.15, 1],
  ],
  head: [
    [0.25, 2],
    [0.85, 9],
    [1.15, -12],
    [1.42, -9],
    [LANDING, 12],
    [2.05, 10],
    [2.7, 0],
  ],
  /** One shoulder is a little ahead of the other, always. */
  twist: [
    [0.3, 0],
    [0.9, 2.5],
    [1.4, -2.5],
    [2.05, 2],
    [2.8, 0],
  ],
});

const arms = curves({
  forward: [
    [0.25, 3],
    [0.5, 14],
    [0.9, -48],
    [1.25, 142],
    [1.42, 156],
    [1.56, 138],
    [LANDING, 84],
    [2.05, 16],
    [2.2, 12],
    [2.75, 6],
    [3.2, 2],
  ],
  out: [
    [0.25, 9],
    [0.9, 14],
    [1.25, 16],
    [1.45, 24],
    [1.75, 34],
    [2.1, 24],
    [2.8, 9],
  ],
  turn: [[0, 0]],
  bend: [
    [0.25, 14],
    [0.88, 20],
    [1.08, 42],
    [1.3, 16],
    [1.5, 14],
    [1.8, 30],
    [2.1, 42],
    [2.8, 15],
  ],
  roll: [
    [0.25, 16],
    [0.9, 30],
    [1.3, 4],
    [1.75, 36],
    [2.15, 40],
    [2.8, 16],
  ],
  tilt: [[0, 0]],
  curl: [
    [0.25, 1],
    [0.85, 2.6],
    [1.2, 0.6],
    [1.45, 0.3],
    [1.9, 0.8],
    [2.7, 1],
  ],
});

/** How far the heels are up, degrees. */
const heel = curve([
  [0.98, 0],
  [TAKEOFF, 54],
  [1.3, 52],
  [1.5, 26],
  [LANDING, 23],
  [1.8, 0],
]);

/** Somebody crouches, jumps with all they have, and lands in soft knees a little further ahead. */
export function jumpClip(skeleton: Skeleton): Clip {
  const measures = measureBody(skeleton);
  return recordClip({ name: 'jump', skeleton, seconds: SECONDS, poseAt: (time) => pose(measures, time) });
}

function pose(measures: Measures, time: number): BodyPose {
  const size = (measures.thigh + measures.shin) / LEG;
  const { back, pitch, chest, head, twist } = trunk(time);
  const breath = Math.sin(2 * Math.PI * 0.4 * time);
  const sway = 0.004 * Math.sin(2 * Math.PI * 0.37 * time);
  const height = isInFlight(time)
    ? size * STRETCHED + flight(time, size)
    : size * (time <= TAKEOFF ? rise : absorb)(time);
  return poseBody(measures, {
    hips: [sway, measures.hips[1] + height, 0.035 + way(time) - size * back],
    hipsTurn: fromDegrees(pitch, twist, 0),
    heading: 0,
    chest: [chest + 0.7 * breath, twist, 0],
    head: fromDegrees(head, 0, 0),
    // The right arm is a trace later than the left.
    arms: { Left: swingArm(arms(time)), Right: swingArm(arms(time - 0.018)) },
    feet: { Left: foot(measures, 'Left', time), Right: foot(measures, 'Right', time) },
  });
}

function isInFlight(time: number): boolean {
  return time > TAKEOFF && time < LANDING;
}

/** How far the hips are above where they left the floor. A small body flies as high as its legs are long. */
function flight(time: number, size: number): number {
  const t = time - TAKEOFF;
  return size * (RISING * t - (GRAVITY * t * t) / 2);
}

function way(time: number): number {
  return FORWARDS * Math.min(Math.max((time - TAKEOFF) / FLIGHT, 0), 1);
}

function foot({ ball, ankle, thigh, shin }: Measures, side: Side, time: number): Foot {
  const size = (thigh + shin) / LEG;
  const out = side === 'Left' ? 1 : -1;
  const t = Math.min(Math.max((time - TAKEOFF) / FLIGHT, 0), 1);
  // The feet leave with the speed of the hips, for the legs are straight; on the way they are drawn up.
  const lift = size * (flight(time, 1) - mix(0, REACHING - STRETCHED, t) + TUCK * Math.sin(Math.PI * t) ** 2);
  const heelUp = (heel(time) * Math.PI) / 180;
  return {
    ball: [out * (FEET.apart - ankle[0] + ball[0]), ball[1] + (isInFlight(time) ? lift : 0), ball[2] + way(time)],
    turn: out * FEET.outwards,
    heel: heelUp,
    // In the air the toes lie in line with the foot again.
    toes: heelUp * mix(1, 0.25, isInFlight(time) ? smoothstep(0, 0.25, t) * smoothstep(1, 0.8, t) : 0),
    planted: !isInFlight(time),
  };
}
