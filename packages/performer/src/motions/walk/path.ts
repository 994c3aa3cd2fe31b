import { mix, smoothstep } from '../../math/scalar.ts';

/** Where the middle of a walking body is over the ground, metres, and where it looks, radians to the left. */
export interface Place {
  readonly x: number;
  readonly z: number;
  readonly heading: number;
  /** Metres per second. */
  readonly speed: number;
}

export const SPEED = 1.3;
const TURN_SPEED = 0.48;
/** Seconds: a person slows down for a turn before it, and is quick again after it. */
const TURN = { from: 2.15, to: 3.9, slowing: 0.5 };
/** Radians to the left: towards the camera on the way there, across its view. */
const SETTING_OUT = 0.62;
const HALF_TURN = -Math.PI;
const STEPS_PER_SECOND = 240;
const START = { time: -2, x: -1.2, z: -1.45 };

/** A way there, a half turn to the right in a small bow, and the way back. */
export function makePath(size: number): (time: number) => Place {
  const seconds = 12;
  const places: { x: number; z: number }[] = [];
  const first = { x: 0, z: 0 };
  for (let i = 0; i <= seconds * STEPS_PER_SECOND; i++) {
    places.push({ ...first });
    const time = START.time + (i + 0.5) / STEPS_PER_SECOND;
    const way = (speedAt(time) * size) / STEPS_PER_SECOND;
    first.x += way * Math.sin(headingAt(time));
    first.z += way * Math.cos(headingAt(time));
  }
  const origin = places[-START.time * STEPS_PER_SECOND]!;
  return (time) => {
    const at = (time - START.time) * STEPS_PER_SECOND;
    const i = Math.min(Math.max(Math.floor(at), 0), places.length - 2);
    const [a, b] = [places[i]!, places[i + 1]!];
    return {
      x: START.x + mix(a.x, b.x, at - i) - origin.x,
      z: START.z + mix(a.z, b.z, at - i) - origin.z,
      heading: headingAt(time),
      speed: speedAt(time) * size,
    };
  };
}

export function headingAt(time: number): number {
  // Evenly but for the ends: no step has to take more of the turn than a hip can.
  const t = (time - TURN.from) / (TURN.to - TURN.from);
  const soft = 0.22;
  const pace = (x: number): number => (x <= 0 ? 0 : x < soft ? (x * x) / (2 * soft) : x - soft / 2);
  const turned = (pace(t) - pace(t - (1 - soft))) / (1 - soft);
  return SETTING_OUT + HALF_TURN * (t >= 1 ? 1 : turned);
}

function speedAt(time: number): number {
  const slow =
    smoothstep(TURN.from - TURN.slowing, TURN.from + 0.15, time) *
    smoothstep(TURN.to + TURN.slowing, TURN.to - 0.15, time);
  return mix(SPEED, TURN_SPEED, slow);
}
