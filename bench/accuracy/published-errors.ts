// What BlazePose was found to be off by on a figure of known size, from the front: numbers of a study that is older than the
// solver and shares nothing with it. Metres.
const HIP_TOO_WIDE = 0.027;
const SHOULDER_TOO_HIGH = 0.01;
const KNEE_TOO_FAR = 0.09;
const ANKLE_TOO_FAR = 0.06;
const UPPER_ARM_TOO_SHORT = 0.282 / 0.236;

const POINT = { shoulder: 11, elbow: 13, wrist: 15, hip: 23, knee: 25, ankle: 27 } as const;
const SIDES = [0, 1] as const;

type Vec = readonly [right: number, down: number, away: number];

/**
 * Landmarks without the errors that are the same in every pose: where hips and shoulders are marked.
 *
 * @param world - [33] BlazePose's axes, metres.
 */
export function withoutMarks(world: readonly Vec[]): Vec[] {
  const points = [...world];
  const [left, right] = SIDES.map((side) => points[POINT.hip + side]!) as [Vec, Vec];
  const across = unit(minus(left, right));
  points[POINT.hip] = plus(left, across, -HIP_TOO_WIDE);
  points[POINT.hip + 1] = plus(right, across, HIP_TOO_WIDE);
  for (const side of SIDES)
    points[POINT.shoulder + side] = plus(points[POINT.shoulder + side]!, [0, 1, 0], SHOULDER_TOO_HIGH);
  return points;
}

/** The same, and without those that were found in a dance with bent legs: knees and ankles too far away, upper arms short. */
export function withoutErrors(world: readonly Vec[]): Vec[] {
  const points = withoutMarks(world);
  for (const side of SIDES) {
    const upperArm = minus(world[POINT.elbow + side]!, world[POINT.shoulder + side]!);
    for (const joint of [POINT.elbow, POINT.wrist]) {
      points[joint + side] = plus(points[joint + side]!, upperArm, UPPER_ARM_TOO_SHORT - 1);
    }
    points[POINT.knee + side] = plus(points[POINT.knee + side]!, [0, 0, -1], KNEE_TOO_FAR);
    points[POINT.ankle + side] = plus(points[POINT.ankle + side]!, [0, 0, -1], ANKLE_TOO_FAR);
  }
  return points;
}

function minus(a: Vec, b: Vec): Vec {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function plus(a: Vec, b: Vec, times: number): Vec {
  return [a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times];
}

function unit(a: Vec): Vec {
  const size = Math.hypot(...a);
  return [a[0] / size, a[1] / size, a[2] / size];
}
