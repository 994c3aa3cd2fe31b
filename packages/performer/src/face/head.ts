import { EYE } from '../body/skeleton.ts';
import { carve, join, meet } from '../field/field.ts';
import { bar, ellipsoid, sphere } from '../field/primitives.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { ear } from './ear.ts';
import type { FaceShape } from './face-shape.ts';

/** Skin of head and neck, down to under the collar; the lips closed and not yet on it. */
export function head(face: FaceShape, p: Vec3): number {
  const left = leftOf(p);
  const { cheeks, eyes } = face;
  let d = join(skull(left), jaw(face, left), 0.03);
  d = join(d, ellipsoid(left, [0.046, 1.607, 0.051], [0.024 * cheeks, 0.022 * cheeks, 0.026 * cheeks]), 0.028);
  d = carve(d, ellipsoid(left, [EYE[0], EYE[1], 0.107], [0.027 * eyes, 0.02 * eyes, 0.026]), 0.018);
  d = join(d, ellipsoid(left, [0, 1.58, 0.066], [0.034, 0.026, 0.023]), 0.022);
  d = join(d, nose(face, left), 0.011);
  d = join(d, ear(left, face.ears), 0.006);
  d = join(d, neck(p), 0.022);
  return Math.max(d, 1.4 - p[1]);
}

/** The bare cranium, `thicker` all round by so much: hair grows on it. */
export function skull(left: Vec3, thicker = 0): number {
  const crown = ellipsoid(left, [0, 1.686, -0.016], [0.085 + thicker, 0.092 + thicker, 0.103 + thicker]);
  const back = ellipsoid(left, [0, 1.652, -0.054], [0.075 + thicker, 0.075 + thicker, 0.062 + thicker]);
  return join(crown, back, 0.05);
}

/** A column that leans forward as it rises. */
export function neck(p: Vec3): number {
  const [x, y, z] = leftOf(p);
  const column = (Math.hypot(x / 0.054, (z + 0.026 - 0.2 * (y - 1.47)) / 0.057) - 1) * 0.054;
  const muscle = bar([x, y, z], [0.062, 1.585, -0.02], [0.018, 1.465, 0.018], 0.01, 0.01);
  return join(meet(column, y - 1.59, 0.02), muscle, 0.03);
}

function jaw({ jaw: width, chin, cheeks }: FaceShape, left: Vec3): number {
  const side = 0.053 * width;
  const tip = 1.5735 - 0.03 * chin;
  let d = ellipsoid(left, [0, 1.604, 0.02], [0.071 * (0.5 + width / 2), 0.078, 0.072]);
  d = join(d, bar(left, [side, 1.588, -0.004], [0.018 * width, tip + 0.0025, 0.058], 0.022 * cheeks, 0.019), 0.035);
  return join(d, sphere(left, [0, tip, 0.066], 0.019 * (0.6 + 0.4 * width)), 0.026);
}

function nose({ nose: size, noseWidth }: FaceShape, left: Vec3): number {
  const forward = 0.103 + 0.012 * (size - 1);
  const bridge = bar(left, [0, 1.652, 0.082], [0, 1.616, forward], 0.006, 0.0095 * size);
  const tip = join(bridge, sphere(left, [0, 1.6125, forward + 0.0015], 0.0118 * size), 0.01);
  return join(tip, sphere(left, [0.0118 * noseWidth, 1.6085, forward - 0.009], 0.0078 * size), 0.009);
}
