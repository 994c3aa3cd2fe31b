import type { Morph, Part } from '../figure.ts';
import type { Vec3 } from '../math/vec3.ts';
import { length, subtract } from '../math/vec3.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Muscle } from './muscles.ts';
import { SKIN_MUSCLES } from './skin.ts';

/** What moves less is not worth its bytes: metres. */
const LEAST = 0.0002;

/** Lets a part lie on the skin of the face and go with it. `lip` tells the lips apart, per vertex. */
export function onSkin(part: Part, lip: (vertex: number) => number = () => 0): Part {
  return withMuscles(part, SKIN_MUSCLES, lip);
}

export function withMuscles(
  part: Part,
  muscles: Iterable<readonly [name: string, muscle: Muscle]>,
  lip: (vertex: number) => number = () => 0,
): Part {
  const { positions } = part.mesh;
  const morphs = [...muscles].map(([name, muscle]) =>
    makeMorph(
      name,
      positions.map((p, i) => muscle(p, lip(i))),
    ),
  );
  return withMorphs(part, morphs);
}

/** Blendshapes as the differences between a mesh and others with the same vertices. */
export function withTargets(part: Part, targets: Iterable<readonly [name: string, mesh: Mesh]>): Part {
  const { positions } = part.mesh;
  const morphs = [...targets].map(([name, mesh]) =>
    makeMorph(
      name,
      positions.map((p, i) => subtract(mesh.positions[i]!, p)),
    ),
  );
  return withMorphs(part, morphs);
}

function withMorphs(part: Part, morphs: readonly Morph[]): Part {
  return { ...part, morphs: [...(part.morphs ?? []), ...morphs.filter(({ vertices }) => vertices.length > 0)] };
}

function makeMorph(name: string, moves: readonly Vec3[]): Morph {
  const vertices = moves.flatMap((move, i) => (length(move) > LEAST ? [i] : []));
  return { name, vertices, moves: vertices.map((i) => moves[i]!) };
}
