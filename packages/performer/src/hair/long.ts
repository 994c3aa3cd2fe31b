import type { Body, Piece } from '../body/body.ts';
import { carve, join, meet } from '../field/field.ts';
import { bar, sphere } from '../field/primitives.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { hangingInfluences, makeHair } from './hair.ts';
import { carveFace, scalp } from './scalp.ts';

/** The height to which it falls. */
const END = 1.3;

/** Parted in the middle, down over the shoulder blades. */
export function long(body: Body): Piece {
  return makeHair(body, 'Hair', flowing, {
    box: [
      [-0.165, 1.27, -0.19],
      [0.165, 1.82, 0.11],
    ],
    influences: hangingInfluences,
    streaks: 0.8,
  });
}

/** Combed back into a knot. */
export function bun(body: Body): Piece {
  const field = (p: Vec3): number => {
    const left = leftOf(p);
    let d = carveFace(scalp(left, 0.0055, 0.012) + combed(p) * 0.001, left, {
      forehead: 1.738,
      temple: 0.022,
      ears: true,
      soft: 0.02,
    });
    d = meet(d, 1.585 + 0.3 * left[0] - p[1], 0.012);
    const knot = sphere(p, [0, 1.735, -0.128], 0.042) + 0.0018 * Math.sin(Math.atan2(p[0], p[1] - 1.735) * 9);
    return join(d, knot, 0.016);
  };
  return makeHair(body, 'Hair', field, {
    box: [
      [-0.12, 1.56, -0.185],
      [0.12, 1.82, 0.11],
    ],
    streaks: 0.5,
  });
}

/** Two tails high at the sides. */
export function pigtails(body: Body): Piece {
  const field = (p: Vec3): number => {
    const left = leftOf(p);
    let d = carveFace(scalp(left, 0.009, 0.016) + combed(p) * 0.0012, left, {
      forehead: 1.725,
      temple: 0.022,
      ears: true,
    });
    d = meet(d, 1.585 + 0.3 * left[0] - p[1], 0.012);
    const upper = bar(left, [0.098, 1.712, -0.045], [0.15, 1.69, -0.058], 0.018, 0.032);
    const lower = bar(left, [0.15, 1.69, -0.058], [0.168, 1.59, -0.055], 0.033, 0.011);
    // A fringe, cut straight above the brows.
    const fringe = bar(left, [0, 1.742, 0.078], [0.058, 1.726, 0.052], 0.016, 0.014);
    d = join(d, join(fringe, bar(left, [0, 1.718, 0.0865], [0.056, 1.712, 0.064], 0.0105, 0.009), 0.02), 0.016);
    const tail = join(upper, lower, 0.02) + 0.0014 * Math.sin(p[1] * 130 + p[2] * 60);
    return join(d, tail, 0.008);
  };
  return makeHair(body, 'Hair', field, {
    box: [
      [-0.21, 1.56, -0.15],
      [0.21, 1.83, 0.11],
    ],
    streaks: 0.7,
  });
}

/** A curtain around the head that follows neck and back down to `END`. */
function flowing(p: Vec3): number {
  const left = leftOf(p);
  const [x, y, z] = left;
  const wave = 0.0022 * Math.sin(Math.atan2(x, -z - 0.02) * 17 + Math.sin(y * 26) * 0.9);
  // The parting is a shallow groove.
  const parting = 0.007 * smoothstep(0.016, 0, x) * smoothstep(1.72, 1.77, y) * smoothstep(-0.09, -0.02, z);
  const crown = scalp(left, 0.02, 0.0185) + wave * 0.6 + parting;
  const t = smoothstep(1.66, END, y);
  const wide = mix(0.098, 0.112, t) + 0.012 * Math.sin(Math.PI * t);
  const deep = mix(0.1, 0.068, t);
  const centre = mix(-0.02, -0.085, t);
  const tube = (Math.hypot(x / wide, (z - centre) / deep) - 1) * Math.min(wide, deep);
  const curtain = meet(Math.max(tube, y - 1.68), END + 0.02 * Math.cos(x * 30) - y, 0.02) + wave;
  const d = join(crown, curtain, 0.03);
  return carve(d, faceWindow(left), 0.016);
}

/** The face looks out between the two halves, which meet above the forehead. */
function faceWindow([x, y, z]: Vec3): number {
  const reach = y > 1.645 ? 0.1 : 0.19;
  const oval = (Math.hypot(x / 0.0735, (y - 1.645) / reach) - 1) * 0.0735;
  return meet(oval, 0.012 - z, 0.014);
}

/** From the middle to the sides. */
function combed(p: Vec3): number {
  return Math.sin(p[2] * 170 + p[1] * 45 + Math.abs(p[0]) * 30);
}
