import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseBvh } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { FilmCamera } from './measures/camera-axes.ts';

/** A film that was rendered from a motion, so that its truth is known. */
export interface Sample {
  readonly name: string;
  readonly videoPath: string;
  truth(): Clip;
  readonly camera: FilmCamera;
}

const folder = fileURLToPath(new URL('../../packages/performer/sample/', import.meta.url));

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mp4'))
  .map((file) => file.replace('.mp4', ''));

export const samples: readonly Sample[] = names.map((name) => ({
  name,
  videoPath: `${folder}${name}.mp4`,
  truth: () => parseBvh(readFileSync(`${folder}${name}.bvh`), `${name}.bvh`).clip,
  camera: JSON.parse(
    readFileSync(existsSync(`${folder}${name}.json`) ? `${folder}${name}.json` : `${folder}camera.json`, 'utf8'),
  ) as FilmCamera,
}));
