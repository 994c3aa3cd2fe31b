import type { Clip } from '@kinora/core/motion';

/** A blendshape of a clip. */
export interface ListedBlendshape {
  readonly name: string;
  /** False where it stays at rest throughout. */
  readonly moves: boolean;
}

/** Weight that nobody sees: files keep their weights in steps down to a 255th. */
const AT_REST = 1 / 512;

/** The blendshapes that a clip has, in its order. */
export function blendshapesOf({ morphs, frames }: Pick<Clip, 'morphs' | 'frames'>): readonly ListedBlendshape[] {
  if (!morphs) return [];
  const { names, weights } = morphs;
  return names.map((name, column) => {
    const shown = Array.from({ length: frames }, (_, frame) => Math.abs(weights[frame * names.length + column]!));
    return { name, moves: shown.some((weight) => weight > AT_REST) };
  });
}
