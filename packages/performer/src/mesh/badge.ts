import type { Field } from '../field/field.ts';
import { mix } from '../math/scalar.ts';
import { march } from './march.ts';
import type { Mesh } from './mesh.ts';
import { patch } from './patch.ts';
import { gradient } from './surface-nets.ts';

const SECTOR = (2 * Math.PI) / 3;
/** How far its corners are pulled in: 0 a sharp triangle, 1 a disc. */
const SOFTNESS = 0.3;

/** The mark on a chest: a play sign laid onto the front of a field. */
export function badge(field: Field, [x, y]: readonly [number, number], radius: number): Mesh {
  return patch(36, 6, (u, v) => {
    const angle = u * 2 * Math.PI;
    const reach = triangle(angle) * radius * (1 - v);
    const p = march(field, [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach, 0.4], [0, 0, -1], 0.002);
    return [p, gradient(field, p)];
  });
}

/** Distance from the middle of a triangle of circumradius 1, one corner at angle 0, to its rim. */
function triangle(angle: number): number {
  const fromCorner = Math.abs(((((angle + SECTOR / 2) % SECTOR) + SECTOR) % SECTOR) - SECTOR / 2);
  const sharp = 0.5 / Math.cos(SECTOR / 2 - fromCorner);
  // Squeezing the far part of the rim rounds the corners and leaves the flanks straight.
  return sharp < 0.7 ? sharp : mix(sharp, 0.7, SOFTNESS + (1 - SOFTNESS) * (sharp - 0.7));
}
