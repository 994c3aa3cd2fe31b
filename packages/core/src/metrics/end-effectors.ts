import { addVec3, distanceVec3, lengthVec3, normalizeVec3, scaleVec3, subtractVec3 } from '../math/vec3.ts';
import type { BodyMotion, BodyPoint } from './body/body-motion.ts';
import { SIDES } from './body/points.ts';
import type { Missing, ReachErrors } from './retarget-metrics.ts';
import { spreadOf } from './spread.ts';

/** What reaches, the joint between, and from where. */
export const REACHES: readonly (readonly [end: BodyPoint, middle: BodyPoint, start: BodyPoint])[] = SIDES.flatMap(
  (side) => [
    [`${side}Hand`, `${side}LowerArm`, `${side}UpperArm`] as const,
    [`${side}Foot`, `${side}LowerLeg`, `${side}UpperLeg`] as const,
  ],
);

/** Row 10 of docs/results/retarget-matrix.md: where hands and feet are from shoulder and hip, in lengths of the limb. */
export function reachErrors(source: BodyMotion, target: BodyMotion): ReachErrors | Missing {
  const errors: number[] = [];
  const alike: number[] = [];
  for (const reach of REACHES) {
    const [own, onLimb] = [reachOf(source, ...reach), reachOnLimbOf(source, target, reach)];
    const got = reachOf(target, ...reach);
    if (!own || !onLimb || !got) continue;
    for (let at = 0; at < got.length; at += 3) {
      errors.push(distanceVec3(own, at, got, at));
      alike.push(distanceVec3(onLimb, at, got, at));
    }
  }
  if (errors.length === 0) return { missing: 'the bodies have no hand or foot in common' };
  return { ...spreadOf(errors), alike: spreadOf(alike) };
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

/**
 * [frames × 3] where the directions of the source's limb bring the end of the target's, in lengths of that limb: what is
 * left of an error then does not come of how the limbs are divided.
 */
export function reachOnLimbOf(
  source: BodyMotion,
  target: BodyMotion,
  [end, middle, start]: (typeof REACHES)[number],
): Float64Array | undefined {
  const bones = [
    [start, middle],
    [middle, end],
  ] as const;
  const reach = new Float64Array(source.frames * 3);
  const bone = new Float64Array(3);
  let length = 0;
  for (const [from, to] of bones) {
    const [a, b] = [source.places.get(from), source.places.get(to)];
    const [restA, restB] = [target.restPlaces.get(from), target.restPlaces.get(to)];
    if (!a || !b || !restA || !restB) return undefined;
    const boneLength = distanceVec3(restA, 0, restB, 0);
    length += boneLength;
    for (let at = 0; at < reach.length; at += 3) {
      subtractVec3(bone, 0, b, at, a, at);
      normalizeVec3(bone, 0, bone, 0);
      scaleVec3(bone, 0, bone, 0, boneLength);
      addVec3(reach, at, reach, at, bone, 0);
    }
  }
  return length > 0 ? reach.map((value) => value / length) : undefined;
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
