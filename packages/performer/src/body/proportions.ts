import type { Quat } from '../math/quat.ts';
import { conjugate, IDENTITY, rotate } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, subtract } from '../math/vec3.ts';
import type { Joint, Skeleton } from '../skeleton.ts';
import { bindOf } from '../skeleton.ts';
import { ANKLE, HUMAN_SKELETON, mirrorName } from './skeleton.ts';

/**
 * How long and wide the parts of a body are, as shares of the body that everything is modelled on (1.80 m with hair,
 * 7.6 heads). Nothing is modelled twice: a child is that body with other proportions.
 */
export interface Proportions {
  readonly head: number;
  /** Length of neck and trunk. */
  readonly trunk: number;
  /** Width and depth of the trunk. */
  readonly width: number;
  readonly depth: number;
  /** Width across the shoulders, from the neck out. */
  readonly shoulders: number;
  /** Length of arms and legs. */
  readonly arms: number;
  readonly legs: number;
  /** Girth of arms and legs. */
  readonly limbs: number;
  readonly hands: number;
  readonly feet: number;
}

export const AS_MODELLED: Proportions = {
  head: 1,
  trunk: 1,
  width: 1,
  depth: 1,
  shoulders: 1,
  arms: 1,
  legs: 1,
  limbs: 1,
  hands: 1,
  feet: 1,
};

/** Where each joint of the canonical body goes, and how the flesh around it is stretched. */
export interface Stretch {
  readonly joint: Joint;
  /** The same joint in the stretched body. */
  readonly moved: Joint;
  /** Along the axes of the T-pose. */
  readonly scale: Vec3;
}

export type Stretches = ReadonlyMap<string, Stretch>;

/** The skeleton of the canonical body, stretched joint by joint from the hips outwards; the soles stay on the floor. */
export function stretchSkeleton(proportions: Proportions): Stretches {
  const stretches = new Map<string, Stretch>();
  for (const joint of HUMAN_SKELETON) {
    const parent = joint.parent === undefined ? undefined : stretches.get(joint.parent)!;
    const scale = scaleOf(joint.name, proportions);
    const rest = parent
      ? add(parent.moved.rest, times(parent.scale, subtract(joint.rest, parent.joint.rest)))
      : hipsRest(joint.rest, proportions);
    stretches.set(joint.name, { joint, moved: { ...joint, rest }, scale });
  }
  for (const [name, stretch] of stretches) {
    if (stretch.joint.bind) stretches.set(name, withBind(stretch, stretches));
  }
  return stretches;
}

export function stretchedSkeleton(stretches: Stretches): Skeleton {
  return [...stretches.values()].map(({ moved }) => moved);
}

/** A point of the canonical body that goes along with one joint. */
export function stretchPoint({ joint, moved, scale }: Stretch, p: Vec3): Vec3 {
  const from = bindOf(joint);
  const local = rotate(conjugate(from.turn), subtract(p, from.position));
  return add(bindOf(moved).position, rotate(from.turn, times(scale, local)));
}

/** A normal: what widens a surface flattens its slopes. */
export function stretchNormal({ joint, scale }: Stretch, normal: Vec3): Vec3 {
  const turn: Quat = joint.bind?.turn ?? IDENTITY;
  const local = rotate(conjugate(turn), normal);
  return rotate(turn, [local[0] / scale[0], local[1] / scale[1], local[2] / scale[2]]);
}

function hipsRest(rest: Vec3, { legs, feet }: Proportions): Vec3 {
  return [0, (rest[1] - ANKLE[1]) * legs + ANKLE[1] * feet, rest[2]];
}

function scaleOf(name: string, proportions: Proportions): Vec3 {
  const { head, trunk, width, depth, shoulders, arms, legs, limbs, hands, feet } = proportions;
  const bone = name.replace(/^Left|^Right/, '');
  if (/^(Head|Eye)/.test(bone)) return [head, head, head];
  if (bone === 'Neck') return [(head + width) / 2, trunk, (head + depth) / 2];
  if (bone.startsWith('Hand')) return [hands, hands, hands];
  if (bone === 'Shoulder') return [shoulders, trunk, depth];
  if (/^(Arm|ForeArm)$/.test(bone)) return [arms, limbs, limbs];
  if (/^(UpLeg|Leg)$/.test(bone)) return [limbs, legs, limbs];
  if (/^(Foot|ToeBase)$/.test(bone)) return [feet, feet, feet];
  // What hangs from the hips downwards is leg.
  return [width, bone === 'Hips' ? (trunk + legs) / 2 : trunk, depth];
}

/** The skin is modelled with the arms lowered about the shoulder, in the stretched body too. */
function withBind(stretch: Stretch, stretches: Stretches): Stretch {
  const { joint, moved } = stretch;
  const onLeft = joint.name.startsWith('Left');
  const shoulder = stretches.get(onLeft ? 'LeftArm' : mirrorName('LeftArm'))!.moved.rest;
  const turn = joint.bind!.turn;
  const position = add(shoulder, rotate(turn, subtract(moved.rest, shoulder)));
  return { ...stretch, moved: { ...moved, bind: { position, turn } } };
}

function times(a: Vec3, b: Vec3): Vec3 {
  return [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
}
