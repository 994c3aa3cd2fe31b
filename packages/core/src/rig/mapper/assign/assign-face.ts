import type { HumanoidBone } from '../../humanoid.ts';
import type { Evidence } from '../evidence.ts';
import { isBelow } from '../shape/joint-tree.ts';

/**
 * Adds eyes and jaw that names tell below the head. Of several the one nearest to the head moves the others.
 *
 * @param mirrored - true where names say left for right.
 */
export function assignFace(
  { tree, readings, names }: Evidence,
  joints: Map<HumanoidBone, number>,
  mirrored: boolean,
): void {
  const head = joints.get('head');
  if (head === undefined) return;
  const isEye = (joint: number): boolean => names[joint]!.parts.eye !== undefined;
  const find = (fits: (joint: number) => boolean): number | undefined => {
    const candidates = readings.flatMap((reading, joint) =>
      !reading.helper && isBelow(tree, joint, head) && fits(joint) ? [joint] : [],
    );
    return candidates.sort(
      (a, b) => readings[a]!.unknownWords - readings[b]!.unknownWords || tree.depths[a]! - tree.depths[b]!,
    )[0];
  };
  const found: readonly (readonly [HumanoidBone, number | undefined])[] = [
    [mirrored ? 'rightEye' : 'leftEye', find((joint) => isEye(joint) && readings[joint]!.side === 'left')],
    [mirrored ? 'leftEye' : 'rightEye', find((joint) => isEye(joint) && readings[joint]!.side === 'right')],
    ['jaw', find((joint) => names[joint]!.parts.jaw !== undefined)],
  ];
  for (const [bone, joint] of found) if (joint !== undefined) joints.set(bone, joint);
}
