import type { Vec3 } from '../math/vec3.ts';
import type { Mesh } from './mesh.ts';

/** A mesh without the triangles that lie wholly in a region: what covers the hole must reach beyond it. */
export function cutMesh({ positions, normals, triangles }: Mesh, region: (p: Vec3) => boolean): Mesh {
  const gone = positions.map(region);
  const kept: number[] = [];
  for (let i = 0; i < triangles.length; i += 3) {
    const corners = triangles.slice(i, i + 3);
    if (!corners.every((vertex) => gone[vertex])) kept.push(...corners);
  }
  const used = [...new Set(kept)].sort((a, b) => a - b);
  const renumbered = new Map(used.map((vertex, i) => [vertex, i]));
  return {
    positions: used.map((vertex) => positions[vertex]!),
    normals: used.map((vertex) => normals[vertex]!),
    triangles: kept.map((vertex) => renumbered.get(vertex)!),
  };
}
