import { clamp, mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';

export function sphere(p: Vec3, centre: Vec3, radius: number): number {
  return Math.hypot(p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]) - radius;
}

/** Quilez' first-order distance: exact in sign, close to the surface exact in size. */
export function ellipsoid(p: Vec3, centre: Vec3, radii: Vec3): number {
  const x = (p[0] - centre[0]) / radii[0];
  const y = (p[1] - centre[1]) / radii[1];
  const z = (p[2] - centre[2]) / radii[2];
  const k0 = Math.hypot(x, y, z);
  const k1 = Math.hypot(x / radii[0], y / radii[1], z / radii[2]);
  return k1 > 0 ? (k0 * (k0 - 1)) / k1 : -Math.min(...radii);
}

/** A round bar from `a` to `b` whose radius changes on the way: limbs, fingers, locks of hair. */
export function bar(p: Vec3, a: Vec3, b: Vec3, radiusA: number, radiusB: number): number {
  const x = b[0] - a[0];
  const y = b[1] - a[1];
  const z = b[2] - a[2];
  const px = p[0] - a[0];
  const py = p[1] - a[1];
  const pz = p[2] - a[2];
  const t = clamp((px * x + py * y + pz * z) / (x * x + y * y + z * z));
  return Math.hypot(px - x * t, py - y * t, pz - z * t) - mix(radiusA, radiusB, t);
}

/** A box of half-size `half` whose edges are rounded by `radius`; the rounding stays inside the box. */
export function roundBox(p: Vec3, centre: Vec3, half: Vec3, radius: number): number {
  const x = Math.abs(p[0] - centre[0]) - half[0] + radius;
  const y = Math.abs(p[1] - centre[1]) - half[1] + radius;
  const z = Math.abs(p[2] - centre[2]) - half[2] + radius;
  return Math.hypot(Math.max(x, 0), Math.max(y, 0), Math.max(z, 0)) + Math.min(Math.max(x, y, z), 0) - radius;
}
