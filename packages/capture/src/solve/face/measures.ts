import type { FaceLandmarks } from '../../track/landmarks.ts';
import { length, subtract } from '../geometry.ts';
import type { Vec } from '../geometry.ts';
import type { FaceShape } from './face-shape.ts';

/** What is measured of a face, in the unit of its shape; sides are the person's own. */
export interface FaceMeasures {
  /** From lip to lip, where they part. */
  readonly gap: number;
  /** From corner to corner of the mouth. */
  readonly width: number;
  /** Of the corners of the mouth, above the base of the nose and out from the middle. */
  readonly cornerUp: Sides;
  readonly cornerOut: Sides;
  /** Of the ends of the brows above the eyes, near the nose and away from it. */
  readonly browInner: Sides;
  readonly browOuter: Sides;
  /** How much the eyes contrast: `FaceLandmarks.eyes`. */
  readonly eyes: Sides;
  /** Where the face looks: `FaceShape.front`. */
  readonly front: Vec;
}

export type Sides = readonly [left: number, right: number];

// Numbers of MediaPipe's canonical face mesh (face_model_with_iris.obj, canonical_face_model_uv_visualization.png).
const LIPS = { upper: 13, lower: 14 };
const CORNERS = { left: 291, right: 61 };
const NOSE_BASE = 2;
const INNER_BROWS = { left: [336, 285, 296, 295], right: [107, 55, 66, 65] };
const OUTER_BROWS = { left: [300, 293, 276, 283], right: [70, 63, 46, 53] };

export function measureFace(shape: FaceShape, { eyes }: Pick<FaceLandmarks, 'eyes'>): FaceMeasures {
  return {
    gap: lipGap(shape),
    width: mouthWidth(shape),
    cornerUp: [cornerUp(shape, CORNERS.left), cornerUp(shape, CORNERS.right)],
    cornerOut: [shape.at(CORNERS.left)[0], -shape.at(CORNERS.right)[0]],
    browInner: [heightOf(shape, INNER_BROWS.left), heightOf(shape, INNER_BROWS.right)],
    browOuter: [heightOf(shape, OUTER_BROWS.left), heightOf(shape, OUTER_BROWS.right)],
    eyes,
    front: shape.front,
  };
}

function lipGap({ at }: FaceShape): number {
  return length(subtract(at(LIPS.upper), at(LIPS.lower)));
}

function mouthWidth({ at }: FaceShape): number {
  return length(subtract(at(CORNERS.left), at(CORNERS.right)));
}

function cornerUp({ at }: FaceShape, corner: number): number {
  return at(corner)[1] - at(NOSE_BASE)[1];
}

function heightOf({ at }: FaceShape, points: readonly number[]): number {
  return points.reduce((sum, point) => sum + at(point)[1], 0) / points.length;
}

/** Of each measure: how it is laid out in a row of numbers. */
const KEYS = ['gap', 'width', 'cornerUp', 'cornerOut', 'browInner', 'browOuter', 'eyes', 'front'] as const;

/** [15] numbers, as the filters take them. */
export function toRow(measures: FaceMeasures): number[] {
  return KEYS.flatMap((key) => measures[key]);
}

export function fromRow(row: ArrayLike<number>): FaceMeasures {
  const pair = (at: number): Sides => [row[at]!, row[at + 1]!];
  return {
    gap: row[0]!,
    width: row[1]!,
    cornerUp: pair(2),
    cornerOut: pair(4),
    browInner: pair(6),
    browOuter: pair(8),
    eyes: pair(10),
    front: [row[12]!, row[13]!, row[14]!],
  };
}

export const MEASURES = 15;
/** Where brows, eyes and the way that the face looks begin in a row, each until the next. */
export const BROWS_AT = 6;
export const EYES_AT = 10;
export const FRONT_AT = 12;
