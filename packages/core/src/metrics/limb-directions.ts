import { crossVec3, dotVec3, lengthVec3, subtractVec3 } from '../math/vec3.ts';
import type { BodyMotion, BodyPoint } from './body/body-motion.ts';
import { SIDES } from './body/points.ts';
import type { Limb, LimbDirections, Missing } from './retarget-metrics.ts';
import { spreadOf } from './spread.ts';

/** Each limb with the joint that it goes to. */
const LIMBS: readonly (readonly [Limb, BodyPoint])[] = SIDES.flatMap((side) => [
  [`${side}UpperArm`, `${side}LowerArm`] as const,
  [`${side}LowerArm`, `${side}Hand`] as const,
  [`${side}UpperLeg`, `${side}LowerLeg`] as const,
  [`${side}LowerLeg`, `${side}Foot`] as const,
]);

/** Rows 1 and 2 of docs/results/retarget-matrix.md. */
export function limbDirections(source: BodyMotion, target: BodyMotion): LimbDirections | Missing {
  const all: number[] = [];
  const limbs = LIMBS.flatMap(([limb, end]) => {
    const angles = directionAngles(source, target, limb, end);
    if (angles.length === 0) return [];
    for (const angle of angles) all.push(angle);
    return [{ limb, ...spreadOf(angles) }];
  });
  if (limbs.length === 0) return { missing: 'the bodies have no limb in common' };
  return { ...spreadOf(all), limbs: limbs.sort((a, b) => b.mean - a.mean) };
}

function directionAngles(source: BodyMotion, target: BodyMotion, limb: BodyPoint, end: BodyPoint): number[] {
  const places = [source.places.get(limb), source.places.get(end), target.places.get(limb), target.places.get(end)];
  const [sourceStart, sourceEnd, targetStart, targetEnd] = places;
  if (!sourceStart || !sourceEnd || !targetStart || !targetEnd) return [];
  const angles: number[] = [];
  const a = new Float64Array(3);
  const b = new Float64Array(3);
  for (let at = 0; at < sourceStart.length; at += 3) {
    subtractVec3(a, 0, sourceEnd, at, sourceStart, at);
    subtractVec3(b, 0, targetEnd, at, targetStart, at);
    // A limb without length points nowhere.
    if (lengthVec3(a, 0) > 0 && lengthVec3(b, 0) > 0) angles.push(angleBetween(a, b));
  }
  return angles;
}

/** By sine and cosine: the arc cosine alone cannot tell angles under 0.03° from none. */
export function angleBetween(a: Float64Array, b: Float64Array): number {
  const cross = new Float64Array(3);
  crossVec3(cross, 0, a, 0, b, 0);
  return Math.atan2(lengthVec3(cross, 0), dotVec3(a, 0, b, 0));
}
