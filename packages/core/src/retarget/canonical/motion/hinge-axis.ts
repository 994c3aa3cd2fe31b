import { crossVec3, dotVec3, normalizeVec3 } from '../../../math/vec3.ts';
import type { Evidence } from './evidence.ts';
import { principalAxes } from './principal-axes.ts';

/**
 * How much it counts beside the motion that a hinge is at a right angle to the straight limb. A forearm that droops, or
 * goes out at the elbow, swings on a cone, not in a plane. A wide swing shows the cone; a small one shows noise, and a
 * tenth of this puts hinges of real elbows off by 30°. What the prior costs is less than half of the droop.
 */
const STRAIGHT = 0.02;
/** (3°)²: by how much forearms droop and knees are knocked. */
const DROOP = 0.0027;

/**
 * The axis about which the lower bone of a limb swings against the upper: that of the cone on which its direction moves,
 * by least squares over all frames. How the lower bone rolls does not matter, and neither how the limb is bent most of
 * the time.
 *
 * @param directions - [3] unit each: where the lower bone points, in the space of the upper.
 * @param upper - [3] unit: where the upper bone points, in its space.
 * @returns undefined where the limb is straight throughout.
 */
export function hingeAxis(directions: readonly Float64Array[], upper: Float64Array): Evidence | undefined {
  const { values, axes } = principalAxes(scatter(directions, upper));
  const [noise, extent] = [Math.max(values[0]!, 0), values[1]!];
  const axis = axes[0]!;
  const variance = (noise + STRAIGHT * DROOP) / Math.max(extent - noise, 1e-9);
  const along = dotVec3(axis, 0, upper, 0);
  const across = axis.map((value, i) => value - along * upper[i]!);
  if (normalizeVec3(across, 0, across, 0) === 0) return undefined;
  if (flexion(directions, upper, across) < 0) return { axis: across.map((value) => -value), variance };
  return { axis: across, variance };
}

/** [9] about the middle of the cone, which is as wide as the motion shows, or else as flat as a straight limb's. */
function scatter(directions: readonly Float64Array[], upper: Float64Array): Float64Array {
  const mean = new Float64Array(3);
  const matrix = new Float64Array(9);
  const count = directions.length;
  for (const direction of directions) {
    for (let i = 0; i < 9; i++) matrix[i]! += (direction[Math.floor(i / 3)]! * direction[i % 3]!) / count;
    for (let i = 0; i < 3; i++) mean[i]! += direction[i]! / count;
  }
  return matrix.map((value, i) => {
    const [row, column] = [Math.floor(i / 3), i % 3];
    return value - (1 - STRAIGHT) * mean[row]! * mean[column]! + STRAIGHT * upper[row]! * upper[column]!;
  });
}

/** Positive where the limb bends about the axis and not against it: what bends far counts, and being bent back does not. */
function flexion(directions: readonly Float64Array[], upper: Float64Array, axis: Float64Array): number {
  const bend = new Float64Array(3);
  return directions.reduce((sum, direction) => {
    crossVec3(bend, 0, upper, 0, direction, 0);
    return sum + dotVec3(bend, 0, axis, 0) ** 3;
  }, 0);
}
