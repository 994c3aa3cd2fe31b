import type { BodyMotion, BodyPoint } from './body/body-motion.ts';
import type { PlantedFeet } from './body/planted-feet.ts';
import { SIDES } from './body/points.ts';
import type { Side } from './body/points.ts';
import type { Missing } from './retarget-metrics.ts';
import { spreadOf } from './spread.ts';
import type { Spread } from './spread.ts';

const NO_GROUND: Missing = {
  missing: 'the target does not stand in its rest pose, which would tell where its ground is',
};
const SOLE = ['Heel', 'Ball', 'Toe'] as const;

/**
 * Row 8 of docs/results/retarget-matrix.md: the deepest of heel, ball and toe of each foot. The joint of a toe lies
 * inside it: it is under the ground where it is lower than it lies when the body stands.
 */
export function penetration(target: BodyMotion): Spread | Missing {
  if (!target.frame.standing) return NO_GROUND;
  return spreadOf(SIDES.flatMap((side) => soleHeights(target, side).map((height) => Math.max(0, -height))));
}

/** Row 9: the lowest of heel, ball and toe on frames on which the foot of the source stands. */
export function floating(target: BodyMotion, planted: PlantedFeet): Spread | Missing {
  if (!target.frame.standing) return NO_GROUND;
  const heights = SIDES.flatMap((side) =>
    soleHeights(target, side)
      .filter((_, i) => planted[side][i] === 1)
      .map((height) => Math.max(0, height)),
  );
  return heights.length > 0 ? spreadOf(heights) : { missing: 'no foot of the source stands still on the ground' };
}

/** [frames] how high the sole is above where it is at rest, heights; negative below the ground. */
function soleHeights(body: BodyMotion, side: Side): number[] {
  const points = SOLE.flatMap((part) => {
    const places = body.places.get(`${side}${part}`);
    return places ? [{ places, rest: restHeight(body, part) }] : [];
  });
  return Array.from({ length: body.frames }, (_, i) =>
    Math.min(...points.map(({ places, rest }) => (places[i * 3 + 1]! - rest) / body.height)),
  );
}

/** Of the lower of both feet: a body may rest in the middle of a step. */
function restHeight({ restPlaces }: BodyMotion, part: (typeof SOLE)[number]): number {
  const heights = SIDES.flatMap((side) => {
    const place = restPlaces.get(`${side}${part}` satisfies BodyPoint);
    return place ? [place[1]!] : [];
  });
  return Math.min(...heights);
}
