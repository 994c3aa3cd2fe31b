import type { RetargetMetrics } from '@kinora/core/motion';

/** One pair of a real clip and a real avatar: by turns alone, and with feet that stand. */
export interface CarriedPair {
  readonly turns: RetargetMetrics;
  readonly feet: RetargetMetrics;
}

/** A line of docs/results/retarget-matrix.md. What is measured may not be more than `limit`. */
export interface PassLine {
  /** Number in §10 and a word: what an exception calls it by. */
  readonly row: string;
  readonly what: string;
  readonly limit: number;
  /** Undefined where the pair has nothing of the kind. */
  measure(pair: CarriedPair): number | undefined;
}

export const DEGREES = 180 / Math.PI;
/** Centimetres on a body of 1.7 m. */
export const CENTIMETRES = 170;

/**
 * Where the spec's line cannot be had on bodies of unlike proportions by anyone who keeps the directions of row 1, it is
 * drawn where the retargeting answers for it: rows 10 and 11 compare with what the directions bring on the target's limbs.
 */
export const PASS_LINES: readonly PassLine[] = [
  line('1 mean', 'direction by turns alone, mean °', 0.5, ({ turns }) => degrees(turns.direction?.mean)),
  line('1 p99', 'direction by turns alone, p99 °', 2, ({ turns }) => degrees(turns.direction?.p99)),
  line('2 mean', 'direction with feet that stand, mean °', 3, ({ feet }) => degrees(feet.direction?.mean)),
  line('2 p99', 'direction with feet that stand, p99 °', 12, ({ feet }) => degrees(feet.direction?.p99)),
  line('3 hinge mean', 'axes of bent elbows and knees, mean °', 3, (pair) =>
    degrees(worse(pair, ({ hinge }) => hinge?.mean)),
  ),
  line('3 hinge p99', 'axes of bent elbows and knees, p99 °', 10, (pair) =>
    degrees(worse(pair, ({ hinge }) => hinge?.p99)),
  ),
  line('3 palm mean', 'palms, mean °', 3, (pair) => degrees(worse(pair, ({ palm }) => palm?.mean))),
  line('3 palm p99', 'palms, p99 °', 10, (pair) => degrees(worse(pair, ({ palm }) => palm?.p99))),
  line(
    '5 turns',
    'slide by turns alone, cm/s over that of the source',
    10,
    ({ turns: { slide } }) => slide && (slide.target - slide.source) * CENTIMETRES,
  ),
  line(
    '5 still',
    'slide where the foot of the source is still, cm/s',
    1,
    ({ feet: { slide } }) => slide?.still && slide.still.target * CENTIMETRES,
  ),
  line(
    '5 moving',
    'slide where it moves, cm/s over that of the source',
    0.5,
    ({ feet: { slide } }) => slide?.moving && (slide.moving.target - slide.moving.source) * CENTIMETRES,
  ),
  line(
    '6',
    'frames over 10 cm/s, % over those of the source',
    1,
    ({ feet: { slide } }) => slide && (slide.skating - slide.sourceSkating) * 100,
  ),
  line('7', 'contacts that disagree (1 − F1), %', 3, ({ feet: { contactF1 } }) =>
    contactF1 === undefined ? undefined : (1 - contactF1) * 100,
  ),
  line('8 p99', 'penetration, p99 % of the height', 0.3, ({ feet }) => percent(feet.penetration?.p99)),
  line('8 max', 'penetration, most % of the height', 0.8, ({ feet }) => percent(feet.penetration?.max)),
  line('9', 'float, p99 % of the height', 0.5, ({ feet }) => percent(feet.float?.p99)),
  line('10 turns', 'reach by turns alone on limbs divided alike, mean %', 1, ({ turns }) =>
    percent(turns.reach?.alike.mean),
  ),
  line('10 feet', 'reach with feet that stand on limbs divided alike, mean %', 6, ({ feet }) =>
    percent(feet.reach?.alike.mean),
  ),
  line('11', 'velocity of hands and feet, % of the height a second over turns alone', 2, ({ feet, turns }) =>
    feet.reachVelocity === undefined ? undefined : (feet.reachVelocity - turns.reachVelocity!) * 100,
  ),
  line('16 turns', 'jerk by turns alone ÷ that of the source on limbs divided alike', 1.1, ({ turns }) => turns.jitter),
  line(
    '16 feet',
    'jerk with feet that stand ÷ that of the source on limbs divided alike',
    1.1,
    ({ feet }) => feet.jitter,
  ),
  line('16 jump', 'turn in a frame that the source has not, °', 15, (pair) => degrees(worse(pair, ({ jump }) => jump))),
  line('20 travel', 'travel, % off', 0.5, (pair) =>
    percent(worse(pair, ({ travel }) => travel && Math.abs(travel - 1))),
  ),
  line('20 closure', 'end of the way, % of the height off', 0.1, (pair) =>
    percent(worse(pair, ({ closure }) => closure)),
  ),
];

function line(row: string, what: string, limit: number, measure: PassLine['measure']): PassLine {
  return { row, what, limit, measure };
}

function worse(
  { turns, feet }: CarriedPair,
  value: (metrics: RetargetMetrics) => number | undefined,
): number | undefined {
  const values = [value(turns), value(feet)].filter((one) => one !== undefined);
  return values.length > 0 ? Math.max(...values) : undefined;
}

function degrees(radians: number | undefined): number | undefined {
  return radians === undefined ? undefined : radians * DEGREES;
}

function percent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : share * 100;
}
