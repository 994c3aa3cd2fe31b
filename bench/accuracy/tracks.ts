import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { deserialize, serialize } from 'node:v8';
import { LANDMARKS } from '../../packages/capture/src/models/manifest.ts';
import type { Quality } from '../../packages/capture/src/models/manifest.ts';
import { nodeModels } from '../../packages/capture/src/node/node-models.ts';
import { loadOpenFile } from '../../packages/capture/src/node/register-decoder.ts';
import { createModelLoader } from '../../packages/capture/src/pose-models.ts';
import { captureVideo } from '../../packages/capture/src/session.ts';
import type { Track } from '../../packages/capture/src/track/landmarks.ts';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/kinora-accuracy/', import.meta.url));

/** Loads each model once: a model that was loaded keeps its memory as long as the process lives. */
const loadModels = createModelLoader(nodeModels);
/** The files that this process wrote. */
const looked = new Set<string>();

/** What may be asked of the tracks: `kept` refuses to look at a video again, `fresh` looks in any case. */
export type Tracking = 'usual' | 'kept' | 'fresh';

/**
 * What the tracker sees in a video: looked at once, then kept by the SHA-256 of the video and of the model, so that work on
 * the solver costs seconds. Tracks do not notice that the tracker itself has changed: `fresh` is for that.
 */
export async function trackOf(video: string, quality: Quality, tracking: Tracking): Promise<Track> {
  const { sha256 } = LANDMARKS[quality];
  const key = createHash('sha256')
    .update(await readFile(video))
    .digest('hex');
  const name = basename(video, extname(video));
  const place = join(CACHE, `${name}-${quality}-${key.slice(0, 16)}-${sha256.slice(0, 16)}.bin`);
  const isFresh = tracking !== 'fresh' || looked.has(place);
  if (isFresh && existsSync(place)) return deserialize(await readFile(place)) as Track;
  if (tracking === 'kept') throw new Error(`No track of ${name} in ${quality} is kept: run without --from-tracks once`);
  process.stderr.write(`tracking ${name} in ${quality} …\n`);
  const track = await look(video, name, quality);
  await mkdir(CACHE, { recursive: true });
  await writeFile(place, serialize(track));
  looked.add(place);
  return track;
}

/** The capture itself, in this process: what it hands out has no landmarks any more. */
async function look(video: string, name: string, quality: Quality): Promise<Track> {
  const openVideo = await loadOpenFile();
  const { track } = await captureVideo(
    video,
    { openVideo, loadModels: (signal) => loadModels({ quality }, signal), now: () => performance.now() },
    { name, maxSeconds: 60, signal: new AbortController().signal, onProgress: () => {} },
  );
  return track;
}
