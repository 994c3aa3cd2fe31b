import type { Body, Piece } from '../body/body.ts';
import { carve, join, meet } from '../field/field.ts';
import { ellipsoid } from '../field/primitives.ts';
import { skull } from '../face/head.ts';
import { clamp, mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { makeHair } from './hair.ts';
import { carveFace, scalp } from './scalp.ts';

/** A cloud of curls. */
export function curly(body: Body): Piece {
  const field = (p: Vec3): number => {
    const left = leftOf(p);
    let d = skull(left, mix(0.022, 0.045, smoothstep(1.6, 1.76, p[1]))) - 0.0075 * curls(p);
    d = join(d, ellipsoid(left, [0.06, 1.63, -0.07], [0.06, 0.06, 0.05]) - 0.005 * curls(p), 0.03);
    d = carveFace(d, left, { forehead: 1.735, temple: 0.024, ears: true, soft: 0.03 });
    // Less of it over the brow than above.
    d = carve(d, ellipsoid(left, [0, 1.66, 0.13], [0.12, 0.105, 0.062]), 0.03);
    return meet(d, 1.572 + 0.2 * left[0] - p[1], 0.014);
  };
  return makeHair(body, 'Hair', field, {
    box: [
      [-0.16, 1.54, -0.19],
      [0.16, 1.86, 0.13],
    ],
    streaks: 0.3,
  });
}

/** What is left to an old man: a wreath around the back of the head. */
export function wreath(body: Body): Piece {
  const field = (p: Vec3): number => {
    const left = leftOf(p);
    let d = carveFace(scalp(left, 0.0085, 0.0085) - 0.0015 * curls(p), left, {
      forehead: 1.74,
      temple: 0.014,
      ears: true,
    });
    d = meet(d, p[1] - 1.692 + 0.25 * Math.max(0, p[2] + 0.05), 0.016);
    return meet(d, 1.582 + 0.25 * left[0] - p[1], 0.012);
  };
  return makeHair(body, 'Hair', field, {
    box: [
      [-0.12, 1.56, -0.15],
      [0.12, 1.74, 0.07],
    ],
    streaks: 0.4,
  });
}

/** Rounded bumps of about two centimetres: −1…1. */
function curls([x, y, z]: Vec3): number {
  const f = 128;
  const bumps =
    Math.sin(x * f + 1.3 * Math.sin(y * 60)) * Math.sin(y * f + 1.1 * Math.sin(z * 55)) +
    Math.sin(z * f + 1.2 * Math.sin(x * 50)) * Math.sin((x + y) * f * 0.7);
  return clamp(bumps, -1.2, 1.2);
}
