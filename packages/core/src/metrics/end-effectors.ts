import { distanceVec3, lengthVec3, subtractVec3 } from '../math/vec3.ts';
import type { BodyMotion, BodyPoint } from './body/body-motion.ts';
import { SIDES } from './body/points.ts';
import type { Missing } from './retarget-metrics.ts';
import { spreadOf } from './spread.ts';
import type { Spread } from './spread.ts';

/** What reaches, the joint between, and from where. */
export const REACHES: readonly (readonly [end: BodyPoint, middle: BodyPoint, start: BodyPoint])[] = SIDES.flatMap(
  (side) => [
    [`${side}Hand`, `${side}LowerArm`, `${side}UpperArm`] as const,
    [`${side}Foot`, `${side}LowerLeg`, `${side}UpperLeg`] as const,
  ],
);

/** Row 10 of specs/retargeting.md §10: where hands and feet are from shoulder and hip, in lengths of the limb. */
export function reachErrors(source: BodyMotion, target: BodyMotion): Spread | Missing {
  const errors: number[] = [];
  for (const [end, middle, start] of REACHES) {
    const a = reachOf(source, end, middle, start);
    const b = reachOf(target, end, middle, start);
    if (!a || !b) continue;
    for (let at = 0; at < a.length; at += 3) errors.push(distanceVec3(a, at, b, at));
  }
  return errors.length > 0 ? spreadOf(errors) : { missing: 'the bodies have no hand or foot in common' };
}

/** [frames × 3] in lengths of the limb; undefined where the body has not all of it. */
export function reachOf(
  { places, restPlaces }: BodyMotion,
  end: BodyPoint,
  middle: BodyPoint,
  start: BodyPoint,
): Float64Array | undefined {
  const [from, to] = [places.get(start), places.get(end)];
  const [a, b, c] = [restPlaces.get(start), restPlaces.get(middle), restPlaces.get(end)];
  if (!from || !to || !a || !b || !c) return undefined;
  const length = distanceVec3(a, 0, b, 0) + distanceVec3(b, 0, c, 0);
  return length > 0 ? to.map((value, i) => (value - from[i]!) / length) : undefined;
}

/** Row 11: of hands and feet, heights a second. */
export function reachVelocity(source: BodyMotion, target: BodyMotion): number | Missing {
  if (source.frames < 2) return { missing: 'one frame has no velocity' };
  let sum = 0;
  let count = 0;
  const [a, b] = [new Float64Array(3), new Float64Array(3)];
  for (const [end] of REACHES) {
    const [from, to] = [source.places.get(end), target.places.get(end)];
    if (!from || !to) continue;
    for (let at = 3; at < from.length; at += 3, count++) {
      subtractVec3(a, 0, from, at, from, at - 3);
      subtractVec3(b, 0, to, at, to, at - 3);
      for (let i = 0; i < 3; i++) b[i] = b[i]! / target.height - a[i]! / source.height;
      sum += lengthVec3(b, 0) * source.rate;
    }
  }
  return count > 0 ? sum / count : { missing: 'the bodies have no hand or foot in common' };
}
