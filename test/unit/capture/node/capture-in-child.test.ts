import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureInChild } from '@kinora/capture/node';
import type { Progress } from '@kinora/core';
import { clipDuration, readGlb } from '@kinora/core/motion';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { captureChildren, endOf } from '../../../support/capture-children.ts';
import { shortDance } from '../../../support/short-film.ts';

vi.mock(import('node:child_process'), async (real) =>
  (await import('../../../support/capture-children.ts')).watchForks(await real()),
);

/** A capture of a second takes 3 to 5 s on two idle cores, and many times that on busy ones. */
const PATIENCE_MS = 120_000;

let folder: string;
let film: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-capture-'));
  film = keep('dance.mp4', await shortDance(30));
});
afterAll(() => rmSync(folder, { recursive: true }));

function keep(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Nothing is left behind, whatever a job came to. */
afterEach(async () => {
  for (const child of captureChildren.splice(0)) expect(await endOf(child)).toMatch(/^SIG/);
});

const isTracking = ({ frames }: Progress): boolean => (frames?.done ?? 0) >= 3;

describe('captureInChild()', { timeout: PATIENCE_MS }, () => {
  test('ends at once with the reason of an abort in the middle of decoding, and the next job runs', async () => {
    const abort = new AbortController();
    const reason = new Error('changed my mind');
    let heard = 0;
    let abortedAt = NaN;
    const cancelled = captureInChild(film, {
      signal: abort.signal,
      onProgress(progress) {
        heard += 1;
        if (!isTracking(progress)) return;
        abortedAt = heard;
        abort.abort(reason);
      },
    });
    await expect(cancelled).rejects.toBe(reason);
    expect(await endOf(captureChildren[0]!)).toBe('SIGKILL');
    expect(heard).toBe(abortedAt);

    const progress: Progress[] = [];
    const files = await captureInChild(film, { name: 'first steps', onProgress: (step) => progress.push(step) });
    expect(files.map(({ name, format }) => [name, format])).toEqual([
      ['first steps.glb', 'glb'],
      ['first steps.bvh', 'bvh'],
    ]);
    const [clip] = readGlb(files[0]!.bytes).clips;
    expect(clip?.name).toBe('first steps');
    expect(clipDuration(clip!)).toBeCloseTo(29 / 30, 1);
    const shown = progress.map(({ progress01 }) => progress01);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(shown.filter((value) => value === 1)).toHaveLength(1);
    expect(progress.at(-1)).toEqual({ stage: 'done', progress01: 1 });
    expect(progress.map(({ frames }) => frames?.done).filter((done) => done !== undefined)).toEqual([
      ...Array(31).keys(),
    ]);
  });

  test('says so when its child is killed in the middle of decoding', async () => {
    const killed = captureInChild(film, {
      onProgress: (progress) => isTracking(progress) && captureChildren[0]!.process.kill('SIGKILL'),
    });
    await expect(killed).rejects.toMatchObject({ code: 'capture/failed', details: { signal: 'SIGKILL' } });
  });

  test('says so when its child runs out of memory', async () => {
    await expect(captureInChild(film, { memoryMb: 8 })).rejects.toMatchObject({
      code: 'capture/failed',
      message: expect.stringContaining('out of memory') as string,
      details: { signal: 'SIGABRT', complaint: expect.stringContaining('heap') as string },
    });
  });

  test('ends at the time-out', async () => {
    await expect(captureInChild(film, { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'capture/timeout',
      details: { timeoutMs: 300 },
    });
  });

  test('starts no child for a signal that is aborted already, nor for an option that makes no sense', async () => {
    const reason = new Error('never mind');
    await expect(captureInChild(film, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(captureInChild(film, { quality: 'best' as 'heavy' })).rejects.toThrow(RangeError);
    await expect(captureInChild(film, { timeoutMs: Infinity })).rejects.toThrow(RangeError);
    expect(captureChildren).toHaveLength(0);
  });

  test('shows its child nothing of the environment but where programs are', async () => {
    vi.stubEnv('KINORA_TEST_SECRET', 'a secret');
    await captureInChild(join(folder, 'nothing')).catch(() => {});
    vi.unstubAllEnvs();
    const { env } = captureChildren[0]!.options;
    expect(env).toHaveProperty('PATH');
    expect(Object.values(env!)).not.toContain('a secret');
  });

  test('rejects with what its onProgress throws', async () => {
    const error = new Error('no bar to show');
    const onProgress = (): never => {
      throw error;
    };
    await expect(captureInChild(film, { onProgress })).rejects.toBe(error);
  });
});

describe('captureInChild() of a bad video', () => {
  test.each([
    ['one that is not there', (): string => join(folder, 'missing.mp4')],
    ['a folder', (): string => folder],
    ['an empty file', (): string => keep('empty.mp4', new Uint8Array())],
    ['a text', (): string => keep('text.mp4', new TextEncoder().encode('this is not a film\n'.repeat(100)))],
  ])('refuses %s', async (_name, path) => {
    await expect(captureInChild(path())).rejects.toMatchObject({
      code: 'capture/unreadable',
      hint: expect.any(String) as string,
    });
  });

  test('refuses a file that was cut off', async () => {
    const bytes = await shortDance(30);
    const cut = keep('cut.mp4', bytes.subarray(0, bytes.length * 0.9));
    await expect(captureInChild(cut)).rejects.toMatchObject({ code: 'capture/unreadable' });
  });

  test('refuses one that is too long, and says how long it is', async () => {
    await expect(captureInChild(film, { maxSeconds: 0.5 })).rejects.toMatchObject({
      code: 'capture/too-long',
      details: { seconds: expect.closeTo(1) as number, maxSeconds: 0.5 },
    });
  });
});
