import { describe, expect, test } from 'vitest';
import { EITHER, matchPeople, NEWCOMER } from '../../../../../packages/capture/src/track/people/people.ts';
import { person, sighting } from '../../../../support/sightings.ts';

describe('matchPeople()', () => {
  test('gives each sighting the person who fits, and nobody twice', () => {
    const people = [person(7, sighting(100, 200)), person(8, sighting(400, 200, { colour: 1 }))];
    const seen = [sighting(402, 200, { colour: 1 }), sighting(101, 200), sighting(700, 200, { colour: 2 })];
    expect(matchPeople(people, seen, 1 / 30)).toEqual([1, 0, NEWCOMER]);
  });

  test('a crowd that is known from the whole of a film, all alike, is matched as two are', () => {
    // Each may be anywhere after ten seconds: one by one there are more than 10⁹ ways.
    const crowd = Array.from({ length: 60 }, (_, id) => person(id, sighting(100 + 10 * id, 200)));
    const seen = Array.from({ length: 6 }, (_, i) => sighting(100 + 100 * i, 200));
    const met = matchPeople(crowd, seen, 10);
    expect(met).toHaveLength(6);
    expect(new Set(met).size).toBe(6);
    expect(met).not.toContain(EITHER);
    expect(met).not.toContain(NEWCOMER);
  });
});
