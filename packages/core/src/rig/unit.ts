/** Units that files are written in: metre, decimetre, CMU's 1/0.45 inch, inch, centimetre, millimetre. */
const UNITS = [1, 0.1, 0.056444, 0.0254, 0.01, 0.001] as const;
/** The units of all tools for 3D: a giant or a dwarf may be written in them. */
const COMMON_UNITS = [1, 0.01] as const;

const ADULT_METRES = 1.7;
/** Performers, with what the estimate of a height may be off. */
const PERFORMER = { shortest: 1.25, tallest: 2.2 } as const;
/** Figures that somebody drew. */
const FIGURE = { shortest: 0.6, tallest: 3 } as const;

/**
 * Guesses the unit of a file that does not say it (BVH), from the height of the performer.
 *
 * The guess only sets the size at which the skeleton is shown: a retarget scales by lengths of legs, whatever the unit.
 *
 * @param heightInFileUnits - standing height in the file's own numbers, above 0.
 * @returns metres per unit: the known unit that brings the height nearest to 1.7 m within 1.25…2.2 m, by ratio; else the
 * metre or the centimetre if it brings it within 0.6…3 m; where none does, the factor that makes the performer exactly
 * 1.7 m tall. 1 where the height is 0 or not finite.
 */
export function estimateUnit(heightInFileUnits: number): number {
  if (!(heightInFileUnits > 0) || !Number.isFinite(heightInFileUnits)) return 1;
  return (
    nearestUnit(heightInFileUnits, UNITS, PERFORMER) ??
    nearestUnit(heightInFileUnits, COMMON_UNITS, FIGURE) ??
    ADULT_METRES / heightInFileUnits
  );
}

function nearestUnit(
  height: number,
  units: readonly number[],
  { shortest, tallest }: { readonly shortest: number; readonly tallest: number },
): number | undefined {
  const miss = (unit: number): number => Math.abs(Math.log((height * unit) / ADULT_METRES));
  return units
    .filter((unit) => height * unit >= shortest && height * unit <= tallest)
    .sort((a, b) => miss(a) - miss(b))[0];
}
