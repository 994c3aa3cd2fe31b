import type { CastName } from '@kinora/performer';
import { describe, expect, test } from 'vitest';
import type { Still } from './look-at-figure.ts';
import { lookAtFigure } from './look-at-figure.ts';

/** All people in twelve views are looked at in test/long/performers.test.ts: these two are as unlike as they come. */
const PEOPLE: readonly CastName[] = ['leo', 'mei'];
const STILLS: readonly Still[] = [
  { second: 0.5, around: 0 },
  { second: 2.5, around: 45 },
  { second: 1, around: 180 },
];

describe('the performers', () => {
  test.each(PEOPLE)('%s is a person to our detector, and the tracker finds its joints', async (name) => {
    const sights = await lookAtFigure(name, STILLS);
    console.info(name, sights.map(({ detector, error }) => `${detector.toFixed(3)} ${error.toFixed(1)} px`).join(', '));
    for (const { detector } of sights) expect(detector).toBeGreaterThanOrEqual(0.9);
    const error = sights.reduce((sum, sight) => sum + sight.error, 0) / sights.length;
    expect(error).toBeLessThanOrEqual(8);
  });
});
