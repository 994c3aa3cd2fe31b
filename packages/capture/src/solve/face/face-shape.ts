import type { FaceLandmarks } from '../../track/landmarks.ts';
import { across, add, cross, dot, length, scale, subtract, unit } from '../geometry.ts';
import type { Vec } from '../geometry.ts';

/**
 * A face as it looks by itself, however the head is held and however large it is: x to the person's left, y up, z forwards,
 * the middle of the eyes at the origin. The unit is the way from the outer corner of one eye to that of the other.
 */
export interface FaceShape {
  /** Where a point of the mesh is, by its number. */
  readonly at: (point: number) => Vec;
  /** Where the face looks: unit length, x right in the picture, y up, z towards the camera, which is 1 from the front. */
  readonly front: Vec;
}

// Points of MediaPipe's canonical mesh that lie on bone, the person's right one first.
const OUTER_CORNERS = [33, 263] as const;
const INNER_CORNERS = [133, 362] as const;
const PAIRS = [OUTER_CORNERS, INNER_CORNERS, [127, 356], [234, 454], [162, 389], [54, 284]] as const;
/** The edge of the hair. */
const TOP = [10, 67, 297, 54, 284, 103, 332];
/** Below the nose, and where the ears are. */
const BOTTOM = [2, 98, 327, 234, 454, 93, 323];

/**
 * Takes the head's turn out of a face. Each axis is a sum over points on bone, left less right and top less bottom: it needs
 * no model of a face, and its mirror image is the axis of the mirrored face.
 *
 * @returns undefined where the points are no face: none, or all in one place.
 */
export function shapeOf({ image }: FaceLandmarks): FaceShape | undefined {
  const place = (point: number): Vec => [image[point * 3]!, -image[point * 3 + 1]!, -image[point * 3 + 2]!];
  const left = unit(sumOf(PAIRS.map(([r, l]) => subtract(place(l), place(r)))));
  const up = unit(across(subtract(meanOf(TOP.map(place)), meanOf(BOTTOM.map(place))), left));
  const front = cross(left, up);
  const size = length(subtract(place(OUTER_CORNERS[1]), place(OUTER_CORNERS[0])));
  if (!(size > 0) || !(length(front) > 0.5)) return undefined;
  const origin = meanOf([...OUTER_CORNERS, ...INNER_CORNERS].map(place));
  return {
    at: (point) => {
      const from = scale(subtract(place(point), origin), 1 / size);
      return [dot(from, left), dot(from, up), dot(from, front)];
    },
    front,
  };
}

function sumOf(vectors: readonly Vec[]): Vec {
  return vectors.reduce(add, [0, 0, 0]);
}

function meanOf(places: readonly Vec[]): Vec {
  return scale(sumOf(places), 1 / places.length);
}
