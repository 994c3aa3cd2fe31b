import type { FaceLandmarks } from '../../packages/capture/src/track/landmarks.ts';

/** What a made face does. Lengths in distances between the outer corners of the eyes; pairs are left, right. */
export interface MadeFace {
  readonly gap?: number;
  /** Of the corners of the mouth, beside where they rest. */
  readonly cornerUp?: readonly [number, number];
  readonly cornerOut?: readonly [number, number];
  readonly browInner?: readonly [number, number];
  readonly browOuter?: readonly [number, number];
  /** Contrast, 0.2 where they are open. */
  readonly eyes?: readonly [number, number];
}

/** How it is held: pixels and radians. */
export interface Held {
  readonly x: number;
  readonly y: number;
  /** Between the outer corners of the eyes. */
  readonly size: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

export const FRONTAL: Held = { x: 300, y: 200, size: 60, yaw: 0, pitch: 0, roll: 0 };

type Place = readonly [x: number, y: number, z: number];

/** Points of MediaPipe's mesh, the person's left one and the right one: where they lie on a made face, to the left. */
const PAIRS: readonly (readonly [left: number, right: number, place: Place])[] = [
  [263, 33, [0.5, 0, 0]],
  [362, 133, [0.2, 0, 0.02]],
  [356, 127, [0.78, 0.02, -0.5]],
  [454, 234, [0.8, -0.1, -0.6]],
  [389, 162, [0.75, 0.2, -0.45]],
  [284, 54, [0.62, 0.6, -0.15]],
  [297, 67, [0.3, 0.72, 0.1]],
  [332, 103, [0.48, 0.68, 0]],
  [327, 98, [0.14, -0.42, 0.25]],
  [323, 93, [0.78, -0.3, -0.55]],
];
const MIDDLE: readonly (readonly [number, Place])[] = [
  [10, [0, 0.75, 0.12]],
  [2, [0, -0.42, 0.3]],
];
const INNER_BROWS = [
  [336, 107],
  [285, 55],
  [296, 66],
  [295, 65],
] as const;
const OUTER_BROWS = [
  [300, 70],
  [293, 63],
  [276, 46],
  [283, 53],
] as const;
const NONE = [0, 0] as const;

/** A face of which only the points that count have a place. */
export function makeFace(made: MadeFace = {}, held: Held = FRONTAL): FaceLandmarks {
  const { gap = 0.02, cornerUp = NONE, cornerOut = NONE, browInner = NONE, browOuter = NONE, eyes = [0.2, 0.2] } = made;
  const image = new Float32Array(468 * 3);
  const put = (point: number, place: Place): void => image.set(project(place, held), point * 3);
  for (const [left, right, [x, y, z]] of PAIRS) {
    put(left, [x, y, z]);
    put(right, [-x, y, z]);
  }
  for (const [point, place] of MIDDLE) put(point, place);
  put(13, [0, -0.62 + gap / 2, 0.28]);
  put(14, [0, -0.62 - gap / 2, 0.28]);
  put(291, [0.28 + cornerOut[0], -0.66 + cornerUp[0], 0.18]);
  put(61, [-0.28 - cornerOut[1], -0.66 + cornerUp[1], 0.18]);
  for (const [brows, heights, x] of [
    [INNER_BROWS, browInner, 0.2],
    [OUTER_BROWS, browOuter, 0.52],
  ] as const) {
    for (const [left, right] of brows) {
      put(left, [x, 0.3 + heights[0], 0.1]);
      put(right, [-x, 0.3 + heights[1], 0.1]);
    }
  }
  return { score: 1, image, eyes };
}

/** Turned about y, then x, then z; the picture's y runs down, and its depth away. */
function project([x, y, z]: Place, { x: middleX, y: middleY, size, yaw, pitch, roll }: Held): Place {
  const [x1, z1] = [x * Math.cos(yaw) + z * Math.sin(yaw), z * Math.cos(yaw) - x * Math.sin(yaw)];
  const [y2, z2] = [y * Math.cos(pitch) - z1 * Math.sin(pitch), y * Math.sin(pitch) + z1 * Math.cos(pitch)];
  const [x3, y3] = [x1 * Math.cos(roll) - y2 * Math.sin(roll), x1 * Math.sin(roll) + y2 * Math.cos(roll)];
  return [middleX + size * x3, middleY - size * y3, -size * z2];
}
