import type { HumanoidBone } from '../humanoid.ts';
import type { Evidence } from './evidence.ts';
import { isBelow } from './joint-tree.ts';

/** Adds eyes and jaw that names tell below the head. Of several the one nearest to the head moves the others. */
export function assignFace({ tree, readings, names }: Evidence, joints: Map<HumanoidBone, number>): void {
  const head = joints.get('head');
  if (head === undefined) return;
  const find = (fits: (joint: number) => boolean): number | undefined => {
    const candidates = readings.flatMap((reading, joint) =>
      !reading.helper && isBelow(tree, joint, head) && fits(joint) ? [joint] : [],
    );
    return candidates.sort(
      (a, b) => readings[a]!.unknownWords - readings[b]!.unknownWords || tree.depths[a]! - tree.depths[b]!,
    )[0];
  };
  const found: readonly (readonly [HumanoidBone, number | undefined])[] = [
    ['leftEye', find((joint) => names[joint]!.parts.eye !== undefined && readings[joint]!.side === 'left')],
    ['rightEye', find((joint) => names[joint]!.parts.eye !== undefined && readings[joint]!.side === 'right')],
    ['jaw', find((joint) => names[joint]!.parts.jaw !== undefined)],
  ];
  for (const [bone, joint] of found) if (joint !== undefined) joints.set(bone, joint);
}
