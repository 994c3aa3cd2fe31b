import { describe, expect, test } from 'vitest';
import type { Frame } from '../../../../../packages/capture/src/track/frame.ts';
import type { Sighting } from '../../../../../packages/capture/src/track/people/people.ts';
import { Scout } from '../../../../../packages/capture/src/track/people/scout.ts';
import { rgbaFrame } from '../../../../support/rgba-frame.ts';
import { sighting } from '../../../../support/sightings.ts';

const WIDTH = 600;
const HEIGHT = 400;
const black = new Uint8Array(WIDTH * HEIGHT * 4);

async function* video(seconds: number): AsyncGenerator<Frame, void, undefined> {
  for (let i = 0; i < seconds * 30; i++) yield await Promise.resolve(rgbaFrame(black, WIDTH, HEIGHT, i / 30));
}

/** What the detector sees at an instant, the surest first. */
type People = (time: number) => readonly Sighting[];

async function scout(people: People, seconds = 3, person?: { time: number; x: number; y: number }) {
  const looks: number[] = [];
  const detect = ({ time }: Frame): Promise<Sighting[]> => {
    looks.push(time);
    return Promise.resolve([...people(time)]);
  };
  const scout = new Scout(detect, person);
  for await (const frame of video(seconds)) {
    await scout.look(frame);
    if (scout.isDone) break;
  }
  return { found: scout.found(), looks };
}

const left = sighting(150, 200);
const right = sighting(450, 200, { colour: 1 });

describe('Scout', () => {
  test('looks at five instants of the first second', async () => {
    const { looks } = await scout(() => [left]);
    expect(looks.map((time) => time.toFixed(2))).toEqual(['0.00', '0.27', '0.50', '0.77', '1.00']);
  });

  test('finds nobody where nobody is', async () => {
    expect((await scout(() => [])).found).toBeUndefined();
    expect((await scout(() => [left], 0)).found).toBeUndefined();
  });

  test.each<[string, People, Sighting]>([
    ['larger', () => [left, sighting(450, 200, { colour: 1, size: 300 })], right],
    ['in the middle', () => [sighting(30, 200), sighting(300, 200, { colour: 1 })], sighting(300, 200)],
    ['surer', () => [sighting(150, 200, { score: 0.55 }), right], right],
    ['there all the time', (time) => (time < 0.2 ? [sighting(150, 200, { size: 260 }), right] : [right]), right],
  ])('follows who is %s', async (_what, people, expected) => {
    const { target, people: told } = (await scout(people)).found!;
    const followed = target.people.find(({ id }) => id === target.followed)!;
    expect([followed.x, followed.y]).toEqual([expected.x, expected.y]);
    expect(told.persons.map((one) => one.followed).filter(Boolean)).toHaveLength(1);
  });

  test('tells who is in view, from left to right, as shares of the picture', async () => {
    const { people } = (await scout(() => [sighting(450, 200, { score: 0.95 }), left])).found!;
    expect(people.time).toBe(0);
    expect(people.persons.map(({ box }) => box.map((edge) => edge.toFixed(3)))).toEqual([
      ['0.175', '0.230', '0.325', '0.730'],
      ['0.675', '0.230', '0.825', '0.730'],
    ]);
    expect(people.persons.map(({ followed }) => followed)).toEqual([false, true]);
  });

  test('follows whom a point lies on, by identity: where that one was in the first frame', async () => {
    // Both change places in two seconds.
    const crossing: People = (time) => [
      sighting(150 + 150 * time, 200),
      sighting(450 - 150 * time, 240, { colour: 1 }),
    ];
    const { found } = await scout(crossing, 3, { time: 2, x: 0.25, y: 0.5 });
    const { people, followed } = found!.target;
    expect(people.find(({ id }) => id === followed)!.x).toBe(450);
    expect(found!.people.time).toBe(2);
    expect(found!.people.persons.map((one) => one.followed)).toEqual([true, false]);
  });

  test.each([
    ['beside everybody', { time: 0, x: 0.5, y: 0.05 }],
    ['behind the end', { time: 9, x: 0.25, y: 0.5 }],
  ])('refuses a point %s', async (_what, person) => {
    await expect(scout(() => [left, right], 3, person)).rejects.toMatchObject({ code: 'capture/nobody-there' });
  });
});
