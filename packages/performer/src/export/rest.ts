import type { Joint, Skeleton } from '../skeleton.ts';

/** How a skeleton stands in its file. */
export type RestPose = 'T' | 'A';

/** The same skin on nodes that rest with the arms as they were modelled, 48° down, and unturned all the same. */
export function restIn(pose: RestPose, skeleton: Skeleton): Skeleton {
  if (pose === 'T') return skeleton;
  return skeleton.map(({ name, parent, rest, bind }): Joint => ({
    name,
    ...(parent !== undefined && { parent }),
    rest: bind?.position ?? rest,
  }));
}

export function renamedSkeleton(skeleton: Skeleton, rename: (joint: string) => string): Skeleton {
  return skeleton.map((joint): Joint => ({
    ...joint,
    name: rename(joint.name),
    ...(joint.parent !== undefined && { parent: rename(joint.parent) }),
  }));
}
