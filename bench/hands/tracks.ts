import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { deserialize, serialize } from 'node:v8';
import { nodeModels } from '../../packages/capture/src/node/node-models.ts';
import { loadOpenFile } from '../../packages/capture/src/node/register-decoder.ts';
import { createModelLoader } from '../../packages/capture/src/pose-models.ts';
import { captureVideo } from '../../packages/capture/src/session.ts';
import type { Run, Track } from '../../packages/capture/src/track/landmarks.ts';

/** What was seen of hands, and what it cost. */
export interface HandTake {
  readonly track: Track;
  /** Milliseconds that the models of the body took in a frame, and that of hands. */
  readonly body: number;
  readonly hands: number;
  /** How often the model of hands was run in a frame. */
  readonly looks: number;
}

/** Captures with `full` and hands, once; kept under a path. */
export async function takeOf(video: string, kept: string): Promise<HandTake> {
  if (existsSync(kept)) return deserialize(await readFile(kept)) as HandTake;
  const spent = { body: 0, hands: 0, looks: 0 };
  const timed =
    (run: Run, what: 'body' | 'hands'): Run =>
    async (input) => {
      const start = performance.now();
      const outputs = await run(input);
      spent[what] += performance.now() - start;
      if (what === 'hands') spent.looks++;
      return outputs;
    };
  const load = createModelLoader(nodeModels);
  const { track } = await captureVideo(
    video,
    {
      openVideo: await loadOpenFile(),
      loadModels: async (signal, onBytes) => {
        const models = await load({ quality: 'full', hands: true }, signal, onBytes);
        const { hand } = models.hands!; // Asked for in the line above.
        return { ...models, landmarks: timed(models.landmarks, 'body'), hands: { hand: timed(hand, 'hands') } };
      },
      now: () => performance.now(),
    },
    { name: 'hands', maxSeconds: 60, signal: new AbortController().signal, onProgress: () => {} },
  );
  const frames = track.frames.length;
  const take = { track, body: spent.body / frames, hands: spent.hands / frames, looks: spent.looks / frames };
  await writeFile(kept, serialize(take));
  return take;
}
