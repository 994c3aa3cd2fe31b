import { writeParams } from './params.ts';
import type { ProcessParams } from './params.ts';

/** What the service does where it is told nothing, by its documents. */
const DEFAULTS: ProcessParams = {
  sim: false,
  trackFace: false,
  trackHand: false,
  rootAtOrigin: false,
  footLockingMode: 'auto',
  videoSpeedMultiplier: 1,
  poseFilteringStrength: 0,
};

/**
 * The parameters as part of a cache's key: equal where the service is asked for the same, however it is put.
 * Formats are a list in order: whoever asks brings them into one.
 */
export function paramsKey(params: ProcessParams): string {
  const own = Object.entries(params).filter(([key, value]) => value !== DEFAULTS[key as keyof ProcessParams]);
  try {
    return JSON.stringify(writeParams(Object.fromEntries(own)));
  } catch {
    return JSON.stringify(own); // The run refuses them, so that nothing is ever kept under this.
  }
}
