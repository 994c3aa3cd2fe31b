import { LANDMARKS } from '../../track/landmarks.ts';
import { smoothStep } from '../geometry.ts';
import type { Points } from '../points.ts';
import { medianFilter, smooth } from '../smooth.ts';
import { FITTED, FITTED_COUNT } from './joints.ts';

/** The lines of sight to the fitted joints: a joint at a distance w along the view is at (u·w, v·w, −w). */
export interface Sightlines {
  /** [frames × FITTED × 2] where they meet a plane 1 m away: x right, y up. */
  readonly rays: Float64Array;
  /** [frames × FITTED] the distance along the view that the model gives, metres. */
  readonly distances: Float64Array;
}

const MEDIAN = 1 / 30;
// A joint that is well hidden is where the model believes it, not where it is drawn in the picture.
const HIDDEN = 0.02;
const SHOWN = 0.2;
// Nothing that is filmed as a whole comes nearer; it also keeps what is not a person at all from the camera's back.
export const NEAREST = 0.3;

/**
 * To where the picture shows each joint, smoothed in time; to where the model puts it while the picture does not.
 *
 * @param root - [frames × 3] where the origin of the metres is.
 * @param halfWindow - of the smoothing, seconds.
 */
export function findSightlines(points: Points, root: Float64Array, halfWindow: number): Sightlines {
  const { frames, times } = points;
  const rays = new Float64Array(frames * FITTED_COUNT * 2);
  const distances = new Float64Array(frames * FITTED_COUNT);
  const trust = Float64Array.from({ length: frames * FITTED_COUNT }, (_, at) => shown(points, at));
  smooth(times, trust, FITTED_COUNT, halfWindow);
  for (let at = 0; at < distances.length; at++) {
    const frame = Math.floor(at / FITTED_COUNT);
    const point = frame * LANDMARKS + FITTED[at % FITTED_COUNT]!;
    const place = [0, 1, 2].map((axis) => points.positions[point * 3 + axis]! + root[frame * 3 + axis]!);
    distances[at] = Math.max(NEAREST, -place[2]!);
    const share = Math.min(1, Math.max(0, trust[at]!));
    for (const axis of [0, 1]) {
      const inModel = place[axis]! / distances[at]!;
      const inPicture = points.rays[point * 2 + axis]!;
      rays[at * 2 + axis] = Number.isNaN(inPicture) ? inModel : inModel + (inPicture - inModel) * share;
    }
  }
  medianFilter(times, rays, FITTED_COUNT * 2, MEDIAN);
  smooth(times, rays, FITTED_COUNT * 2, halfWindow);
  return { rays, distances };
}

function shown({ seen }: Points, at: number): number {
  const frame = Math.floor(at / FITTED_COUNT);
  return smoothStep(seen[frame * LANDMARKS + FITTED[at % FITTED_COUNT]!]!, HIDDEN, SHOWN);
}
