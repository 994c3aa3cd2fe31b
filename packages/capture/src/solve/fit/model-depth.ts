import { angleBetween, cross, length, smoothStep, subtract, unit } from '../geometry.ts';
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
// `full` reads knees as bent by 20…35° where they are by 30…45°: 4 cm at the knee. Straight legs, of which it says 12…14°
// (golden squats), and deep bends are right. It also draws these knees low: thighs 1.11 to 1.18 times as long as shins, where
// `lite` and `heavy`, whose knees are right in depth, see 0.99 to 1.07, and people have 0.9 to 1.05.
const KNEE_BACK = 0.04;
const LOW_KNEES = [1.05, 1.12] as const;
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
  const kneeBack = KNEE_BACK * smoothStep(thighByShin(points), ...LOW_KNEES);
  for (let frame = 0; frame < points.frames; frame++) {
    const towards = facing(points, frame)[2];
    const knees = [0, 1].map((right) => kneeBack * kneeFlattening(points, frame, right) * towards);
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

/** How much of its bend the model takes from a knee: 0 where that is nothing, 1 where it is most. */
function kneeFlattening(points: Points, frame: number, right: number): number {
  const [hip, knee, ankle] = legAt(points, frame, right);
  const bend = angleBetween(subtract(knee, hip), subtract(ankle, knee));
  return smoothStep(bend, ...STRAIGHT) * (1 - smoothStep(bend, ...DEEP));
}

/** How long thighs are by shins, as the model has it: medians. */
function thighByShin(points: Points): number {
  const [thighs, shins]: [number[], number[]] = [[], []];
  for (let frame = 0; frame < points.frames; frame++) {
    for (const right of [0, 1]) {
      const [hip, knee, ankle] = legAt(points, frame, right);
      thighs.push(length(subtract(knee, hip)));
      shins.push(length(subtract(ankle, knee)));
    }
  }
  const shin = median(shins);
  return shin > 0 ? median(thighs) / shin : 1;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

function legAt(points: Points, frame: number, right: number): [hip: Vec, knee: Vec, ankle: Vec] {
  const at = (left: number): Vec => pointAt(points, frame, left + right);
  return [at(POINT.leftHip), at(POINT.leftKnee), at(POINT.leftAnkle)];
}
