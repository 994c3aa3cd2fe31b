import { arc, turn, Y } from '../geometry.ts';
import type { Quat } from '../geometry.ts';
import type { Points } from '../points.ts';
import { findBalance } from './balance.ts';
import { findFloor } from './floor.ts';
import type { Slope } from './floor.ts';
import { findStances } from './footing.ts';
import type { Footing } from './footing.ts';

/** How to stand upright what a camera saw that was not held level. */
export interface Upright {
  /** For the body: its points around the hips. */
  readonly body: Quat;
  /** For the way through the picture: the camera's own. */
  readonly camera: Quat;
  readonly tilt: Tilt;
}

/** How the camera was held, as tangents, and how sure that is. */
export interface Tilt {
  /** Above 0 what is up leans to the right in the picture. */
  readonly side: Slope;
  /** Above 0 the camera looks down, below it looks up. */
  readonly down: Slope;
}

const DEGREE = Math.PI / 180;
// People hold cameras level to about so much, when they do: what is plainly seen otherwise is believed.
const LEVEL = 6 * DEGREE;
// How well balance tells what is up on the body: towards the camera 2° off in the samples, up to 7° on a real man.
const BALANCE_SIDE = 1 * DEGREE;
const BALANCE_NEAR = 3 * DEGREE;
// The model sees people upright whatever the camera does: towards it their bodies lean otherwise than the camera does, by
// 4° less (a wave, from above) to 9° more (a jump, from below). To the side they lean as it does, within a degree.
const BODY_VARIES = 5 * DEGREE;

/**
 * There is no gravity in a picture. But whoever stands is balanced, and feet that are put down in many places show the
 * floor. Every witness counts as much as it is sure; a level camera is taken for granted until they contradict it.
 *
 * The body and its way are stood up apart: the points around the hips are the model's idea of a body, which leans towards
 * the camera otherwise than the camera leans, while the way of the hips is measured in the picture.
 *
 * @param root - [frames × 3] camera axes.
 * @returns turns from camera axes to upright ones.
 */
export function findUpright(points: Points, root: Float64Array, footing: Footing): Upright {
  const stances = findStances(footing);
  const balance = findBalance(points, footing, stances);
  const floor = findFloor(points, root, stances);
  const side = weigh([
    ...(balance ? [{ value: balance[0], sigma: BALANCE_SIDE }] : []),
    { value: -floor.right.value, sigma: floor.right.sigma },
  ]);
  const body = weigh(balance ? [{ value: balance[2], sigma: BALANCE_NEAR }] : []);
  const camera = weigh([
    { value: -floor.near.value, sigma: floor.near.sigma },
    ...(balance ? [{ value: balance[2], sigma: Math.hypot(BALANCE_NEAR, BODY_VARIES) }] : []),
  ]);
  return {
    body: arc([side.value, 1, body.value], Y),
    camera: arc([side.value, 1, camera.value], Y),
    tilt: { side, down: camera },
  };
}

/**
 * The mean by certainty, with a level camera as one witness more: the less believed, the further the others are from it.
 * How sure it is the others alone say: nobody has seen that the camera is level.
 */
function weigh(witnesses: readonly Slope[]): Slope {
  const seen = witnesses.reduce((sum, { sigma }) => sum + 1 / sigma ** 2, 0);
  let value = 0;
  for (let round = 0; round < 10; round++) {
    const level = 1 / LEVEL ** 2 / (1 + (value / LEVEL) ** 2);
    const [sum, whole] = witnesses.reduce<[number, number]>(
      ([s, w], witness) => [s + witness.value / witness.sigma ** 2, w + 1 / witness.sigma ** 2],
      [0, level],
    );
    value = sum / whole;
  }
  return { value, sigma: 1 / Math.sqrt(seen) };
}

/** Turns all points about the hips, and the way of the hips about the camera, in place. */
export function turnUpright(points: Points, root: Float64Array, { body, camera }: Upright): void {
  turnAll(points.positions, body);
  turnAll(root, camera);
}

function turnAll(values: Float64Array, rotation: Quat): void {
  for (let at = 0; at < values.length; at += 3) {
    values.set(turn(rotation, [values[at]!, values[at + 1]!, values[at + 2]!]), at);
  }
}
