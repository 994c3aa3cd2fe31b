import type { Vec3 } from '../../math/vec3.ts';
import type { Reach } from '../../movement/arms.ts';
import type { Key } from '../../movement/timeline.ts';
import { periodic } from '../../movement/timeline.ts';

/**
 * The pose of everything above the feet at a moment. It is written for a phrase that leads with the left: a phrase
 * that leads with the right is its mirror image.
 */
export interface UpperBody {
  /** How far the weight is over to the leading side, metres from the middle. */
  readonly shift: number;
  /** How far the knees let the hips down, metres. */
  readonly sink: number;
  /** Pitch, yaw and roll in degrees: of the hips in space, of the chest against the hips, of the head in space. */
  readonly hips: Vec3;
  readonly chest: Vec3;
  readonly head: Vec3;
  readonly lead: Reach;
  readonly other: Reach;
}

export const BEATS = 8;
export const BEATS_PER_SECOND = 2;

type Row = readonly [beat: number, pose: UpperBody];

const DOWN: Vec3 = [0.35, -1, -0.1];
const OUT: Vec3 = [1, -0.1, -0.25];
const HALF_OUT: Vec3 = [0.8, -0.75, -0.2];

/** Step out, close, snap. */
const STEP_TOUCH: readonly Row[] = [
  [
    0,
    {
      shift: 0,
      sink: 0.034,
      hips: [3, -2, 0],
      chest: [4, -4, 0],
      head: [3, 0, 0],
      lead: { wrist: [0.2, -0.36, 0.22], elbow: DOWN, pointing: 0 },
      other: { wrist: [0.2, -0.36, 0.22], elbow: DOWN, pointing: 0 },
    },
  ],
  [
    0.5,
    {
      shift: 0.1,
      sink: 0.022,
      hips: [2, 2, 2],
      chest: [2, 0, 1],
      head: [-2, 5, 2],
      lead: { wrist: [0.37, -0.24, 0.14], elbow: OUT, pointing: 0 },
      other: { wrist: [0.36, -0.28, 0.12], elbow: OUT, pointing: 0 },
    },
  ],
  [
    1,
    {
      shift: 0.165,
      sink: 0.03,
      hips: [3, 4, 8],
      chest: [3, 1, -12],
      head: [5, 8, -5],
      lead: { wrist: [0.19, 0.05, 0.3], elbow: OUT, pointing: 0 },
      other: { wrist: [0.0, -0.24, 0.28], elbow: OUT, pointing: 0 },
    },
  ],
  [
    1.5,
    {
      shift: 0.1,
      sink: 0.026,
      hips: [2, 2, 2],
      chest: [3, 0, -4],
      head: [-1, 3, -2],
      lead: { wrist: [0.27, -0.2, 0.27], elbow: OUT, pointing: 0 },
      other: { wrist: [0.18, -0.31, 0.27], elbow: OUT, pointing: 0 },
    },
  ],
];

/** Wind up, then point to the sky with the other hand on the hip. */
const SKY_POINT: readonly Row[] = [
  [
    0,
    {
      shift: -0.03,
      sink: 0.06,
      hips: [5, -6, -2],
      chest: [7, -8, 2],
      head: [8, -6, 0],
      lead: { wrist: [-0.06, -0.35, 0.27], elbow: OUT, pointing: 0.2 },
      other: { wrist: [0.27, -0.3, 0.16], elbow: OUT, pointing: 0.1 },
    },
  ],
  [
    0.55,
    {
      shift: 0.06,
      sink: 0.03,
      hips: [2, 2, 4],
      chest: [0, 1, -5],
      head: [-6, 8, -2],
      lead: { wrist: [0.34, 0.14, 0.24], elbow: HALF_OUT, pointing: 1 },
      other: { wrist: [0.16, -0.35, 0.16], elbow: OUT, pointing: 0 },
    },
  ],
  [
    1,
    {
      shift: 0.1,
      sink: 0.03,
      hips: [1, 4, 8],
      chest: [-3, 2, -11],
      head: [-10, 16, -4],
      lead: { wrist: [0.3, 0.39, 0.16], elbow: DOWN, pointing: 1 },
      other: { wrist: [0.1, -0.35, 0.13], elbow: OUT, pointing: 0 },
    },
  ],
  [
    1.5,
    {
      shift: 0.085,
      sink: 0.034,
      hips: [2, 3, 7],
      chest: [-2, 1, -9],
      head: [-5, 12, -3],
      lead: { wrist: [0.37, 0.12, 0.24], elbow: HALF_OUT, pointing: 0.8 },
      other: { wrist: [0.11, -0.35, 0.14], elbow: OUT, pointing: 0 },
    },
  ],
];

const upperBody = periodic(
  [
    ...phrase(STEP_TOUCH, 0, false),
    ...phrase(STEP_TOUCH, 2, true),
    ...phrase(SKY_POINT, 4, false),
    ...phrase(SKY_POINT, 6, true),
  ],
  BEATS,
);

/** The pose at a beat; `lead` is the left arm and `shift` goes to the left. */
export function poseAtBeat(beat: number): UpperBody {
  return unpack(upperBody(beat));
}

function phrase(rows: readonly Row[], start: number, mirrored: boolean): Key[] {
  return rows.map(([beat, pose]) => ({ beat: start + beat, values: pack(mirrored ? mirrorPose(pose) : pose) }));
}

function mirrorPose({ shift, sink, hips, chest, head, lead, other }: UpperBody): UpperBody {
  const turn = ([pitch, yaw, roll]: Vec3): Vec3 => [pitch, -yaw, -roll];
  return { shift: -shift, sink, hips: turn(hips), chest: turn(chest), head: turn(head), lead: other, other: lead };
}

function pack({ shift, sink, hips, chest, head, lead, other }: UpperBody): number[] {
  const arm = ({ wrist, elbow, pointing }: Reach): number[] => [...wrist, ...elbow, pointing];
  return [shift, sink, ...hips, ...chest, ...head, ...arm(lead), ...arm(other)];
}

function unpack(values: readonly number[]): UpperBody {
  const vector = (i: number): Vec3 => [values[i]!, values[i + 1]!, values[i + 2]!];
  const arm = (i: number): Reach => ({ wrist: vector(i), elbow: vector(i + 3), pointing: values[i + 6]! });
  return {
    shift: values[0]!,
    sink: values[1]!,
    hips: vector(2),
    chest: vector(5),
    head: vector(8),
    lead: arm(11),
    other: arm(18),
  };
}
