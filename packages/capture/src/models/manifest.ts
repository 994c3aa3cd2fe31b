import type { MotionParams } from '@kinora/core';
import assets from './manifest.json' with { type: 'json' };

/** Size of the body model: `lite` is the quickest, `heavy` sees most. */
export type Quality = NonNullable<MotionParams['quality']>;

export const QUALITIES: readonly Quality[] = ['lite', 'full', 'heavy'];

/**
 * How models are run. `exact`: the same answer on every device. `fast`: by the relaxed instructions of WebAssembly where
 * there are any, whose last digits are each processor's own.
 */
export type Runtime = 'exact' | 'fast';

/** A model as it must be, byte for byte. Where it comes from stands beside it, in manifest.json. */
export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** What one is for that is not shipped: it comes from a folder of the user's. */
  readonly extra?: Extra;
}

/** What the models that are not shipped are for. */
export type Extra = 'heavy' | 'hands' | 'face';

export const EXTRAS: readonly Extra[] = ['heavy', 'hands', 'face'];

/** A model that is not shipped, and where its bytes lie in the package that has it. */
export interface ExtraModel extends ModelFile {
  readonly extra: Extra;
  readonly package: string;
  /** Path in the package. */
  readonly file: string;
  /** Index of its first byte in that file, which may hold other models as well. */
  readonly start: number;
}

export const EXTRA_MODELS: readonly ExtraModel[] = assets.flatMap((asset) => {
  const model = find(asset.name);
  if (!model.extra) return [];
  const { package: name, file, start = 0 } = asset;
  return [{ ...model, extra: model.extra, package: name, file, start }];
});

/** Finds people in a whole picture: BlazePose's detector. */
export const DETECTOR: ModelFile = find('pose_detection.tflite');

/** Read the landmarks of one person from a crop: BlazePose in three sizes. */
export const LANDMARKS: Readonly<Record<Quality, ModelFile>> = {
  lite: find('pose_landmark_lite.tflite'),
  full: find('pose_landmark_full.tflite'),
  heavy: find('pose_landmark_heavy.tflite'),
};

/** Reads the 21 points of one hand from a crop. It comes from a folder of the user's, as the next two do. */
export const HAND_LANDMARKER: ModelFile = find('hand_landmark_full.tflite');

/** Finds faces near the camera. */
export const FACE_DETECTOR: ModelFile = find('face_detection_short_range.tflite');

/** Reads the 468 points of one face from a crop. */
export const FACE_LANDMARKER: ModelFile = find('face_landmark.tflite');

/** @throws RangeError for a word that is no quality, which a caller in JavaScript may have written. */
export function checkQuality(quality: string): void {
  if (QUALITIES.some((known) => known === quality)) return;
  throw new RangeError(`quality must be ${QUALITIES.join(', ')}, not "${quality}"`);
}

/** @throws RangeError for a word that is no runtime. */
export function checkRuntime(runtime: string): void {
  if (runtime !== 'exact' && runtime !== 'fast')
    throw new RangeError(`runtime must be exact or fast, not "${runtime}"`);
}

function find(name: string): ModelFile {
  const asset = assets.find((entry) => entry.name === name);
  if (!asset) throw new RangeError(`manifest.json lists no ${name}`);
  const extra = EXTRAS.find((known) => known === asset.extra);
  return { name, bytes: asset.bytes, sha256: asset.sha256, ...(extra && { extra }) };
}
