import type { Vec3 } from '../math/vec3.ts';
import type { Mesh } from './mesh.ts';

/**
 * A sheet of `rows` × `columns` quads: `point(u, v)` gives position and normal for u (along a row) and v (from row to
 * row) in 0…1. Seen from outside u runs to the right and v upwards.
 */
export function patch(
  columns: number,
  rows: number,
  point: (u: number, v: number) => readonly [position: Vec3, normal: Vec3],
): Mesh {
  const positions: Vec3[] = [];
  const normals: Vec3[] = [];
  const triangles: number[] = [];
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const [position, normal] = point(column / columns, row / rows);
      positions.push(position);
      normals.push(normal);
    }
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const a = row * (columns + 1) + column;
      const b = a + columns + 1;
      triangles.push(a, a + 1, b, a + 1, b + 1, b);
    }
  }
  return { positions, normals, triangles };
}
