import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseBvh } from '@kinora/core/motion';
import type { Clip, Contact } from '@kinora/core/motion';

/** Where the camera of a sample stood, in the space of the true motion: metres, +Y up, the performer begins near +Z. */
export interface SampleCamera {
  /** Of the picture, pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly rate: number;
  /** Vertical, radians. */
  readonly fieldOfView: number;
  readonly position: readonly [number, number, number];
  readonly target: readonly [number, number, number];
  /** Which way is up in the picture: unit length, square to the line of sight. */
  readonly up: readonly [number, number, number];
  /** About the line of sight, radians. */
  readonly roll: number;
}

/** A film that was rendered from a motion, so that its truth is known; a clone without real clips has these. */
export interface Sample {
  readonly name: SampleName;
  readonly videoPath: string;
  /** The true motion, with the stretches in which each foot stands. */
  readonly truth: () => Clip;
  readonly camera: SampleCamera;
  /** How far the camera looks up and leans to its left, degrees. */
  readonly tilt: { readonly pitch: number; readonly roll: number };
}

export const SAMPLE_NAMES = ['dance', 'wave-and-squat', 'walk', 'jump'] as const;
export type SampleName = (typeof SAMPLE_NAMES)[number];

const folder = fileURLToPath(new URL('../../packages/performer/sample/', import.meta.url));

export const samples: readonly Sample[] = SAMPLE_NAMES.map((name) => {
  const facts = readFileSync(`${folder}${name}.json`, 'utf8');
  const { contacts, tilt, ...camera } = JSON.parse(facts) as SampleCamera &
    Pick<Sample, 'tilt'> & { readonly contacts: readonly Contact[] };
  return {
    name,
    videoPath: `${folder}${name}.mp4`,
    truth: () => ({ ...parseBvh(readFileSync(`${folder}${name}.bvh`), name).clip, contacts }),
    camera,
    tilt,
  };
});

export function sampleNamed(name: SampleName): Sample {
  return samples.find((sample) => sample.name === name)!;
}
