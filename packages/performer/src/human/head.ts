import { carve, join, meet } from '../field/field.ts';
import { bar, ellipsoid, sphere } from '../field/primitives.ts';
import type { Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import { smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { headInfluences } from './influences.ts';
import { SKIN } from './palette.ts';
import { EYE } from './skeleton.ts';

/** Skin of head and neck, down to under the collar. */
export function head(p: Vec3): number {
  const left = leftOf(p);
  let d = join(skull(left), jaw(left), 0.03);
  d = join(d, ellipsoid(left, [0.047, 1.609, 0.052], [0.024, 0.021, 0.025]), 0.028);
  d = carve(d, ellipsoid(left, [EYE[0], EYE[1], 0.107], [0.027, 0.02, 0.026]), 0.018);
  d = join(d, ellipsoid(left, [0, 1.58, 0.066], [0.034, 0.026, 0.023]), 0.022);
  d = join(d, nose(left), 0.011);
  d = join(d, ear(left), 0.008);
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

export function makeHead(): Part[] {
  const mesh = surfaceNets(head, [
    axis(-0.12, [0.12, 0.0077]),
    axis(1.395, [1.52, 0.0135], [1.68, 0.0074], [1.8, 0.0155]),
    axis(-0.135, [0.02, 0.013], [0.14, 0.007]),
  ]);
  return [makePart(mesh, { name: 'Head', colour: complexion, influences: headInfluences })];
}

function jaw(left: Vec3): number {
  let d = ellipsoid(left, [0, 1.604, 0.02], [0.071, 0.078, 0.072]);
  d = join(d, bar(left, [0.053, 1.588, -0.004], [0.018, 1.546, 0.058], 0.022, 0.019), 0.035);
  return join(d, sphere(left, [0, 1.5435, 0.066], 0.019), 0.026);
}

function nose(left: Vec3): number {
  const bridge = bar(left, [0, 1.652, 0.082], [0, 1.616, 0.103], 0.006, 0.0095);
  const tip = join(bridge, sphere(left, [0, 1.6125, 0.1045], 0.0118), 0.01);
  return join(tip, sphere(left, [0.0118, 1.6085, 0.094], 0.0078), 0.009);
}

/** A shell with a hollow and a lobe, leaning back and out. */
function ear(left: Vec3): number {
  const p: Vec3 = [left[0] + 0.22 * (left[2] + 0.012), left[1], left[2] + 0.15 * (left[1] - 1.632)];
  let d = ellipsoid(p, [0.0905, 1.636, -0.014], [0.0105, 0.033, 0.021]);
  d = join(d, sphere(p, [0.086, 1.607, -0.005], 0.0095), 0.012);
  return carve(d, ellipsoid(p, [0.1035, 1.641, -0.008], [0.011, 0.0215, 0.0125]), 0.006);
}

/** Skin with rosy cheeks, nose and ears, and a little shade around the eyes. */
function complexion(p: Vec3): Vec3 {
  const x = Math.abs(p[0]);
  const cheek = 0.09 * smoothstep(0.032, 0, Math.hypot(x - 0.049, (p[1] - 1.603) * 1.1, (p[2] - 0.072) * 0.7));
  const tip = 0.05 * smoothstep(0.022, 0, Math.hypot(x, p[1] - 1.61, p[2] - 0.116));
  const ears = 0.05 * smoothstep(0.08, 0.1, x);
  const red = cheek + tip + ears;
  const socket = smoothstep(0.024, 0.006, Math.hypot(x - EYE[0], (p[1] - EYE[1]) * 1.2)) * smoothstep(0.03, 0.06, p[2]);
  const light = 1 - 0.06 * socket;
  return [SKIN[0] * light, (SKIN[1] - red) * light, (SKIN[2] - red) * light];
}
