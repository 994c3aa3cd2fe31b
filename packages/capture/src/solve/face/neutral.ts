import { EYES_AT, fromRow, FRONT_AT, MEASURES } from './measures.ts';
import type { FaceMeasures } from './measures.ts';

// A mouth that talks or sings is open half of the time, and closed in between; lids are closed for a tenth of it at most.
const CLOSED = 0.2;
const OPEN_EYES = 0.7;
const USUAL = 0.5;
/** Lips that never come nearer to each other than this were open all the time: closed ones lie 0.015 to 0.025 apart. */
const MOST_CLOSED = 0.05;

/**
 * The face at rest, as the clip itself shows it: of each measure what is usual in it. No face is told from its grimace by a
 * measure alone, so whoever smiles throughout has a smile for a rest.
 *
 * @param rows - [frames × 15] of the frames that show the face, at least one.
 */
export function neutralOf(rows: Float64Array): FaceMeasures {
  const neutral = Array.from({ length: MEASURES }, (_, measure) => {
    const values = rows.filter((_, at) => at % MEASURES === measure);
    return quantile(values, shareOf(measure));
  });
  neutral[0] = Math.min(neutral[0]!, MOST_CLOSED);
  return fromRow(neutral);
}

function shareOf(measure: number): number {
  if (measure === 0) return CLOSED;
  return measure >= EYES_AT && measure < FRONT_AT ? OPEN_EYES : USUAL;
}

function quantile(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}
