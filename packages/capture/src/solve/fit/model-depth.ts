import { angleBetween, cross, smoothStep, subtract, unit } from '../geometry.ts';
import type { Vec } from '../geometry.ts';
import { middleAt, POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';
import { BONES, FITTED, SIDES_OF_TRUNK } from './joints.ts';
import type { BoneLengths, FittedBone } from './joints.ts';

/** Pairs of joints of which the model tells by how much one is nearer than the other. */
export const DEPTH_PAIRS: readonly FittedBone[] = [...BONES, ...SIDES_OF_TRUNK];

const DEGREE = Math.PI / 180;
// What the model's depth is off by, in the mean over the known motions of eight films of five people.
// It lets people lean forwards by 3°: hips 2.4 cm too far against the shoulders, ankles 4 cm against the hips.
const LEAN = 0.05;
const LEANING: ReadonlySet<keyof BoneLengths> = new Set(['trunk', 'thigh', 'shin']);
// Arms that point along the view do so less than it says: slopes of 0.3…0.8 for most films.
const SLOPE: Readonly<Partial<Record<keyof BoneLengths, number>>> = { upperArm: 0.75, forearm: 0.8 };
// It reads knees as bent by 20…35° where they are by 30…45°: 4 cm at the knee. Straight legs, of which it says 12…14°
// (golden squats), and deep bends are right.
const KNEE_BACK = 0.04;
const STRAIGHT = [10 * DEGREE, 25 * DEGREE] as const;
const DEEP = [35 * DEGREE, 65 * DEGREE] as const;

/**
 * What the model says of depth, less what it is known to be wrong by: how much nearer to the camera the end of each pair
 * is than its beginning.
 *
 * @returns [frames × DEPTH_PAIRS] metres.
 */
export function modelDepths(points: Points): Float64Array {
  const depths = new Float64Array(points.frames * DEPTH_PAIRS.length);
  for (let frame = 0; frame < points.frames; frame++) {
    const towards = facing(points, frame)[2];
    const knees = [kneeBias(points, frame, 0) * towards, kneeBias(points, frame, 1) * towards] as const;
    DEPTH_PAIRS.forEach(({ name, from, to }, i) => {
      const [, y, z] = subtract(pointAt(points, frame, FITTED[to]!), pointAt(points, frame, FITTED[from]!));
      let depth = z * (SLOPE[name] ?? 1);
      if (LEANING.has(name)) depth -= LEAN * y * towards;
      if (name === 'thigh') depth += knees[to & 1]!;
      if (name === 'shin') depth -= knees[to & 1]!;
      depths[frame * DEPTH_PAIRS.length + i] = depth;
    });
  }
  return depths;
}

/** Which way the hips look: at right angles to their line and to the trunk. */
function facing(points: Points, frame: number): Vec {
  const { leftShoulder, leftHip } = POINT;
  const hips = subtract(pointAt(points, frame, leftHip), pointAt(points, frame, leftHip + 1));
  const trunk = subtract(
    middleAt(points, frame, leftShoulder, leftShoulder + 1),
    middleAt(points, frame, leftHip, leftHip + 1),
  );
  return unit(cross(hips, trunk));
}

/** How far forwards a knee is of where the model sees it, metres. */
function kneeBias(points: Points, frame: number, right: number): number {
  const [hip, knee, ankle] = [POINT.leftHip, POINT.leftKnee, POINT.leftAnkle].map((point) =>
    pointAt(points, frame, point + right),
  ) as [Vec, Vec, Vec];
  const bend = angleBetween(subtract(knee, hip), subtract(ankle, knee));
  return KNEE_BACK * smoothStep(bend, ...STRAIGHT) * (1 - smoothStep(bend, ...DEEP));
}
