import { fromAxis, rotate } from '../../math/quat.ts';
import { mix, smoothstep } from '../../math/scalar.ts';
import type { Vec3 } from '../../math/vec3.ts';
import { add, lerp, mirror, subtract } from '../../math/vec3.ts';
import { curve } from '../../movement/curve.ts';
import type { Foot, Side } from '../../movement/foot.ts';
import { footTurn, UP } from '../../movement/foot.ts';
import type { Measures } from '../../movement/measures.ts';
import { headingAt, type Place } from './path.ts';

/** Seconds from one heel strike to the next, of the other foot. */
export const STEP = 0.5;
const STRIDE = 2 * STEP;
/** Share of a stride in which a foot stands (Perry 1992: 62 %). */
const STANDING = 0.62;
/** Share of a stride after which the body is over the foot. */
const OVER = 0.26;
/** Metres from the middle to a foot; more in a turn, where legs would cross. */
const APART = 0.052;
const APART_TURNING = 0.1;
const OUTWARDS = 0.11;
/** The first heel strike of the left foot that matters; the right one comes a step later. */
const LEFT_STRIKES = -0.2;

/** How far the heel is up over a stride from one heel strike to the next, degrees: strike, flat, peel off, swing. */
const PITCH = curve([
  [0, -19],
  [0.09, 0],
  [0.3, 0],
  [0.42, 9],
  [0.5, 25],
  [STANDING, 53],
  [0.68, 60],
  [0.8, 28],
  [0.9, -8],
  [0.97, -19],
]);
/** How high the ball is carried through the swing, metres above the straight way. */
const CARRIED = curve([
  [0, 0],
  [0.26, 0.062],
  [0.6, 0.012],
  [0.85, 0.01],
  [1, 0],
]);

/** Where a foot stands flat. */
interface Foothold {
  /** On the ground under the ankle. */
  readonly at: Vec3;
  readonly turn: number;
}

/** Phase of the walk: 0 when the left heel strikes, 1 when the right one does, and so on. */
export function stepsAt(time: number): number {
  return (time - LEFT_STRIKES) / STEP;
}

export function walkingFoot(measures: Measures, path: (time: number) => Place, side: Side, time: number): Foot {
  const first = side === 'Left' ? LEFT_STRIKES : LEFT_STRIKES + STEP;
  const stride = Math.floor((time - first) / STRIDE);
  const share = (time - first) / STRIDE - stride;
  const from = footholdOf(path, side, first + stride * STRIDE);
  const heel = (PITCH(share) * Math.PI) / 180;
  if (share <= STANDING) return { ...standingFoot(measures, side, from, heel), planted: true };
  const to = footholdOf(path, side, first + (stride + 1) * STRIDE);
  const t = (share - STANDING) / (1 - STANDING);
  const left = standingFoot(measures, side, from, 0);
  const landing = standingFoot(measures, side, to, (PITCH(0) * Math.PI) / 180);
  const glide = smoothstep(0, 1, t);
  return {
    ball: add(lerp(left.ball, landing.ball, glide), [0, CARRIED(t), 0]),
    turn: mix(from.turn, to.turn, glide),
    heel,
    // The toes spring back as soon as they are free.
    toes: Math.max(heel, 0) * (1 - smoothstep(0, 0.3, t)) - 0.12 * smoothstep(0.6, 1, t),
    planted: false,
  };
}

/** It is put down where the body will pass over it, and as the body will look there. */
function footholdOf(path: (time: number) => Place, side: Side, strikes: number): Foothold {
  const middle = strikes + OVER * STRIDE;
  const { x, z, heading } = path(middle);
  const turning = Math.min(Math.abs(headingAt(middle + 0.25) - headingAt(middle - 0.25)), 1);
  const out = side === 'Left' ? 1 : -1;
  const apart: Vec3 = [out * mix(APART, APART_TURNING, turning), 0, 0];
  return { at: add([x, 0, z], rotate(fromAxis(UP, heading), apart)), turn: heading + out * OUTWARDS };
}

/** The foot stands on its heel while the toes are up, and on its ball while the heel is. */
function standingFoot(measures: Measures, side: Side, { at, turn }: Foothold, heel: number): Foot {
  const { ankle, ball, heel: heelPoint } = measures;
  const ofSide = (v: Vec3): Vec3 => (side === 'Left' ? v : mirror(v));
  const under: Vec3 = [ankle[0], 0, ankle[2]];
  const flat = fromAxis(UP, turn);
  if (heel >= 0) {
    return { ball: add(at, rotate(flat, ofSide(subtract(ball, under)))), turn, heel, planted: true };
  }
  const strikes = add(at, rotate(flat, ofSide(subtract(heelPoint, under))));
  const fromHeel = rotate(footTurn({ turn, heel }), ofSide(subtract(ball, heelPoint)));
  return { ball: add(strikes, fromHeel), turn, heel, toes: heel * 0.4, planted: true };
}
