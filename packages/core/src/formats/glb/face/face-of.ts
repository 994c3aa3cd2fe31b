import type { Face } from '../../../clip/face.ts';
import type { ParsedGlb } from '../read-glb.ts';

/**
 * What the face of an avatar file can do, for retargeting and playing onto it. Expressions that move no blendshape
 * (colours, textures) are left out.
 */
export function faceOf({ blendshapes, expressions }: Pick<ParsedGlb, 'blendshapes' | 'expressions'>): Face {
  const nameAt = new Map(
    blendshapes.flatMap(({ name, targets }) => targets.map(({ node, index }) => [`${node} ${index}`, name] as const)),
  );
  return {
    blendshapes: blendshapes.map(({ name }) => name),
    expressions: expressions.flatMap(({ name, targets }) => {
      // The same blendshape in several meshes is one bind, at the strongest of their weights.
      const weights = new Map<string, number>();
      for (const { node, index, weight } of targets) {
        const blendshape = nameAt.get(`${node} ${index}`);
        if (blendshape !== undefined) weights.set(blendshape, Math.max(weight, weights.get(blendshape) ?? 0));
      }
      const binds = [...weights].map(([blendshape, weight]) => ({ blendshape, weight }));
      return binds.length > 0 ? [{ name, binds }] : [];
    }),
  };
}
