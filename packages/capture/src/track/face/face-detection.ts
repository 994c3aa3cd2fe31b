import { createAnchors } from '../anchors.ts';
import { readDetector } from '../detection.ts';
import type { Detection, Detector } from '../detection.ts';
import { sideOf } from '../region.ts';
import type { Region } from '../region.ts';
import { regionAlong } from './face-region.ts';

export const FACE_DETECTOR_SIZE = 128;

// Of MediaPipe's detector for faces near by: six points to a face.
const FACES: Detector = {
  name: 'face',
  size: FACE_DETECTOR_SIZE,
  anchors: createAnchors(FACE_DETECTOR_SIZE, [8, 16, 16, 16]),
  values: 16,
};

/** A face that was found: pixels of the picture. */
export interface FoundFace {
  /** What the model of the points is to see. */
  readonly region: Region;
  /** [0, 1]. */
  readonly score: number;
}

/**
 * Reads the face detector's outputs.
 *
 * @param shown - what it was shown; it may be turned.
 * @returns the faces, the surest first.
 */
export function readFaces(outputs: readonly Float32Array[], shown: Region): FoundFace[] {
  return readDetector(FACES, outputs).map((face) => ({ region: regionOf(face, shown), score: face.score }));
}

/** The square around the box, upright as the eyes say. */
function regionOf({ left, top, right, bottom, points }: Detection, shown: Region): Region {
  const [rightX, rightY, leftX, leftY] = points as [...[number, number, number, number], ...number[]];
  const x = (left + right) / 2 - 0.5;
  const y = (top + bottom) / 2 - 0.5;
  const { centreX, centreY, acrossX, acrossY } = shown;
  const [eyesX, eyesY] = [leftX - rightX, leftY - rightY];
  return regionAlong(
    centreX + x * acrossX - y * acrossY,
    centreY + x * acrossY + y * acrossX,
    eyesX * acrossX - eyesY * acrossY,
    eyesX * acrossY + eyesY * acrossX,
    Math.max(right - left, bottom - top) * sideOf(shown),
  );
}
