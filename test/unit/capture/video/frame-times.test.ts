import { readFileSync } from 'node:fs';
import { readFrameTimes } from '@kinora/capture';
import { describe, expect, test } from 'vitest';

const sample = new URL('../../../../packages/performer/sample/dance.mp4', import.meta.url);
const dance = new Blob([readFileSync(sample)]);

describe('readFrameTimes()', () => {
  test('lists when each frame of a video is shown, in the order in which they are', async () => {
    const times = await readFrameTimes(dance);
    expect(times.length).toBeGreaterThan(100);
    expect(times[0]).toBe(0);
    const steps = [...times].slice(1).map((time, i) => time - times[i]!);
    for (const step of steps) expect(step).toBeCloseTo(1 / 30, 3);
  });

  test('refuses what is no video', async () => {
    await expect(readFrameTimes(new Blob(['no video']))).rejects.toMatchObject({ code: 'capture/unreadable' });
  });

  test('ends with the reason of its signal, before it begins and in the middle', async () => {
    const reason = new Error('another film is on');
    await expect(readFrameTimes(dance, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const control = new AbortController();
    const reading = readFrameTimes(dance, { signal: control.signal });
    control.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});
