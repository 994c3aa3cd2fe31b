import type { HumanoidMap, Rig } from '@kinora/core/motion';

/**
 * The joints of a body, without controls, props and what a rig hangs on: those between the hips and any other human bone,
 * and feet that hang elsewhere. All joints of a rig that is no body.
 *
 * @returns [joints] 1 for those that are to be shown.
 */
export function bodyJoints({ parents }: Rig, { bones }: HumanoidMap): Uint8Array {
  const hips = bones.hips?.joint;
  const shown = new Uint8Array(parents.length);
  if (hips === undefined) return shown.fill(1);
  for (const { joint } of Object.values(bones)) {
    shown[joint] = 1;
    const path = pathUp(parents, joint, hips);
    for (const step of path) shown[step] = 1;
  }
  return shown;
}

/** From a joint up to another; none where that is not above it. */
function pathUp(parents: Int16Array, from: number, to: number): readonly number[] {
  const path: number[] = [];
  for (let joint = from; joint >= 0; joint = parents[joint]!) {
    path.push(joint);
    if (joint === to) return path;
  }
  return [];
}
