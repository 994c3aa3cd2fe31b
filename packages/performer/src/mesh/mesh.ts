import type { Quat } from '../math/quat.ts';
import { rotate } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { mirror, scale } from '../math/vec3.ts';

export interface Mesh {
  readonly positions: readonly Vec3[];
  /** Unit length, outward, one per position. */
  readonly normals: readonly Vec3[];
  /** Three indices per triangle, counter-clockwise seen from outside. */
  readonly triangles: readonly number[];
}

export function mirrorMesh({ positions, normals, triangles }: Mesh): Mesh {
  const flipped = triangles.map((_, i) => triangles[i - (i % 3) + (2 - (i % 3))]!);
  return { positions: positions.map(mirror), normals: normals.map(mirror), triangles: flipped };
}

/** The other side of a sheet. */
export function turnOver({ positions, normals, triangles }: Mesh): Mesh {
  return { positions, normals: normals.map((n) => scale(n, -1)), triangles: triangles.toReversed() };
}

/** Moves a mesh rigidly: `place` its positions, `turn` its normals. */
export function moveMesh({ positions, normals, triangles }: Mesh, place: (p: Vec3) => Vec3, turn: Quat): Mesh {
  return { positions: positions.map(place), normals: normals.map((n) => rotate(turn, n)), triangles };
}
