import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../../packages/capture/src/models/load-model.ts';
import type { Fetch } from '../../../../packages/capture/src/models/load-model.ts';
import {
  DETECTOR,
  FACE_DETECTOR,
  FACE_LANDMARKER,
  HAND_LANDMARKER,
  LANDMARKS,
} from '../../../../packages/capture/src/models/manifest.ts';

const bytes = new TextEncoder().encode('a model');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const file = { name: 'toy.tflite', bytes: bytes.length, sha256 };
const url = new URL('https://game.example/assets/toy.tflite?token=secret');
const calm = new AbortController().signal;

const answer =
  (body: BodyInit, status = 200): Fetch =>
  () =>
    Promise.resolve(new Response(body, { status }));

describe('loadModel()', () => {
  test('gives the bytes that the manifest names', async () => {
    expect(await loadModel(file, url, calm, answer(bytes))).toEqual(bytes);
  });

  test('tells how much of it is here, of how much', async () => {
    const parts = new ReadableStream({
      start(stream) {
        stream.enqueue(bytes.subarray(0, 3));
        stream.enqueue(bytes.subarray(3));
        stream.close();
      },
    });
    const told: number[][] = [];
    await loadModel(file, url, calm, answer(parts), (...part) => told.push(part));
    expect(told).toEqual([
      [3, bytes.length],
      [bytes.length, bytes.length],
    ]);
  });

  test('refuses other bytes, also of the same length', async () => {
    const swapped = new TextEncoder().encode('A model');
    await expect(loadModel(file, url, calm, answer(swapped))).rejects.toMatchObject({
      code: 'capture/model-corrupt',
      details: { name: 'toy.tflite', expected: file.sha256 },
    });
  });

  test('reads no more of another file than it takes to know that it is another', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(stream) {
        if (++sent > 100) throw new Error('it is still read');
        stream.enqueue(bytes);
      },
    });
    await expect(loadModel(file, url, calm, answer(endless))).rejects.toMatchObject({ code: 'capture/model-corrupt' });
    expect(sent).toBeLessThan(5);
  });

  test('says that a model is not there', async () => {
    await expect(loadModel(file, url, calm, answer('not found', 404))).rejects.toMatchObject({
      code: 'capture/model-unavailable',
      details: { name: 'toy.tflite', status: 404 },
    });
  });

  test('says how a folder of models that are not shipped is filled', async () => {
    const extra = { ...file, extra: 'hands' } as const;
    for (const get of [answer('not found', 404), answer('another model')]) {
      const hint = expect.stringContaining('kinora assets DIR') as string;
      await expect(loadModel(extra, url, calm, get)).rejects.toMatchObject({ hint });
    }
  });

  test('says that the network is not there, and keeps the cause', async () => {
    const cause = new TypeError('Failed to fetch');
    await expect(loadModel(file, url, calm, () => Promise.reject(cause))).rejects.toMatchObject({
      code: 'capture/model-unavailable',
      cause,
    });
  });

  test('never shows the query of a URL', async () => {
    const error: unknown = await loadModel(file, url, calm, answer('', 500)).catch((error: unknown) => error);
    expect(JSON.stringify({ ...(error as object), text: String(error) })).not.toContain('secret');
  });

  test('rejects with the reason of an abort', async () => {
    const reason = new Error('enough');
    const get: Fetch = (_url, { signal }) => Promise.reject(signal.reason as Error);
    await expect(loadModel(file, url, AbortSignal.abort(reason), get)).rejects.toBe(reason);
  });
});

test('the manifest knows the models that the tracker was measured with', () => {
  // The first 16 hex digits of the files in the packages that packages/capture/NOTICE names.
  expect(DETECTOR.sha256).toMatch(/^a63c614bef30d359/);
  expect(LANDMARKS.lite.sha256).toMatch(/^f17bfbecadb61c3b/);
  expect(LANDMARKS.full.sha256).toMatch(/^e9a5c5cb17f736fa/);
  expect(LANDMARKS.heavy.sha256).toMatch(/^59e42d71bcd44cbd/);
  expect(HAND_LANDMARKER.sha256).toMatch(/^8c026882c9ec059c/);
  expect(FACE_DETECTOR.sha256).toMatch(/^3bc182eb9f33925d/);
  expect(FACE_LANDMARKER.sha256).toMatch(/^c603fa6149219a3e/);
});
