import type { Landmarks } from '../landmarks.ts';
import type { Region } from '../region.ts';

/** BlazePose's points of a head, from the nose to the corners of the mouth, and those of the shoulders. */
const HEAD = Array.from({ length: 11 }, (_, point) => point);
const SHOULDERS = [11, 12] as const;
/** Outer corners of the eyes. */
const RIGHT_EYE = 6;
const LEFT_EYE = 3;
/** The neck is about as long as a face is wide: as a share of the way from the shoulders to the head. */
const REACH = 0.75;
// MediaPipe's holistic tracker shows its face detector three times the box of these points.
const WIDE = 3;

/** Where in the picture the head of the followed person is: pixels. */
export interface HeadPlace {
  readonly x: number;
  readonly y: number;
  /** Nothing of the face lies farther from there. */
  readonly reach: number;
  /** What a detector of faces is to be shown. */
  readonly region: Region;
}

/** Looks at the eleven points that the model of the body has on a head: they say where it is, but not how it looks. */
export function headPlaceOf({ image }: Landmarks): HeadPlace {
  const at = (point: number, axis: 0 | 1): number => image[point * 4 + axis]!;
  const mean = (points: readonly number[], axis: 0 | 1): number =>
    points.reduce((sum, point) => sum + at(point, axis), 0) / points.length;
  const [x, y] = [mean(HEAD, 0), mean(HEAD, 1)];
  const neck = distance(x - mean(SHOULDERS, 0), y - mean(SHOULDERS, 1));
  const spread = Math.max(...HEAD.map((point) => distance(at(point, 0) - x, at(point, 1) - y)));
  const reach = Math.max(REACH * neck, 1.5 * spread);
  const side = Math.max(WIDE * spread, 2 * reach);
  const [alongX, alongY] = [at(LEFT_EYE, 0) - at(RIGHT_EYE, 0), at(LEFT_EYE, 1) - at(RIGHT_EYE, 1)];
  const length = distance(alongX, alongY);
  // Seen from behind the eyes lie the other way round: nothing is turned upside down for that.
  const turned = length > 0 && alongX > 0 ? side / length : 0;
  const [acrossX, acrossY] = turned > 0 ? [alongX * turned, alongY * turned] : [side, 0];
  return { x, y, reach, region: { centreX: x, centreY: y, acrossX, acrossY } };
}

/** Whether something that was taken for a face is on this head. */
export function isOnHead({ x, y, reach }: HeadPlace, face: Region): boolean {
  return distance(face.centreX - x, face.centreY - y) < reach;
}

/** What both models have a point for: the number in the body, and the numbers in the face whose middle it is. */
const SHARED: readonly (readonly [body: number, face: readonly [number, number]])[] = [
  [0, [1, 1]],
  [2, [263, 362]],
  [5, [33, 133]],
  [9, [291, 291]],
  [10, [61, 61]],
];

/**
 * How far the points of a face lie from where the model of the body has them, in the mean: pixels. The model of a face is as
 * sure of one that it sees on a neck or in hair.
 */
export function disagreement({ image: body }: Landmarks, face: Float32Array): number {
  const apart = SHARED.map(([point, [a, b]]) =>
    distance(
      (face[a * 3]! + face[b * 3]!) / 2 - body[point * 4]!,
      (face[a * 3 + 1]! + face[b * 3 + 1]!) / 2 - body[point * 4 + 1]!,
    ),
  );
  return apart.reduce((sum, one) => sum + one, 0) / apart.length;
}

function distance(x: number, y: number): number {
  return Math.sqrt(x * x + y * y); // Not Math.hypot, which every engine rounds its own way.
}
