import { crossVec3, lengthVec3, subtractVec3 } from '../math/vec3.ts';
import type { BodyMotion, BodyPoint } from './body/body-motion.ts';
import { SIDES } from './body/points.ts';
import type { Side } from './body/points.ts';
import { REACHES } from './end-effectors.ts';
import { angleBetween } from './limb-directions.ts';
import type { Missing } from './retarget-metrics.ts';
import { spreadOf } from './spread.ts';
import type { Spread } from './spread.ts';

/** Sine of 30°: the plane of a limb that is bent less is more than twice as uncertain as the directions of its bones. */
const BENT = 0.5;

/** Row 3 of docs/results/retarget-matrix.md, by positions: between the axes about which elbows and knees are bent. */
export function hingeAngles(source: BodyMotion, target: BodyMotion): Spread | Missing {
  const angles: number[] = [];
  const [a, b] = [new Float64Array(3), new Float64Array(3)];
  for (const limb of REACHES) {
    for (let at = 0; at < source.frames * 3; at += 3) {
      if (bendAxis(a, source, limb, at) && bendAxis(b, target, limb, at)) angles.push(angleBetween(a, b));
    }
  }
  return angles.length > 0 ? spreadOf(angles) : { missing: 'no elbow and no knee is bent' };
}

/** At right angles to the plane of a limb; false where the limb is not there, or not bent. */
function bendAxis(
  out: Float64Array,
  { places }: BodyMotion,
  [end, middle, start]: readonly [BodyPoint, BodyPoint, BodyPoint],
  at: number,
): boolean {
  const [from, joint, to] = [places.get(start), places.get(middle), places.get(end)];
  if (!from || !joint || !to) return false;
  const [upper, lower] = [new Float64Array(3), new Float64Array(3)];
  subtractVec3(upper, 0, joint, at, from, at);
  subtractVec3(lower, 0, to, at, joint, at);
  crossVec3(out, 0, upper, 0, lower, 0);
  return lengthVec3(out, 0) > BENT * lengthVec3(upper, 0) * lengthVec3(lower, 0);
}

/** Row 3, by positions: between the normals of the palms, towards the index finger × towards the little finger. */
export function palmAngles(source: BodyMotion, target: BodyMotion): Spread | Missing {
  const angles: number[] = [];
  for (const side of SIDES) {
    const palms = [source, target].map((body) => palmNormals(body, side));
    const [a, b] = palms;
    if (!a || !b) continue;
    for (let at = 0; at < a.length; at += 3) angles.push(angleBetween(a.subarray(at, at + 3), b.subarray(at, at + 3)));
  }
  return angles.length > 0 ? spreadOf(angles) : { missing: 'no hand has index and little finger on both bodies' };
}

function palmNormals({ places }: BodyMotion, side: Side): Float64Array | undefined {
  const hand = places.get(`${side}Hand`);
  const index = places.get(`${side}IndexProximal`);
  const little = places.get(`${side}LittleProximal`);
  if (!hand || !index || !little) return undefined;
  const normals = new Float64Array(hand.length);
  const a = new Float64Array(3);
  const b = new Float64Array(3);
  for (let at = 0; at < hand.length; at += 3) {
    subtractVec3(a, 0, index, at, hand, at);
    subtractVec3(b, 0, little, at, hand, at);
    crossVec3(normals, at, a, 0, b, 0);
  }
  return normals;
}
