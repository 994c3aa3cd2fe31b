import { mix, smoothstep } from '../../math/scalar.ts';
import { BALL } from '../../body/skeleton.ts';
import type { Foot, Side } from '../../movement/foot.ts';
import { BEATS } from './choreography.ts';

/** A planted foot, from the beat at which it lands to the beat at which it leaves for the next. */
interface Stand {
  readonly lands: number;
  readonly leaves: number;
  readonly x: number;
  readonly z: number;
  /** Degrees outwards. */
  readonly outwards: number;
  /** The foot only touches, on its toes: how far the heel is up while it stands, radians. */
  readonly heel: number;
}

const WIDE = 0.2;
const stand = (lands: number, leaves: number, x: number, z = 0, outwards = 14, heel = 0): Stand => ({
  lands,
  leaves,
  x,
  z,
  outwards,
  heel,
});

/** In turn, the last one reaching over the seam. Both sides step out on beats 0, 2 and 4 and touch in between. */
const STANDS: Readonly<Record<Side, readonly Stand[]>> = {
  Left: [
    stand(3, 3.4, 0.015, -0.03, 8, 0.5),
    stand(4, 6.45, WIDE),
    stand(7.05, 7.4, 0.015, -0.03, 8, 0.45),
    stand(8, 10.4, WIDE),
  ],
  Right: [stand(1, 1.4, -0.015, -0.03, 8, 0.5), stand(2, 8.4, -WIDE)],
};

/** The heel of a standing foot that gives up its weight: it turns on its ball. [beat, half-length, radians]. */
const PIVOTS: Readonly<Record<Side, readonly (readonly [number, number, number])[]>> = {
  Left: [],
  Right: [[5.05, 0.75, 0.42]],
};
const PIVOT_TURN = 0.55;
const LIFT = 0.055;

export function footAtBeat(side: Side, beat: number): Foot {
  const out = side === 'Left' ? 1 : -1;
  const { from, to, phase } = findStand(STANDS[side], beat - Math.floor(beat / BEATS) * BEATS);
  const degrees = (Math.PI / 180) * out;
  if (phase < from.leaves) {
    const pivot = PIVOTS[side].reduce((sum, [at, reach, heel]) => sum + heel * bump((phase - at) / reach), 0);
    // The heel peels off a little before the foot leaves.
    const peel = 0.35 * smoothstep(from.leaves - 0.22, from.leaves, phase);
    return {
      ball: [from.x, BALL[1], BALL[2] + from.z],
      turn: from.outwards * degrees - out * pivot * PIVOT_TURN,
      heel: from.heel + pivot + peel,
      planted: true,
    };
  }
  const t = (phase - from.leaves) / (to.lands - from.leaves);
  const glide = smoothstep(0, 1, t);
  const rise = Math.sin(Math.PI * t) ** 2;
  return {
    ball: [mix(from.x, to.x, glide), BALL[1] + LIFT * rise, BALL[2] + mix(from.z, to.z, glide) - 0.02 * rise],
    turn: mix(from.outwards, to.outwards, glide) * degrees,
    heel: mix(from.heel + 0.35, to.heel, smoothstep(0, 1, t)) + 0.1 * rise,
    planted: false,
  };
}

function findStand(stands: readonly Stand[], beat: number): { from: Stand; to: Stand; phase: number } {
  const last = stands[stands.length - 1]!;
  // Before the first landing of the list the last stand of the round before still holds.
  const phase = beat < stands[0]!.lands ? beat + BEATS : beat;
  const i = stands.findLastIndex(({ lands }) => lands <= phase);
  const from = stands[i]!;
  const next = stands[(i + 1) % stands.length]!;
  const to = from === last ? { ...next, lands: next.lands + BEATS } : next;
  return { from, to, phase };
}

/** 1 at 0, 0 from ±1 on, smooth. */
function bump(x: number): number {
  return Math.abs(x) < 1 ? Math.cos((Math.PI / 2) * x) ** 2 : 0;
}
