import { LANDMARKS } from '../../track/landmarks.ts';
import { add, scale, vecAt } from '../geometry.ts';
import type { Vec } from '../geometry.ts';
import { solveLinear3 } from '../linear3.ts';
import { POINT } from '../points.ts';
import type { Points } from '../points.ts';
import type { Stance } from './footing.ts';

/** How a plane rises to the right and towards the camera, and how sure that is: a standard deviation. Slopes: tangents. */
export interface Floor {
  readonly right: Slope;
  readonly near: Slope;
}

export interface Slope {
  readonly value: number;
  readonly sigma: number;
}

// Metres: how far a standing foot seems to be from the floor, and the left one from the height of the right one.
const HEIGHT_NOISE = 0.05;
const SIDES_DIFFER = 0.02;
// A foot further from the floor than this is held in the air, or on a step.
const OUTLIER = 0.08;
const ROUNDS = 6;
/** What nothing speaks for and nothing against. */
const UNKNOWN = 1;

/**
 * The plane in which the feet stand: a foot has one height wherever it is put down. It takes many places: somebody who
 * walks about shows it to a degree, somebody who stands still not at all.
 *
 * @param root - [frames × 3] camera axes.
 */
export function findFloor(points: Points, root: Float64Array, stances: readonly Stance[]): Floor {
  const places = stances.map((stance) => placeOf(points, root, stance));
  let weights = places.map(() => 1);
  let fit = fitPlane(places, weights);
  for (let round = 0; round < ROUNDS; round++) {
    // Cauchy's weights: one foot in the air does not tilt a floor.
    weights = places.map((place) => 1 / (1 + (fit.residual(place) / OUTLIER) ** 2));
    fit = fitPlane(places, weights);
  }
  return fit.floor;
}

interface Place {
  readonly at: Vec;
  /** ½ on the left, −½ on the right. */
  readonly side: number;
}

function placeOf({ positions }: Points, root: Float64Array, { foot, from, to }: Stance): Place {
  let sum: Vec = [0, 0, 0];
  for (let frame = from; frame <= to; frame++) {
    const toe = vecAt(positions, (frame * LANDMARKS + POINT.leftToe + foot) * 3);
    sum = add(sum, add(toe, vecAt(root, frame * 3)));
  }
  return { at: scale(sum, 1 / (to - from + 1)), side: 0.5 - foot };
}

interface PlaneFit {
  readonly floor: Floor;
  residual(place: Place): number;
}

/** Least squares of height = right·x + near·z + difference·side + height, around the means, drawn a little to level. */
function fitPlane(places: readonly Place[], weights: readonly number[]): PlaneFit {
  const whole = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const mean = (of: (place: Place) => number): number =>
    places.reduce((sum, place, i) => sum + weights[i]! * of(place), 0) / whole;
  const [x, y, z] = [0, 1, 2].map((axis) => mean(({ at }) => at[axis]!)) as [number, number, number];
  const side = mean((place) => place.side);
  const rowOf = (place: Place): Vec => [place.at[0] - x, place.at[2] - z, place.side - side];
  const noise = HEIGHT_NOISE ** 2;
  const matrix = [noise / UNKNOWN ** 2, 0, 0, 0, noise / UNKNOWN ** 2, 0, 0, 0, noise / SIDES_DIFFER ** 2];
  const sums: [number, number, number] = [0, 0, 0];
  places.forEach((place, i) => {
    const row = rowOf(place);
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) matrix[a * 3 + b]! += weights[i]! * row[a]! * row[b]!;
      sums[a]! += weights[i]! * row[a]! * (place.at[1] - y);
    }
  });
  const solve = (right: Vec): Vec => solveLinear3(matrix, right) ?? [0, 0, 0];
  const slopes = solve(sums);
  return {
    floor: {
      right: { value: slopes[0], sigma: HEIGHT_NOISE * Math.sqrt(Math.max(0, solve([1, 0, 0])[0])) },
      near: { value: slopes[1], sigma: HEIGHT_NOISE * Math.sqrt(Math.max(0, solve([0, 1, 0])[1])) },
    },
    residual: (place) => {
      const row = rowOf(place);
      return place.at[1] - y - row[0] * slopes[0] - row[1] * slopes[1] - row[2] * slopes[2];
    },
  };
}
