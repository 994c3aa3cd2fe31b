/** What costs more than the body alone. */
export interface Extras {
  readonly face: boolean;
  readonly hands: boolean;
}

/** Credits for a second of video; each extra costs half as much again. */
const PER_SECOND = 1;
const PER_EXTRA = 0.5;

/** Credits for so many seconds of video, to a hundredth, upwards. */
export function priceOf(seconds: number, { face, hands }: Extras): number {
  const rate = PER_SECOND + PER_EXTRA * (Number(face) + Number(hands));
  // What is a hundredth but for the last bit of a number is not rounded up to the next.
  return Math.ceil(seconds * rate * 100 - 1e-6) / 100;
}
