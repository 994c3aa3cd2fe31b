import type { Clip } from '@kinora/core/motion';
import { connect } from '@kinora/core/rpc';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Capture, CaptureOptions } from '../../../packages/capture/src/session.ts';
import type { Track } from '../../../packages/capture/src/track/landmarks.ts';
import { filmPeople } from './film-people.ts';
import type { SessionApi } from './session-worker.ts';

/** Filming and tracking 24 frames take 10 s on two idle cores, and many times that on busy ones. */
const PATIENCE_MS = 240_000;
const RATE = 12;

const share = (from: number, to: number, time: number): number => Math.min(1, Math.max(0, (time - from) / (to - from)));

/** Leo goes from left to right, behind Mei, who goes from right to left: 0.2 s of him are hidden. */
const film = {
  seconds: 2,
  rate: RATE,
  width: 360,
  height: 300,
  walkers: [
    { name: 'leo', place: (time) => [-0.8 + 1.6 * share(0.3, 1.7, time), -0.4] },
    { name: 'mei', place: (time) => [0.75 - 1.5 * share(0.3, 1.7, time), 0.3] },
  ],
} as const satisfies Parameters<typeof filmPeople>[0];

describe('two people who cross', () => {
  let leo: Capture;
  let capture: (options: Partial<CaptureOptions>) => Promise<Capture>;

  beforeAll(async () => {
    const video = await filmPeople(film);
    const worker = new Worker(new URL('./session-worker.ts', import.meta.url), { type: 'module' });
    const session = await connect<SessionApi>(worker);
    capture = (options) => {
      const { signal } = new AbortController();
      return session.capture(video, { name: 'pair', maxSeconds: 60, signal, onProgress: () => {}, ...options });
    };
    leo = await capture({ person: { time: 0, x: 0.25, y: 0.5 } });
    return () => session.close();
  }, PATIENCE_MS);

  test('are both told, and who of them is followed', () => {
    const { people, advice } = reportOf(leo.clip);
    expect(people!.persons.map(({ followed }) => followed)).toEqual([true, false]);
    const middles = people!.persons.map(({ box: [left, , right] }) => (left + right) / 2);
    expect(middles[0]).toBeGreaterThan(0.15);
    expect(middles[0]).toBeLessThan(0.4);
    expect(middles[1]).toBeGreaterThan(0.6);
    expect(advice!.map(({ code }) => code)).toContain('several-people');
  });

  test('are not exchanged: whoever is followed from the left arrives on the right', () => {
    const places = placesOf(leo.track);
    expect(places.slice(0, 4).every((x) => x !== undefined && x < 0.45)).toBe(true);
    expect(places.slice(-4).every((x) => x !== undefined && x > 0.55)).toBe(true);
    // From picture to picture it is one way: nobody goes back with the other one.
    const seen = places.filter((x) => x !== undefined);
    for (const [i, x] of seen.entries()) expect(x).toBeGreaterThan((seen[i - 1] ?? 0) - 0.06);
  });

  test('cannot be chosen beside both', { timeout: PATIENCE_MS }, async () => {
    await expect(capture({ person: { time: 0, x: 0.5, y: 0.02 } })).rejects.toMatchObject({
      code: 'capture/nobody-there',
    });
  });
});

function reportOf({ report }: Clip): NonNullable<Clip['report']> {
  if (!report) throw new Error('A captured clip has a report');
  return report;
}

/** Middle of the hips in each frame, as shares of the picture's width. */
function placesOf({ frames, width }: Track): (number | undefined)[] {
  return frames.map(({ landmarks }) => landmarks && (landmarks.image[23 * 4]! + landmarks.image[24 * 4]!) / 2 / width);
}
