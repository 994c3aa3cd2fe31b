import { isAbove } from '../canonical/body-chains.ts';
import type { CanonicalRig } from '../canonical/canonical-rig.ts';
import type { DetachedJoints } from '../detached-joints.ts';
import type { Drives } from '../drives.ts';
import { findLegs } from '../legs/legs.ts';
import type { Leg, Legs } from '../legs/legs.ts';
import { withAncestors } from '../legs/place-joints.ts';
import { footTilt } from './level-feet.ts';

/** The legs of both rigs, and what must be known to place them alone. */
export interface LegSteps {
  readonly source: Legs;
  readonly target: Legs;
  /** [0, 1] how much of the tilt of the source's feet the target's take over. */
  readonly tilt: number;
  /** Joints of the source that drive the target's legs, and all that carries them, parents first. */
  readonly sourceJoints: Int16Array;
  /** Joints of the target's legs, and all that carries them, each after its parent and its anchor. */
  readonly targetJoints: Int16Array;
  /** For each leg the shin, and joints without a name between thigh and foot, parents first. */
  readonly between: readonly [left: Int16Array, right: Int16Array];
}

export function createLegSteps(
  source: CanonicalRig,
  target: CanonicalRig,
  sourceHips: number,
  drives: Drives,
  detached: DetachedJoints,
): LegSteps {
  const { parents } = target.rig;
  const legs = findLegs(target);
  const targetJoints = legJoints(parents, legs, target.chains.carrier, detached);
  const drivers = [...targetJoints].flatMap((joint) => [drives.first[joint]!, drives.second[joint]!]);
  const sourceLegs = findLegs(source);
  return {
    source: sourceLegs,
    target: legs,
    tilt: footTilt(sourceLegs, legs),
    sourceJoints: withAncestors(source.rig.parents, [sourceHips, ...drivers]),
    targetJoints,
    between: [jointsBetween(parents, legs.sides[0]), jointsBetween(parents, legs.sides[1])],
  };
}

function legJoints(
  parents: Int16Array,
  { sides }: Legs,
  carrier: number,
  { anchors, order }: DetachedJoints,
): Int16Array {
  const needed = new Set<number>();
  const need = (joint: number): void => {
    if (joint < 0 || needed.has(joint)) return;
    needed.add(joint);
    need(parents[joint]!);
    need(anchors[joint]!);
  };
  need(carrier);
  for (const { upper, lower, foot, toes } of sides) for (const joint of [upper, lower, foot, toes]) need(joint);
  return order.length > 0 ? order.filter((joint) => needed.has(joint)) : Int16Array.from(needed).sort();
}

function jointsBetween(parents: Int16Array, { upper, lower, foot }: Leg): Int16Array {
  const below = (carrier: number, end: number): number[] => {
    const path: number[] = [];
    if (end < 0 || !isAbove(parents, carrier, end)) return path;
    for (let joint = parents[end]!; joint !== carrier && joint >= 0; joint = parents[joint]!) path.push(joint);
    return path;
  };
  return Int16Array.from([...below(upper, lower), lower, ...below(lower, foot)]).sort();
}
