import type { Vec3 } from '../math/vec3.ts';

/**
 * A solid as its signed distance: metres to the surface, negative inside. Ours are near-distances: right on the surface
 * and close to it, which is all that meshing and occlusion ask for (Hart 1996, "Sphere Tracing", §2).
 */
export type Field = (p: Vec3) => number;

/** Union, with the crease between the two filled by a fillet about `radius` wide (Quilez, polynomial smooth minimum). */
export function join(a: number, b: number, radius: number): number {
  const h = Math.max(radius - Math.abs(a - b), 0) / radius;
  return Math.min(a, b) - h * h * radius * 0.25;
}

/** Intersection with a rounded edge: cutting a field sharply leaves a ragged rim on cells of a centimetre. */
export function meet(a: number, b: number, radius: number): number {
  return -join(-a, -b, radius);
}

/** `a` without `b`, the edge rounded. */
export function carve(a: number, b: number, radius: number): number {
  return meet(a, -b, radius);
}
