import { STEPS } from './kinanim-layout.ts';

/** The farthest that a 16-bit number of ten-thousandths goes, metres. */
export const LIMIT: number = 0x7fff / STEPS;
/** Single precision lies a little beside the limit. */
const REACH = LIMIT + 0.5 / STEPS;

/**
 * Brings the way of the hips within reach of the format: where it goes too far it is moved as a whole along the ground,
 * because where on the ground a motion happens is nobody's intent. What is longer than the format is cut off by the writer.
 *
 * @param places - [frames × 3] metres.
 */
export function fitPlaces(places: Float32Array, warnings: string[]): Float32Array {
  const shifts = [0, 1, 2].map((axis) => (axis === 1 ? 0 : shiftOf(places, axis)));
  const fitted = shifts.some((shift) => shift !== 0) ? places.map((value, i) => value + shifts[i % 3]!) : places;
  if (fitted !== places) {
    const [x, , z] = shifts.map((shift) => shift.toFixed(2));
    warnings.push(
      `The motion was moved by ${x!} m along x and ${z!} m along z: kinanim reaches ${LIMIT} m from the origin.`,
    );
  }
  const farthest = fitted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (farthest > REACH) {
    warnings.push(
      `The hips go ${farthest.toFixed(2)} m away from the origin; kinanim reaches ${LIMIT} m, and the way ends there.`,
    );
  }
  return fitted;
}

/** What brings the middle of the way to the origin, where it reaches too far on one side. */
function shiftOf(places: Float32Array, axis: number): number {
  let least = Infinity;
  let most = -Infinity;
  for (let at = axis; at < places.length; at += 3) {
    least = Math.min(least, places[at]!);
    most = Math.max(most, places[at]!);
  }
  return most > REACH || least < -REACH ? -(least + most) / 2 : 0;
}
