/** A second of video. */
const PER_SECOND = 1;

/**
 * Credits for so many seconds of video, to a hundredth. Face and hands would cost half as much again, each; jobs that ask
 * for them fail in this version, and a job that fails costs nothing.
 */
export function priceOf(seconds: number): number {
  return Math.ceil(seconds * PER_SECOND * 100 - 1e-6) / 100;
}
