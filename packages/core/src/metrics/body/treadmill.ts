import { quantile } from '../spread.ts';
import type { BodyMotion } from './body-motion.ts';
import { groundOf, PLANT_HEIGHT, PLANT_SPEED } from './planted-feet.ts';
import { SIDES } from './points.ts';

/** Over the ground, metres a second: x and z. */
export type Way = readonly [x: number, z: number];

/** Heights above the lowest: a foot that is as low treads. */
const LOW = 0.02;
/** Heights from where they began: hips that end as near stay on the spot. */
const ON_THE_SPOT = 0.1;
/** Of the low feet so many go as fast as the most, to such a share: else it is no ground that takes them with it. */
const AGREEING = 0.7;
const ALIKE = 0.35;
const FEWEST = 4;
/** After so many the mean stays where it is. */
const ROUNDS = 30;

/**
 * How the ground passes under a body that walks on the spot, by the feet that are low: such a clip has the travel taken
 * out, and no foot of it stands until that is added back. Undefined for every other body.
 */
export function passingGround(body: BodyMotion): Way | undefined {
  const { places, frames, height } = body;
  const hips = places.get('hips')!;
  const last = (frames - 1) * 3;
  if (Math.hypot(hips[last]! - hips[0]!, hips[last + 2]! - hips[2]!) > ON_THE_SPOT * height) return undefined;
  const ways = lowWays(body, LOW);
  if (ways.length < FEWEST) return undefined;
  const way: Way = [median(ways.map(([x]) => x)), median(ways.map(([, z]) => z))];
  const speed = Math.hypot(...way);
  const alike = ways.filter(([x, z]) => Math.hypot(x - way[0], z - way[1]) < ALIKE * speed);
  if (!(speed > PLANT_SPEED * height && alike.length > AGREEING * ways.length)) return undefined;
  return settledWay(lowWays(body, PLANT_HEIGHT), way, PLANT_SPEED * height);
}

/**
 * The mean of all feet that are low enough to stand, each by how well it stands on ground that passes so: a foot that is
 * set down or leaves is low too and goes otherwise, and hardly counts.
 */
function settledWay(ways: readonly Way[], guess: Way, speed: number): Way {
  let way = guess;
  for (let round = 0; round < ROUNDS; round++) {
    let [x, z, whole] = [0, 0, 0];
    for (const one of ways) {
      const share = Math.exp(-0.5 * (Math.hypot(one[0] - way[0], one[1] - way[1]) / speed) ** 2);
      x += share * one[0];
      z += share * one[1];
      whole += share;
    }
    if (!(whole > 0)) return guess;
    way = [x / whole, z / whole];
  }
  return way;
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

/** Of balls that are as low at both ends of a frame, in heights above the lowest. */
function lowWays(body: BodyMotion, low: number): Way[] {
  const ceiling = groundOf(body) + low * body.height;
  const ways: Way[] = [];
  for (const side of SIDES) {
    const ball = body.places.get(`${side}Ball`)!;
    for (let at = 3; at < ball.length; at += 3) {
      if (Math.max(ball[at + 1]!, ball[at - 2]!) > ceiling) continue;
      ways.push([(ball[at]! - ball[at - 3]!) * body.rate, (ball[at + 2]! - ball[at - 1]!) * body.rate]);
    }
  }
  return ways;
}

function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
