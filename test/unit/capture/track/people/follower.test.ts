import { describe, expect, test } from 'vitest';
import { Follower } from '../../../../../packages/capture/src/track/people/follower.ts';
import type { Sighting } from '../../../../../packages/capture/src/track/people/people.ts';
import { person, sighting } from '../../../../support/sightings.ts';

const RATE = 30;

interface Play {
  /** Everybody in view at an instant: the followed one has the number 0. Undefined: hidden or gone. */
  readonly people: (time: number) => readonly (Sighting | undefined)[];
  readonly seconds: number;
  /** Number of the one whom the landmarks stick to when nobody corrects them. Default: the nearest body. */
}

/**
 * Plays a scene of synthetic people to a follower as the tracker does: landmarks stay with the body that is nearest to where
 * they were, and the detector is asked when the follower wants it.
 *
 * @returns for each frame who was followed, by number, and how often the detector looked while landmarks were found.
 */
function play({ people, seconds }: Play): { followed: (number | undefined)[]; looks: number } {
  const cast = people(0);
  const known = cast.flatMap((one, id) => (one ? [person(id, one)] : []));
  const follower = new Follower({ people: known, followed: 0 });
  let place: Sighting | undefined = cast[0];
  let looks = 0;
  const followed = Array.from({ length: seconds * RATE }, (_, frame): number | undefined => {
    const time = frame / RATE;
    const there = people(time);
    const seen = there.filter((one) => one !== undefined);
    const stuck = nearest(seen, place);
    const found = stuck && follower.isSomebodyElse(stuck, time) ? undefined : stuck;
    if (found && !follower.wantsLook(found, time)) {
      follower.follow(found, time);
      place = found;
    } else {
      if (found) looks++;
      const where = follower.locate(seen, found, time);
      place = where === 'here' ? found : where;
    }
    return place && there.indexOf(place);
  });
  return { followed, looks };
}

/** What landmarks do: they take whatever body is within reach. */
function nearest(seen: readonly Sighting[], place: Sighting | undefined): Sighting | undefined {
  if (!place) return undefined;
  const apart = (one: Sighting): number => Math.abs(one.x - place.x);
  return seen.filter((one) => apart(one) < 80).toSorted((a, b) => apart(a) - apart(b))[0];
}

const other = (followed: readonly (number | undefined)[]): number =>
  followed.filter((who) => who !== undefined && who !== 0).length;
const share = (from: number, to: number, time: number): number => Math.min(1, Math.max(0, (time - from) / (to - from)));

describe('Follower', () => {
  test('stays alone with somebody who is alone, and looks around once a second', () => {
    const { followed, looks } = play({ people: (time) => [sighting(100 + 40 * time, 200)], seconds: 5 });
    expect(new Set(followed)).toEqual(new Set([0]));
    expect(looks).toBeLessThanOrEqual(6);
  });

  test.each([
    ['of other clothes', 1],
    ['of the same clothes', 0],
  ])('does not exchange two who cross, %s', (_what, colour) => {
    // The followed one passes behind, and is hidden for a third of a second.
    const { followed } = play({
      seconds: 3,
      people: (time) => {
        const me = sighting(100 + 300 * share(0.5, 2.5, time), 200);
        const you = sighting(400 - 300 * share(0.5, 2.5, time), 210, { colour, size: 230 });
        return [Math.abs(me.x - you.x) < 50 ? undefined : me, you];
      },
    });
    expect(followed.at(-1)).toBe(0);
    expect(followed.slice(-15).every((who) => who === 0)).toBe(true);
  });

  test('says nothing while the followed one is hidden, and takes the same one up again', () => {
    const { followed } = play({
      seconds: 4,
      people: (time) => [
        time > 1 && time < 2 ? undefined : sighting(200 + 60 * share(2, 4, time), 200),
        sighting(210, 215, { colour: 1, size: 260 }),
      ],
    });
    expect(other(followed)).toBe(0);
    expect(followed.slice(-30).every((who) => who === 0)).toBe(true);
  });

  test('does not go over to who is left when the followed one leaves', () => {
    const { followed } = play({
      seconds: 6,
      people: (time) => [time < 1 ? sighting(100, 200) : undefined, sighting(400, 200, { colour: 1 })],
    });
    expect(followed.slice(31).every((who) => who === undefined)).toBe(true);
  });

  test('does not go over to a newcomer who is larger and nearer to the middle', () => {
    const { followed } = play({
      seconds: 3,
      people: (time) => [sighting(100, 200), time < 1 ? undefined : sighting(300, 220, { colour: 1, size: 380 })],
    });
    expect(new Set(followed)).toEqual(new Set([0]));
  });

  test('takes up who is alone in the picture in whatever clothes: the light may have changed', () => {
    const { followed } = play({
      seconds: 3,
      people: (time) => [
        time > 1 && time < 1.2 ? undefined : sighting(time < 1 ? 100 : 300, 200, { colour: time < 1 ? 0 : 2 }),
      ],
    });
    expect(followed.at(-1)).toBe(0);
  });

  test('looks around in a tenth of the frames at most, however doubtful the scene', () => {
    const { looks } = play({
      seconds: 10,
      people: (time) => [sighting(200, 200, { colour: Math.floor(time * 10) % 5 }), sighting(230, 200, { colour: 6 })],
    });
    expect(looks).toBeLessThanOrEqual(10 * RATE * 0.1 + 6);
  });
});
