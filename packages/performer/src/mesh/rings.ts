import type { Vec3 } from '../math/vec3.ts';
import { add, cross, normalize, subtract } from '../math/vec3.ts';
import type { Mesh } from './mesh.ts';

/**
 * A sheet between closed rings of as many points each, an even number, listed from the outermost inwards, each
 * counter-clockwise seen from outside. The last ring is sewn shut, by strips from its one half to its other.
 */
export function rings(rows: readonly (readonly Vec3[])[]): Mesh {
  const columns = rows[0]!.length;
  const triangles: number[] = [];
  for (let row = 0; row + 1 < rows.length; row++) {
    for (let column = 0; column < columns; column++) {
      const a = row * columns + column;
      const b = row * columns + ((column + 1) % columns);
      triangles.push(a, b, a + columns, b, b + columns, a + columns);
    }
  }
  triangles.push(...strips((rows.length - 1) * columns, columns));
  const positions = rows.flat();
  return { positions, normals: smoothNormals(positions, triangles), triangles };
}

/** Between the halves of a ring, from its first point to the one in its middle. */
function strips(first: number, columns: number): number[] {
  const triangles: number[] = [];
  for (let column = 0; column < columns / 2; column++) {
    const [a, b] = [first + column, first + column + 1];
    const [c, d] = [first + columns - column - 1, first + ((columns - column) % columns)];
    if (b !== c) triangles.push(a, b, c);
    if (a !== d) triangles.push(a, c, d);
  }
  return triangles;
}

/** Normals as means over the triangles around a vertex, each with the weight of its area. */
export function smoothNormals(positions: readonly Vec3[], triangles: readonly number[]): Vec3[] {
  const sums: Vec3[] = positions.map(() => [0, 0, 0]);
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [triangles[i]!, triangles[i + 1]!, triangles[i + 2]!] as const;
    const face = cross(subtract(positions[b]!, positions[a]!), subtract(positions[c]!, positions[a]!));
    for (const vertex of [a, b, c]) sums[vertex] = add(sums[vertex]!, face);
  }
  return sums.map(normalize);
}
