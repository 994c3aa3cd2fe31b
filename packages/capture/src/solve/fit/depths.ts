import { FITTED_COUNT } from './joints.ts';
import { NEAREST } from './sightlines.ts';
import type { Sightlines } from './sightlines.ts';

/** What is fitted: how far along the view each joint is. Unknowns are numbered as [frames × FITTED]. */
export interface Depths extends Sightlines {
  readonly frames: number;
  /** [frames] seconds. */
  readonly times: Float64Array;
  /** [frames × FITTED × 3] metres from the camera, for the distances of now. */
  readonly places: Float64Array;
}

// A step that goes further is one beyond what its slopes are good for.
const LONGEST_STEP = 0.15;
const ENOUGH = 0.001;

/** Puts the joints where their distances are. */
export function placeJoints({ rays, distances, places }: Depths): void {
  for (let at = 0; at < distances.length; at++) {
    const distance = distances[at]!;
    places[at * 3] = rays[at * 2]! * distance;
    places[at * 3 + 1] = rays[at * 2 + 1]! * distance;
    places[at * 3 + 2] = -distance;
  }
}

/** @returns whether anything moved by more than a millimetre. */
export function moveJoints({ distances }: Depths, step: Float64Array): boolean {
  let moved = false;
  for (let at = 0; at < distances.length; at++) {
    const by = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step[at]!));
    distances[at] = Math.max(NEAREST, distances[at]! + by);
    moved ||= Math.abs(by) > ENOUGH;
  }
  return moved;
}

/** How much a joint moves in a direction as its distance grows. */
export function slopeAlong({ rays }: Sightlines, at: number, x: number, y: number, z: number): number {
  return rays[at * 2]! * x + rays[at * 2 + 1]! * y - z;
}

export function unknownOf(frame: number, joint: number): number {
  return frame * FITTED_COUNT + joint;
}
