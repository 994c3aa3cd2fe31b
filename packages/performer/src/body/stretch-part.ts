import type { Morph, Part } from '../figure.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, normalize, scale, subtract } from '../math/vec3.ts';
import type { Influences } from '../skin/influences.ts';
import type { Stretches } from './proportions.ts';
import { stretchNormal, stretchPoint } from './proportions.ts';

/** A part of the canonical body as a part of a stretched one. The flesh goes where its joints go, as it does when they turn. */
export function stretchPart(part: Part, stretches: Stretches): Part {
  const { positions, normals, triangles } = part.mesh;
  const place = (p: Vec3, i: number): Vec3 =>
    blended(part.influences[i]!, (joint) => stretchPoint(stretches.get(joint)!, p));
  const placed = positions.map(place);
  return {
    ...part,
    mesh: {
      positions: placed,
      normals: normals.map((n, i) =>
        normalize(blended(part.influences[i]!, (joint) => stretchNormal(stretches.get(joint)!, n))),
      ),
      triangles,
    },
    ...(part.morphs && { morphs: part.morphs.map((morph) => stretchMorph(morph, positions, placed, place)) }),
  };
}

function stretchMorph(
  morph: Morph,
  positions: readonly Vec3[],
  placed: readonly Vec3[],
  place: (p: Vec3, i: number) => Vec3,
): Morph {
  const moves = morph.moves.map((move, k) => {
    const i = morph.vertices[k]!;
    return subtract(place(add(positions[i]!, move), i), placed[i]!);
  });
  return { ...morph, moves };
}

function blended(influences: Influences, of: (joint: string) => Vec3): Vec3 {
  let sum: Vec3 = [0, 0, 0];
  for (const [joint, share] of Object.entries(influences)) sum = add(sum, scale(of(joint), share));
  return sum;
}
