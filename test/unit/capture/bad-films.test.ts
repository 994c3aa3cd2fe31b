import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureInChild } from '@kinora/capture/node';
import { readGlb } from '@kinora/core/motion';
import type { CaptureReport } from '@kinora/core/motion';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBadFilms } from '../../support/bad-films.ts';
import type { Animal, BadFilm } from '../../support/bad-films.ts';

/** A film takes 2 s on two idle cores, and many times that on busy ones. */
const PATIENCE_MS = 120_000;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-bad-films-'));
  await makeBadFilms(folder, ['bird', 'cat', 'dark', 'dusk', 'horse', 'pair', 'scenes', 'slideshow', 'uhd']);
}, PATIENCE_MS);
afterAll(() => rmSync(folder, { recursive: true }));

async function reportOf(film: BadFilm): Promise<CaptureReport> {
  const [glb] = await captureInChild(join(folder, `${film}.mp4`), { quality: 'lite' });
  return readGlb(glb!.bytes).clips[0]!.report!;
}

const codesOf = ({ advice = [] }: CaptureReport): string[] => advice.map(({ code }) => code);

describe('a film that is hard to capture', { timeout: PATIENCE_MS }, () => {
  test('of 3840 × 2160 is captured as any other', async () => {
    expect(await reportOf('uhd')).toMatchObject({ tracked: 1, gaps: [] });
  });

  test('of a dark room is refused as one without a person, and the hint speaks of light', async () => {
    await expect(reportOf('dark')).rejects.toMatchObject({
      code: 'capture/no-person',
      hint: expect.stringContaining('light') as string,
    });
  });

  test('of a room that is nearly dark is captured, with what helps', async () => {
    expect(codesOf(await reportOf('dusk'))).toContain('dark');
  });

  test('of two people follows one, and says where both are', async () => {
    const report = await reportOf('pair');
    expect(codesOf(report)).toContain('several-people');
    expect(report.people?.persons.map(({ followed }) => followed)).toEqual([true, false]);
    const [left, right] = report.people!.persons.map(({ box }) => box);
    expect(left![2]).toBeLessThan(0.5);
    expect(right![0]).toBeGreaterThan(0.5);
  });

  test.each<Animal>(['cat', 'horse', 'bird'])('of an animal is doubted in words: a %s', async (animal) => {
    expect(codesOf(await reportOf(animal))).toContain('unlike-a-person');
  });

  test('of feet that are cut off, of nothing, and of another place says which was when', async () => {
    const at = (time: number): number => expect.closeTo(time, 1) as number;
    const scene = 10 / 15;
    const before = scene - 1 / 15;
    const { advice } = await reportOf('scenes');
    expect(advice!.map(({ code, from, to }) => ({ code, from, to }))).toEqual([
      { code: 'nobody', from: at(scene), to: at(2 * scene) },
      { code: 'feet-out-of-picture', from: at(0), to: at(scene) },
      { code: 'cut', from: at(before), to: at(scene) },
      { code: 'cut', from: at(scene + before), to: at(2 * scene) },
    ]);
  });

  test('of stills that jump says that nothing is known between them', async () => {
    expect(codesOf(await reportOf('slideshow'))).toContain('low-frame-rate');
  });
});
