/** Half of the mouth's width, metres. */
export const MOUTH_HALF = 0.0285;
const MIDDLE = 1.5715;
/** How far the corners are up: a face at rest that is glad to see you. */
const SMILE = 0.0062;

/** The height at which the lips meet, `x` metres from the middle. */
export function mouthLine(x: number): number {
  return MIDDLE + SMILE * Math.min(Math.abs(x) / MOUTH_HALF, 1.2) ** 1.8;
}
