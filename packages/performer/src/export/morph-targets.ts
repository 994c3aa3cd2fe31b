import type { Part } from '../figure.ts';
import { clamp } from '../math/scalar.ts';
import { add, subtract } from '../math/vec3.ts';
import { smoothNormals } from '../mesh/rings.ts';
import type { BinaryChunk } from './binary.ts';

/** Lets integers stand for positions and normals (Khronos extension). */
export const QUANTIZED = 'KHR_mesh_quantization';

/** One blendshape of merged parts: the vertices that move, and how. */
export interface MorphTarget {
  readonly name: string;
  /** Rising. */
  readonly vertices: Uint16Array;
  /** [vertices × 3] metres × 32767: a step is 0.03 mm. */
  readonly moves: Int16Array;
  /** [vertices × 3] what is added to the normals, × 127. */
  readonly turns: Int8Array;
}

/** The blendshapes of parts that are merged in this order, those that they have in common under one name. */
export function mergeMorphs(parts: readonly Part[], names: readonly string[]): MorphTarget[] {
  return names.map((name) => {
    const vertices: number[] = [];
    const moves: number[] = [];
    const turns: number[] = [];
    let first = 0;
    for (const part of parts) {
      const morph = part.morphs?.find((candidate) => candidate.name === name);
      if (morph) {
        const { positions, triangles } = part.mesh;
        const moved = [...positions];
        morph.vertices.forEach((vertex, k) => (moved[vertex] = add(positions[vertex]!, morph.moves[k]!)));
        const [before, after] = [smoothNormals(positions, triangles), smoothNormals(moved, triangles)];
        for (const vertex of morph.vertices) {
          vertices.push(first + vertex);
          turns.push(...subtract(after[vertex]!, before[vertex]!));
        }
        for (const move of morph.moves) moves.push(...move);
      }
      first += part.mesh.positions.length;
    }
    return {
      name,
      vertices: Uint16Array.from(vertices),
      moves: Int16Array.from(moves, (metres) => Math.round(metres * 32767)),
      turns: Int8Array.from(turns, (turn) => Math.round(clamp(turn, -1, 1) * 127)),
    };
  });
}

/** The targets of a primitive of `count` vertices, as sparse accessors: most of a face stands still in each of them. */
export function addTargets(binary: BinaryChunk, targets: readonly MorphTarget[], count: number): object[] {
  const still = binary.addZeros(count, 'VEC3');
  return targets.map(({ vertices, moves, turns }) =>
    vertices.length === 0
      ? { POSITION: still, NORMAL: still }
      : {
          POSITION: binary.addSparse(vertices, moves, count, 'VEC3', { bounds: true }),
          NORMAL: binary.addSparse(vertices, turns, count, 'VEC3'),
        },
  );
}
