import type { Rig } from '@kinora/core/motion';
import type { Quat } from './math/quat.ts';
import { IDENTITY } from './math/quat.ts';
import type { Vec3 } from './math/vec3.ts';
import { subtract } from './math/vec3.ts';

/** One joint of a skeleton whose nodes all rest unturned. */
export interface Joint {
  readonly name: string;
  /** Absent on the root. A parent is listed before its children. */
  readonly parent?: string;
  /** Where it rests, model space, metres. */
  readonly rest: Vec3;
  /** Where the skin was modelled around it, if not at rest: a T-pose rig may be sculpted with its arms down. */
  readonly bind?: { readonly position: Vec3; readonly turn: Quat };
}

export type Skeleton = readonly Joint[];

export function jointIndices(skeleton: Skeleton): ReadonlyMap<string, number> {
  return new Map(skeleton.map(({ name }, index) => [name, index]));
}

/** Translation from the parent; for a root, from the origin. */
export function localTranslations(skeleton: Skeleton): Vec3[] {
  const byName = new Map(skeleton.map((joint) => [joint.name, joint]));
  return skeleton.map(({ parent, rest }) => (parent === undefined ? rest : subtract(rest, byName.get(parent)!.rest)));
}

export function bindOf({ rest, bind }: Joint): { readonly position: Vec3; readonly turn: Quat } {
  return bind ?? { position: rest, turn: IDENTITY };
}

export function skeletonRig(skeleton: Skeleton): Rig {
  const index = jointIndices(skeleton);
  return {
    names: skeleton.map(({ name }) => name),
    parents: Int16Array.from(skeleton, ({ parent }) => (parent === undefined ? -1 : index.get(parent)!)),
    restTranslations: Float32Array.from(localTranslations(skeleton).flat()),
    restRotations: Float32Array.from(skeleton.flatMap(() => IDENTITY)),
    unitMetres: 1,
  };
}
