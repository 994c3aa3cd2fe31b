import assets from './manifest.json' with { type: 'json' };

/** A model as it must be, byte for byte. Where it comes from stands beside it, in manifest.json. */
export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Finds people in a whole picture: BlazePose's detector. */
export const DETECTOR: ModelFile = find('pose_detection.tflite');

/** Reads the landmarks of one person from a crop: BlazePose `full`. */
export const LANDMARKS_FULL: ModelFile = find('pose_landmark_full.tflite');

function find(name: string): ModelFile {
  const asset = assets.find((entry) => entry.name === name);
  if (!asset) throw new RangeError(`manifest.json lists no ${name}`);
  return { name, bytes: asset.bytes, sha256: asset.sha256 };
}
