import { restModel } from '@kinora/core/motion';
import type { HumanoidMap, Rig } from '@kinora/core/motion';

export interface RestSize {
  /** Extent along `up`, metres. */
  readonly height: number;
  /** The axis from the hips to the head: files come with +Y up, with +Z up, and lying. */
  readonly up: string;
  /** [3] x y z of the box, metres. */
  readonly size: readonly number[];
}

/**
 * How large a skeleton stands at rest, joint to joint: less than its body by the top of the head and the soles. Only
 * human bones count, where there are some: handles and cameras may lie metres away.
 */
export function restSize(rig: Rig, { bones }: HumanoidMap): RestSize {
  const { positions } = restModel(rig);
  const human = Object.values(bones).map(({ joint }) => joint);
  const joints = human.length > 0 ? human : [...rig.names.keys()];
  const size = [0, 1, 2].map((axis) => {
    const places = joints.map((joint) => positions[joint * 3 + axis]!);
    return Math.max(...places) - Math.min(...places);
  });
  const { axis, sign } = upAxis(positions, bones);
  return { height: size[axis]!, up: `${sign}${'XYZ'[axis]!}`, size };
}

/** +Y where several directions are as good, and where nothing tells. */
function upAxis(positions: Float64Array, { hips, head }: HumanoidMap['bones']): { axis: number; sign: '+' | '−' } {
  if (!hips || !head) return { axis: 1, sign: '+' };
  const towards = (axis: number): number => positions[head.joint * 3 + axis]! - positions[hips.joint * 3 + axis]!;
  const axis = [1, 2, 0].reduce((best, next) => (Math.abs(towards(next)) > Math.abs(towards(best)) ? next : best));
  return { axis, sign: towards(axis) < 0 ? '−' : '+' };
}
