import { crossVec3, dotVec3, normalizeVec3, scaleVec3 } from '../../math/vec3.ts';
import { direction } from './body-turns.ts';
import type { Body } from './body-turns.ts';
import type { Side } from './bones.ts';

/** [3] unit vectors of a hand in the reference pose, at right angles. */
export interface Palm {
  /** Towards the fingers. */
  readonly forward: Float64Array;
  /** Out of the back of the hand. */
  readonly back: Float64Array;
}

/** Knuckles closer than 3° are a line and have no plane. */
const NARROWEST = Math.sin((3 * Math.PI) / 180);

/**
 * The plane of a palm goes through the wrist and the knuckles of index and little finger; the middle finger tells where
 * in it the hand points. It does not tilt the plane: its knuckle stands out of it by up to 9° on real hands, and hands
 * that are modelled flat in a T-pose are flat by the other two.
 *
 * Undefined where the fingers do not span a palm.
 */
export function palmAxes(body: Body, side: Side): Palm | undefined {
  const index = direction(body, `${side}Hand`, `${side}IndexProximal`);
  const little =
    direction(body, `${side}Hand`, `${side}LittleProximal`) ?? direction(body, `${side}Hand`, `${side}RingProximal`);
  if (!index || !little) return undefined;
  const back = new Float64Array(3);
  crossVec3(back, 0, index, 0, little, 0);
  if (side === 'right') scaleVec3(back, 0, back, 0, -1);
  if (normalizeVec3(back, 0, back, 0) < NARROWEST) return undefined;
  const towards =
    direction(body, `${side}Hand`, `${side}MiddleProximal`) ?? index.map((value, i) => value + little[i]!);
  const out = dotVec3(towards, 0, back, 0);
  const forward = towards.map((value, i) => value - out * back[i]!);
  normalizeVec3(forward, 0, forward, 0);
  return { forward, back };
}
