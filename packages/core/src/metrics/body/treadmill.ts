import { quantile } from '../spread.ts';
import type { BodyMotion } from './body-motion.ts';
import { groundOf, plantedFeet } from './planted-feet.ts';
import { SIDES } from './points.ts';

/** Over the ground, metres a second: x and z. */
export type Way = readonly [x: number, z: number];

/** Heights above the lowest: a foot that is as low treads. */
const LOW = 0.02;
/** Heights a second: what is slower is a foot that stands (specs/retargeting.md §9.8). */
const SLOWEST = 0.09;
/** Heights from where they began: hips that end as near stay on the spot. */
const ON_THE_SPOT = 0.1;
/** Of the low feet so many go as fast as the most, to such a share: else it is no ground that takes them with it. */
const AGREEING = 0.7;
const ALIKE = 0.35;
const FEWEST = 4;

/**
 * How the ground passes under a body that walks on the spot, by the feet that are low: such a clip has the travel taken
 * out, and no foot of it stands until that is added back (specs/retargeting.md §9.8). Undefined for every other body.
 */
export function passingGround(body: BodyMotion): Way | undefined {
  const { places, frames, height } = body;
  const hips = places.get('hips')!;
  const last = (frames - 1) * 3;
  if (Math.hypot(hips[last]! - hips[0]!, hips[last + 2]! - hips[2]!) > ON_THE_SPOT * height) return undefined;
  const ways = lowWays(body);
  if (ways.length < FEWEST) return undefined;
  const way = middleOf(ways);
  const speed = Math.hypot(...way);
  const alike = ways.filter(([x, z]) => Math.hypot(x - way[0], z - way[1]) < ALIKE * speed);
  if (!(speed > SLOWEST * height && alike.length > AGREEING * ways.length)) return undefined;
  // A foot that is set down or leaves is low too: what stands is the better measure, where anything does.
  const standing = standingWays(body, way);
  return standing.length > 0 ? middleOf(standing) : way;
}

/** The same body with a travel added back. */
export function withTravel(body: BodyMotion, [x, z]: Way): BodyMotion {
  const places = new Map(
    [...body.places].map(([point, place]) => [
      point,
      place.map((value, at) => value + ([x, 0, z][at % 3]! * Math.floor(at / 3)) / body.rate),
    ]),
  );
  return { ...body, places };
}

/** Of the feet that stand once a travel is added back, on the spot again. */
function standingWays(body: BodyMotion, [x, z]: Way): Way[] {
  const planted = plantedFeet(withTravel(body, [-x, -z]));
  return SIDES.flatMap((side) => {
    const ball = body.places.get(`${side}Ball`)!;
    return Array.from({ length: body.frames - 1 }, (_, i) => i).flatMap((i) =>
      planted[side][i] === 1 && planted[side][i + 1] === 1 ? [wayInto(ball, i * 3 + 3, body.rate)] : [],
    );
  });
}

function lowWays(body: BodyMotion): Way[] {
  const ceiling = groundOf(body) + LOW * body.height;
  const ways: Way[] = [];
  for (const side of SIDES) {
    const ball = body.places.get(`${side}Ball`)!;
    for (let at = 3; at < ball.length; at += 3) {
      if (Math.max(ball[at + 1]!, ball[at - 2]!) > ceiling) continue;
      ways.push(wayInto(ball, at, body.rate));
    }
  }
  return ways;
}

function wayInto(places: Float64Array, at: number, rate: number): Way {
  return [(places[at]! - places[at - 3]!) * rate, (places[at + 2]! - places[at - 1]!) * rate];
}

function middleOf(ways: readonly Way[]): Way {
  return [median(ways.map(([x]) => x)), median(ways.map(([, z]) => z))];
}

function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
