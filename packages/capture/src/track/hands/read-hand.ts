import { HAND_LANDMARKS } from '../landmarks.ts';
import type { HandLandmarks } from '../landmarks.ts';
import { sideOf } from '../region.ts';
import type { Region } from '../region.ts';

export const HAND_SIZE = 224;

const VALUES = HAND_LANDMARKS * 3;
// Depth is told in other units than width and height (MediaPipe, `hand_landmark_cpu.pbtxt`, `normalize_z`).
const DEPTH = 0.4;

export interface ReadHand {
  readonly landmarks: HandLandmarks;
  /** [0, 1]: 1 for a right hand, 0 for a left one. */
  readonly rightness: number;
}

/**
 * Reads the hand model's outputs: two of 63 values and two of one, each pair in the order of the model's file: points in
 * the picture before metres, presence before handedness. The file is known by its SHA-256, so its order is.
 *
 * @param region - what the model saw.
 */
export function readHand(outputs: readonly Float32Array[], region: Region): ReadHand {
  const [points, metres] = outputs.filter(({ length }) => length === VALUES);
  const [presence, handedness] = outputs.filter(({ length }) => length === 1);
  if (!points || !metres || !presence || !handedness) throw notAHand(outputs);
  const { centreX, centreY, acrossX, acrossY } = region;
  const side = sideOf(region);
  const [cos, sin] = [acrossX / side, acrossY / side];
  const image = new Float32Array(VALUES);
  const world = new Float32Array(VALUES);
  for (let at = 0; at < VALUES; at += 3) {
    const x = points[at]! / HAND_SIZE - 0.5;
    const y = points[at + 1]! / HAND_SIZE - 0.5;
    image[at] = centreX + x * acrossX - y * acrossY;
    image[at + 1] = centreY + x * acrossY + y * acrossX;
    image[at + 2] = (points[at + 2]! / HAND_SIZE / DEPTH) * side;
    // The model sees the hand with its fingers up; the metres turn back with the region.
    world[at] = metres[at]! * cos - metres[at + 1]! * sin;
    world[at + 1] = metres[at]! * sin + metres[at + 1]! * cos;
    world[at + 2] = metres[at + 2]!;
  }
  return { landmarks: { presence: presence[0]!, image, world }, rightness: handedness[0]! };
}

function notAHand(outputs: readonly Float32Array[]): RangeError {
  return new RangeError(
    `Not a hand landmark model: its outputs have lengths ${outputs.map((o) => o.length).join(', ')}`,
  );
}
