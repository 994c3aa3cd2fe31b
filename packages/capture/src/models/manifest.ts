import type { MotionParams } from '@kinora/core';
import assets from './manifest.json' with { type: 'json' };

/** Size of the body model: `lite` is the quickest, `heavy` sees most. */
export type Quality = NonNullable<MotionParams['quality']>;

export const QUALITIES: readonly Quality[] = ['lite', 'full', 'heavy'];

/** A model as it must be, byte for byte. Where it comes from stands beside it, in manifest.json. */
export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** True for one that is too large to be shipped: it comes from a folder of the user's. */
  readonly isExtra: boolean;
}

/** Finds people in a whole picture: BlazePose's detector. */
export const DETECTOR: ModelFile = find('pose_detection.tflite');

/** Read the landmarks of one person from a crop: BlazePose in three sizes. */
export const LANDMARKS: Readonly<Record<Quality, ModelFile>> = {
  lite: find('pose_landmark_lite.tflite'),
  full: find('pose_landmark_full.tflite'),
  heavy: find('pose_landmark_heavy.tflite'),
};

/** @throws RangeError for a word that is no quality, which a caller in JavaScript may have written. */
export function checkQuality(quality: string): void {
  if (QUALITIES.some((known) => known === quality)) return;
  throw new RangeError(`quality must be ${QUALITIES.join(', ')}, not "${quality}"`);
}

function find(name: string): ModelFile {
  const asset = assets.find((entry) => entry.name === name);
  if (!asset) throw new RangeError(`manifest.json lists no ${name}`);
  return { name, bytes: asset.bytes, sha256: asset.sha256, isExtra: asset.isExtra === true };
}
