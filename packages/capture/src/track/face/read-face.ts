import { FACE_LANDMARKS } from '../landmarks.ts';
import type { FaceLandmarks } from '../landmarks.ts';
import { sideOf } from '../region.ts';
import type { Region } from '../region.ts';
import { sigmoid } from '../sigmoid.ts';
import { regionAlong } from './face-region.ts';

export const FACE_SIZE = 192;

/** The outer corners of the eyes in MediaPipe's mesh of a face. */
const RIGHT_EYE = 33;
const LEFT_EYE = 263;

/** What the model of the points says, without what is seen of the eyes. */
export type FacePoints = Omit<FaceLandmarks, 'eyes'>;

export interface ReadFace {
  readonly face: FacePoints;
  /** Where to look in the next frame. */
  readonly next: Region;
}

/**
 * Reads the outputs of the model of a face's points, which are told apart by their length: points, presence.
 *
 * @param region - what the model saw.
 */
export function readFace(outputs: readonly Float32Array[], region: Region): ReadFace {
  const points = outputOfLength(outputs, FACE_LANDMARKS * 3);
  const score = sigmoid(outputOfLength(outputs, 1)[0]!);
  const { centreX, centreY, acrossX, acrossY } = region;
  const side = sideOf(region);
  const image = new Float32Array(FACE_LANDMARKS * 3);
  for (let at = 0; at < image.length; at += 3) {
    const x = points[at]! / FACE_SIZE - 0.5;
    const y = points[at + 1]! / FACE_SIZE - 0.5;
    image[at] = centreX + x * acrossX - y * acrossY;
    image[at + 1] = centreY + x * acrossY + y * acrossX;
    image[at + 2] = (points[at + 2]! / FACE_SIZE) * side;
  }
  return { face: { score, image }, next: regionAround(image) };
}

/** The box around all points, on axes that lie as the eyes do: a face that turns in the picture stays as large. */
function regionAround(image: Float32Array): Region {
  const alongX = image[LEFT_EYE * 3]! - image[RIGHT_EYE * 3]!;
  const alongY = image[LEFT_EYE * 3 + 1]! - image[RIGHT_EYE * 3 + 1]!;
  const length = Math.sqrt(alongX * alongX + alongY * alongY);
  const [cos, sin] = [alongX / length, alongY / length];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < image.length; at += 3) {
    const u = image[at]! * cos + image[at + 1]! * sin;
    const v = image[at + 1]! * cos - image[at]! * sin;
    [left, right] = [Math.min(left, u), Math.max(right, u)];
    [top, bottom] = [Math.min(top, v), Math.max(bottom, v)];
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  return regionAlong(u * cos - v * sin, u * sin + v * cos, cos, sin, Math.max(right - left, bottom - top));
}

function outputOfLength(outputs: readonly Float32Array[], length: number): Float32Array {
  const output = outputs.find((candidate) => candidate.length === length);
  if (output) return output;
  throw new RangeError(`Not a model of a face: its outputs have lengths ${outputs.map((o) => o.length).join(', ')}`);
}
