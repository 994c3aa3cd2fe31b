import { LANDMARKS } from './landmarks.ts';
import type { Landmarks } from './landmarks.ts';
import { regionAroundPerson, sideOf } from './region.ts';
import type { Region } from './region.ts';
import { sigmoid } from './sigmoid.ts';

export const LANDMARK_SIZE = 256;

// Of the BlazePose landmark model: 33 points of the body and 6 that only serve the tracker.
const POINTS = 39;
const VALUES = 5;
const HEATMAP_SIZE = 64;
const HEATMAP_REACH = 3;
const HEATMAP_MIN_PEAK = 0.5;
const CENTRE = 33;
const EDGE = 34;

export interface ReadLandmarks {
  readonly landmarks: Landmarks;
  /** Where to look in the next frame. */
  readonly next: Region;
}

/**
 * Reads the landmark model's outputs, which are told apart by their length: points, presence, heatmap, metres.
 *
 * @param region - what the model saw.
 */
export function readLandmarks(outputs: readonly Float32Array[], region: Region, time: number): ReadLandmarks {
  const points = outputOfLength(outputs, POINTS * VALUES);
  const metres = outputOfLength(outputs, POINTS * 3);
  const score = outputOfLength(outputs, 1)[0]!;
  const heatmap = outputs.find((output) => output.length === HEATMAP_SIZE * HEATMAP_SIZE * POINTS);
  const { centreX, centreY, acrossX, acrossY } = region;
  const side = sideOf(region);
  const image = new Float32Array(POINTS * 4);
  const place = new Float32Array(2);
  for (let point = 0; point < POINTS; point++) {
    const at = point * VALUES;
    place[0] = points[at]! / LANDMARK_SIZE;
    place[1] = points[at + 1]! / LANDMARK_SIZE;
    if (heatmap) refinePlace(place, heatmap, point);
    const x = place[0] - 0.5;
    const y = place[1] - 0.5;
    image[point * 4] = centreX + x * acrossX - y * acrossY;
    image[point * 4 + 1] = centreY + x * acrossY + y * acrossX;
    image[point * 4 + 2] = (points[at + 2]! / LANDMARK_SIZE) * side;
    image[point * 4 + 3] = sigmoid(points[at + 3]!);
  }
  const [cos, sin] = [acrossX / side, acrossY / side];
  const world = new Float32Array(LANDMARKS * 3);
  for (let at = 0; at < LANDMARKS * 3; at += 3) {
    // The model sees the person upright; the metres turn back with the region.
    world[at] = metres[at]! * cos - metres[at + 1]! * sin;
    world[at + 1] = metres[at]! * sin + metres[at + 1]! * cos;
    world[at + 2] = metres[at + 2]!;
  }
  return {
    landmarks: { time, score, image: image.slice(0, LANDMARKS * 4), world },
    next: regionAroundPerson(image[CENTRE * 4]!, image[CENTRE * 4 + 1]!, image[EDGE * 4]!, image[EDGE * 4 + 1]!),
  };
}

function outputOfLength(outputs: readonly Float32Array[], length: number): Float32Array {
  const output = outputs.find((candidate) => candidate.length === length);
  if (output) return output;
  throw new RangeError(
    `Not a pose landmark model: its outputs have lengths ${outputs.map((o) => o.length).join(', ')}`,
  );
}

/**
 * Moves a point to the centre of mass of its heatmap around it, where that heatmap is sure
 * (MediaPipe, `RefineLandmarksFromHeatmapCalculator`, kernel 7).
 *
 * @param place - [2] x, y as fractions of the region.
 */
function refinePlace(place: Float32Array, heatmap: Float32Array, point: number): void {
  const column = Math.floor(place[0]! * HEATMAP_SIZE);
  const row = Math.floor(place[1]! * HEATMAP_SIZE);
  if (!(column >= 0 && column < HEATMAP_SIZE && row >= 0 && row < HEATMAP_SIZE)) return;
  const lastRow = Math.min(HEATMAP_SIZE - 1, row + HEATMAP_REACH);
  const lastColumn = Math.min(HEATMAP_SIZE - 1, column + HEATMAP_REACH);
  let sum = 0;
  let sumX = 0;
  let sumY = 0;
  let peak = 0;
  for (let y = Math.max(0, row - HEATMAP_REACH); y <= lastRow; y++) {
    for (let x = Math.max(0, column - HEATMAP_REACH); x <= lastColumn; x++) {
      const confidence = sigmoid(heatmap[(y * HEATMAP_SIZE + x) * POINTS + point]!);
      sum += confidence;
      sumX += confidence * x;
      sumY += confidence * y;
      peak = Math.max(peak, confidence);
    }
  }
  if (peak < HEATMAP_MIN_PEAK) return;
  place[0] = sumX / sum / HEATMAP_SIZE;
  place[1] = sumY / sum / HEATMAP_SIZE;
}
