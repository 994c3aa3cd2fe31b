import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { deserialize, serialize } from 'node:v8';
import { nodeModels } from '../../packages/capture/src/node/node-models.ts';
import { loadOpenFile } from '../../packages/capture/src/node/register-decoder.ts';
import { createModelLoader } from '../../packages/capture/src/pose-models.ts';
import { captureVideo } from '../../packages/capture/src/session.ts';
import type { Track } from '../../packages/capture/src/track/landmarks.ts';
import type { Run } from '../../packages/capture/src/track/landmarks.ts';

/** What was seen of a face, and what it cost. */
export interface FaceTake {
  readonly track: Track;
  /** Milliseconds that both models of the face took, per frame. */
  readonly cost: number;
}

/** Captures with `lite` and the face, once; kept beside the video's other copies in the cache. */
export async function takeOf(video: string, kept: string): Promise<FaceTake> {
  if (existsSync(kept)) return deserialize(await readFile(kept)) as FaceTake;
  let spent = 0;
  const timed =
    (run: Run): Run =>
    async (input) => {
      const start = performance.now();
      const outputs = await run(input);
      spent += performance.now() - start;
      return outputs;
    };
  const load = createModelLoader(nodeModels);
  const { track } = await captureVideo(
    video,
    {
      openVideo: await loadOpenFile(),
      loadModels: async (signal, onBytes) => {
        const models = await load({ quality: 'lite', face: true }, signal, onBytes);
        const { detector, face } = models.face!;
        return { ...models, face: { detector: timed(detector), face: timed(face) } };
      },
      now: () => performance.now(),
    },
    { name: 'face', maxSeconds: 60, signal: new AbortController().signal, onProgress: () => {} },
  );
  const take: FaceTake = { track, cost: spent / track.frames.length };
  await mkdir(dirname(kept), { recursive: true });
  await writeFile(kept, serialize(take));
  return take;
}
