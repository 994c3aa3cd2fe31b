import { arc, multiply } from '../geometry.ts';
import type { Quat, Vec } from '../geometry.ts';
import { about, FINGER_ANGLES, FINGERS, HINGES, THUMB_AXES, THUMB_REST } from './fingers.ts';

/** How a finger's first joint is turned against the hand, that of a left one. */
export function rootTurn(finger: number, bent: number, spread: number): Quat {
  if (finger > 0) return multiply(about([0, 0, 1], -bent), about([0, 1, 0], -spread));
  const level = Math.cos(spread);
  const [along, across, out] = THUMB_AXES;
  const direction = [0, 1, 2].map(
    (axis) => level * (Math.cos(bent) * along[axis]! + Math.sin(bent) * across[axis]!) + Math.sin(spread) * out[axis]!,
  ) as unknown as Vec;
  return arc(THUMB_REST, direction);
}

/** How an outer joint, the second or the third, is turned against the one before. */
export function outerTurn(finger: number, joint: 1 | 2, bent: number): Quat {
  return about(HINGES[finger]![joint - 1]!, bent);
}

/**
 * Writes the local rotations of the 15 joints of one hand.
 *
 * @param out - [15 × 4] xyzw from `at` on: thumb to little finger, each from the hand to its tip.
 * @param angles - [20] from `from` on.
 */
export function writeTurns(out: Float32Array, at: number, angles: Float64Array, from: number, side: 0 | 1): void {
  for (let finger = 0; finger < FINGERS; finger++) {
    const [bent, spread, second, third] = angles.subarray(from + finger * FINGER_ANGLES) as unknown as number[];
    const turns = [rootTurn(finger, bent!, spread!), outerTurn(finger, 1, second!), outerTurn(finger, 2, third!)];
    turns.forEach((turn, joint) => {
      const [x, y, z, w] = turn as unknown as [number, number, number, number];
      // In the mirror across the middle of the body what turns about x stays, and the rest turns the other way.
      out.set(side === 0 ? [x, y, z, w] : [x, -y, -z, w], at + (finger * 3 + joint) * 4);
    });
  }
}
