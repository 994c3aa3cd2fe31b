/** Units that files are written in (retargeting.md §8): metre, decimetre, inch, CMU's 1/0.45 inch, centimetre, millimetre. */
const UNITS = [1, 0.1, 0.056444, 0.0254, 0.01, 0.001] as const;

const ADULT_METRES = 1.7;
const SHORTEST_METRES = 0.4;
const TALLEST_METRES = 3;

/**
 * Guesses the unit of a file that does not say it (BVH), from the height of the performer.
 *
 * @param heightInFileUnits - standing height in the file's own numbers, above 0.
 * @returns metres per unit: the known unit that brings the height nearest to 1.7 m within 0.4…3 m, by ratio; where none
 * does, the factor that makes the performer exactly 1.7 m tall. 1 where the height is 0 or not finite.
 */
export function estimateUnit(heightInFileUnits: number): number {
  if (!(heightInFileUnits > 0) || !Number.isFinite(heightInFileUnits)) return 1;
  let best = ADULT_METRES / heightInFileUnits;
  let bestMiss = Infinity;
  for (const unit of UNITS) {
    const height = heightInFileUnits * unit;
    const miss = Math.abs(Math.log(height / ADULT_METRES));
    if (height < SHORTEST_METRES || height > TALLEST_METRES || miss >= bestMiss) continue;
    best = unit;
    bestMiss = miss;
  }
  return best;
}
