import type { Vec3 } from '../math/vec3.ts';
import { add, cross, dot, normalize, scale, subtract } from '../math/vec3.ts';
import type { Mesh } from './mesh.ts';

export interface SweepOptions {
  /** A ring: the last point is followed by the first (which is not repeated). */
  readonly closed?: boolean;
  /** Radius across the path and across `up`, as a share of the radius along `up`. Default 1: round. */
  readonly flat?: number;
  /** Which way the section's first axis leans, as far as the path allows. Default +Y. */
  readonly up?: Vec3;
  readonly sides?: number;
}

/** A tube along a path, its radius given per point: brows, lips, piping. Vertex colours are too coarse for thin lines. */
export function sweep(path: readonly Vec3[], radius: (t: number) => number, options: SweepOptions = {}): Mesh {
  const { closed = false, flat = 1, up = [0, 1, 0], sides = 8 } = options;
  const positions: Vec3[] = [];
  const normals: Vec3[] = [];
  path.forEach((centre, i) => {
    const tangent = normalize(subtract(neighbour(path, i + 1, closed), neighbour(path, i - 1, closed)));
    const first = normalize(subtract(up, scale(tangent, dot(up, tangent))));
    const second = cross(tangent, first);
    const r = radius(closed ? i / path.length : i / (path.length - 1));
    for (let k = 0; k < sides; k++) {
      const angle = (k / sides) * 2 * Math.PI;
      const a = Math.cos(angle);
      const b = Math.sin(angle);
      positions.push(add(centre, add(scale(first, a * r), scale(second, b * r * flat))));
      normals.push(normalize(add(scale(first, a * flat), scale(second, b))));
    }
  });
  return { positions, normals, triangles: connectRings(path.length, sides, closed) };
}

function neighbour(path: readonly Vec3[], i: number, closed: boolean): Vec3 {
  const last = path.length - 1;
  return closed ? path[(i + path.length) % path.length]! : path[Math.min(Math.max(i, 0), last)]!;
}

function connectRings(rings: number, sides: number, closed: boolean): number[] {
  const triangles: number[] = [];
  for (let i = 0; i < (closed ? rings : rings - 1); i++) {
    for (let k = 0; k < sides; k++) {
      const a = i * sides + k;
      const b = i * sides + ((k + 1) % sides);
      const c = ((i + 1) % rings) * sides + k;
      const d = ((i + 1) % rings) * sides + ((k + 1) % sides);
      triangles.push(a, b, c, b, d, c);
    }
  }
  if (!closed) {
    // A fan over each end: the ends of brows and lips show in a close-up.
    const end = (rings - 1) * sides;
    for (let k = 1; k < sides - 1; k++) triangles.push(0, k + 1, k, end, end + k, end + k + 1);
  }
  return triangles;
}
