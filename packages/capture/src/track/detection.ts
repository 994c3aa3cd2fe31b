import { createAnchors } from './anchors.ts';
import { sigmoid } from './sigmoid.ts';

/** What a detector saw. All places are fractions of its input, from its upper left corner. */
export interface Detection {
  /** [0, 1]. */
  readonly score: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /**
   * [points × 2] x, y. Of a person: middle of the hips, edge of the whole body, middle of the shoulders, edge of the upper
   * body. Of a face: right eye, left eye, tip of the nose, mouth, right and left ear.
   */
  readonly points: readonly number[];
}

/** A single-shot detector of MediaPipe's family: what it looks for, and how its outputs are read. */
export interface Detector {
  /** For messages. */
  readonly name: string;
  /** Side of its input, pixels. */
  readonly size: number;
  /** [anchors × 2], as `createAnchors` gives them. */
  readonly anchors: Float32Array;
  /** Numbers of one box: its middle and size, then its points. */
  readonly values: number;
}

export const DETECTOR_SIZE = 224;

// Of the BlazePose detector.
const PEOPLE: Detector = {
  name: 'pose',
  size: DETECTOR_SIZE,
  anchors: createAnchors(DETECTOR_SIZE, [8, 16, 32, 32, 32]),
  values: 12,
};
const MIN_SCORE = 0.5;
const MAX_LOGIT = 100;
const SAME_OVERLAP = 0.3;

/** Reads the outputs of BlazePose's detector: one detection per person, the surest first. */
export function readDetections(outputs: readonly Float32Array[]): Detection[] {
  return readDetector(PEOPLE, outputs);
}

/**
 * Reads a detector's outputs, which are told apart by their length.
 *
 * @returns one detection per person or face, the surest first.
 */
export function readDetector(detector: Detector, outputs: readonly Float32Array[]): Detection[] {
  const count = detector.anchors.length / 2;
  const boxes = outputs.find((output) => output.length === count * detector.values);
  const scores = outputs.find((output) => output.length === count);
  if (!boxes || !scores) {
    const lengths = outputs.map((output) => output.length).join(', ');
    throw new RangeError(`Not a ${detector.name} detector: its outputs have lengths ${lengths}`);
  }
  const candidates: Detection[] = [];
  for (let anchor = 0; anchor < count; anchor++) {
    const score = sigmoid(Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, scores[anchor]!)));
    if (score >= MIN_SCORE) candidates.push(readBox(detector, boxes, anchor, score));
  }
  return mergeDetections(candidates);
}

function readBox({ size, anchors, values }: Detector, boxes: Float32Array, anchor: number, score: number): Detection {
  const at = anchor * values;
  const value = (i: number): number => boxes[at + i]! / size;
  const anchorX = anchors[anchor * 2]!;
  const anchorY = anchors[anchor * 2 + 1]!;
  const x = value(0) + anchorX;
  const y = value(1) + anchorY;
  const points: number[] = [];
  for (let i = 4; i < values; i += 2) points.push(value(i) + anchorX, value(i + 1) + anchorY);
  return {
    score,
    left: x - value(2) / 2,
    top: y - value(3) / 2,
    right: x + value(2) / 2,
    bottom: y + value(3) / 2,
    points,
  };
}

/**
 * Weighted non-maximum suppression: boxes that overlap the surest one are one person, whose box and points are their
 * mean, weighted by score (MediaPipe, `NonMaxSuppressionCalculator`, algorithm WEIGHTED).
 */
export function mergeDetections(candidates: readonly Detection[]): Detection[] {
  let rest = candidates.toSorted((a, b) => b.score - a.score);
  const people: Detection[] = [];
  while (rest.length > 0) {
    const surest = rest[0]!;
    const same = rest.filter((other) => other === surest || overlap(surest, other) > SAME_OVERLAP);
    people.push(weightedMean(same));
    rest = rest.filter((other) => !same.includes(other));
  }
  return people;
}

/** Intersection over union, [0, 1]. */
function overlap(a: Detection, b: Detection): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  return shared / (area(a) + area(b) - shared);
}

function area(box: Detection): number {
  return (box.right - box.left) * (box.bottom - box.top);
}

function weightedMean(same: readonly Detection[]): Detection {
  const total = same.reduce((sum, one) => sum + one.score, 0);
  const mean = (value: (one: Detection) => number): number =>
    same.reduce((sum, one) => sum + value(one) * one.score, 0) / total;
  return {
    score: same[0]!.score,
    left: mean((one) => one.left),
    top: mean((one) => one.top),
    right: mean((one) => one.right),
    bottom: mean((one) => one.bottom),
    points: same[0]!.points.map((_, i) => mean((one) => one.points[i]!)),
  };
}
