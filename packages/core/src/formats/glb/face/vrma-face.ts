import type { Gltf } from '../gltf.ts';
import { isIndex } from '../vet/vet-accessors.ts';
import { isObject } from '../vet/vet-json.ts';

/** The nodes of a VRM animation that are no bones: their translation says something about the face. */
export interface VrmaFace {
  /** Node → expression, whose weight is the x of the node's translation. */
  readonly expressions: ReadonlyMap<number, string>;
  /** Node that the eyes follow. */
  readonly lookAt: number | undefined;
}

/** What `VRMC_vrm_animation` says of expressions and gaze (vrm-specification, VRMC_vrm_animation-1.0). */
export function vrmaFace({ extensions, nodes = [] }: Gltf): VrmaFace {
  const animation = at(extensions, 'VRMC_vrm_animation');
  const declared = at(animation, 'expressions');
  const expressions = new Map<number, string>();
  for (const list of [at(declared, 'preset'), at(declared, 'custom')]) {
    if (!isObject(list)) continue;
    for (const [name, value] of Object.entries(list)) {
      const node = at(value, 'node');
      if (isIndex(node, nodes.length) && !expressions.has(node)) expressions.set(node, name);
    }
  }
  const lookAt = at(at(animation, 'lookAt'), 'node');
  return { expressions, lookAt: isIndex(lookAt, nodes.length) ? lookAt : undefined };
}

/** Whether the file is a VRM animation. */
export function isVrma({ extensions }: Gltf): boolean {
  return isObject(at(extensions, 'VRMC_vrm_animation'));
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}
