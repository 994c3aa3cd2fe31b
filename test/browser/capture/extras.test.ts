import { local } from '@kinora/capture';
import { readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import danceUrl from '../../../packages/performer/sample/dance.mp4?url';

// In seconds: ten frames, in which nobody's hand is hidden.
const PART = [0, 0.3] as const;
const PATIENCE_MS = 120_000;

const context = {
  signal: new AbortController().signal,
  onProgress: (): void => {},
  saveCheckpoint: () => Promise.resolve(),
};

describe('local() with hands and a face', () => {
  let provider: ReturnType<typeof local>;
  let clip: Clip;

  beforeAll(async () => {
    provider = local({ hands: true, face: true, assetBase: await commands.fillAssets(), trim: PART });
    const files = await provider.run(await (await fetch(danceUrl)).blob(), {}, context);
    const { clips } = readGlb(files.find(({ format }) => format === 'glb')!.bytes);
    [clip] = clips as [Clip];
  }, PATIENCE_MS);
  afterAll(() => provider.dispose?.());

  test('says what it can', () => {
    expect(provider.capabilities).toMatchObject({ hands: true, face: true });
    expect(local().capabilities).toMatchObject({ hands: false, face: false });
    // Whoever has models can ask for them run by run.
    expect(local({ assetBase: '/models' }).capabilities).toMatchObject({ hands: true, face: true });
  });

  test('keeps what it makes apart from motions without them', () => {
    const versions = [{}, { hands: true }, { face: true }, { hands: true, face: true }].map(
      (wish) => local(wish).version,
    );
    expect(new Set(versions).size).toBe(4);
  });

  test.each(['l', 'r'])('sees the fingers of a hand, %s', (side) => {
    const { confidence, rig, frames } = clip;
    const joint = rig.names.indexOf(`${side}_handMiddle2_JNT`);
    const seen = Array.from({ length: frames }, (_, i) => confidence![i * rig.names.length + joint]!);
    // The model is sure of a hand from one half on.
    expect(seen.filter((value) => value > 0.5).length / frames).toBeGreaterThan(0.5);
  });

  test('sees the face', () => {
    const { names, weights } = clip.morphs!;
    expect(names).toContain('eyeBlinkLeft');
    expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
  });
});

test('local() refuses to look for hands without a folder of models', async () => {
  const provider = local({ hands: true });
  await expect(provider.run(await (await fetch(danceUrl)).blob(), {}, context)).rejects.toMatchObject({
    code: 'capture/model-unavailable',
    hint: expect.stringContaining('kinora assets DIR') as string,
  });
});
