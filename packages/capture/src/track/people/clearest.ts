import type { PersonChoice } from '@kinora/core';
import { KinoraError } from '@kinora/core/motion';
import type { CapturePeople, CapturePerson } from '@kinora/core/motion';
import type { View } from '../../tuning.ts';
import { sideOf } from '../region.ts';
import type { Person } from './people.ts';

/** The people of one picture, each with an identity. */
export interface Scene {
  /** Seconds from the start of the video. */
  readonly time: number;
  readonly people: readonly Person[];
}

/** The share of the circle around a body that its arms and trunk fill to each side, where the body stands. */
const NARROW = 0.45;
/** The circle is drawn around the hips, and hair reaches beyond it: the body lies so much of its diameter higher. */
const HIGHER = 0.04;
/** What somebody at the edge of the picture counts, of one in its middle. */
const EDGE = 0.5;

/** Who is seen best: sure, large, in the middle, and in most of the pictures. Undefined where nobody is. */
export function clearestOf(scenes: readonly Scene[], view: View): number | undefined {
  const sums = new Map<number, number>();
  for (const { people } of scenes) {
    for (const person of people) sums.set(person.id, (sums.get(person.id) ?? 0) + clearness(person, view));
  }
  let best: number | undefined;
  for (const [id, sum] of sums) if (best === undefined || sum > sums.get(best)!) best = id;
  return best;
}

/** Somebody larger than the picture is not seen better for it. */
function clearness({ x, size, score }: Person, { left, top, right, bottom }: View): number {
  const fromMiddle = Math.min(1, Math.abs(x - (left + right) / 2) / ((right - left) / 2));
  return score * Math.min(1, size / (bottom - top)) * (1 - (1 - EDGE) * fromMiddle);
}

/**
 * Who is at a point of the picture: of the people whose circle holds it, the one to whose middle it is nearest.
 *
 * @throws KinoraError `capture/nobody-there`
 */
export function personAt({ people }: Scene, choice: PersonChoice, width: number, height: number): number {
  const found = people
    .map(({ id, x, y, size }) => {
      const [dx, dy] = [choice.x * width - x, choice.y * height - y];
      return { id, apart: Math.sqrt(dx * dx + dy * dy) / (size / 2) };
    })
    .filter(({ apart }) => apart <= 1)
    .toSorted((a, b) => a.apart - b.apart)[0];
  if (found) return found.id;
  throw nobodyThere(choice, people.length);
}

/** Nobody is where a caller pointed at. */
export function nobodyThere({ time, x, y }: PersonChoice, people: number): KinoraError {
  const others = people === 0 ? 'nobody is seen at that time' : `only elsewhere is somebody seen (${people})`;
  return new KinoraError(
    'capture/nobody-there',
    `Cannot follow the person at ${x}, ${y} of the picture at ${time} s: ${others}`,
    {
      hint: 'Point at the trunk of somebody at an instant of the video, or leave the choice out: then the person who is seen best is followed.',
      details: { time, x, y, people },
    },
  );
}

/** A scene as the report of a capture tells it. */
export function describeScene({ time, people }: Scene, followed: number, width: number, height: number): CapturePeople {
  const persons = people
    .toSorted((a, b) => a.x - b.x)
    .map((person): CapturePerson => {
      return { box: boxOf(person, width, height), score: person.score, followed: person.id === followed };
    });
  return { time, persons };
}

/** The detector gives a circle around the body; who stands fills its height, and less of its width. */
function boxOf({ x, y, size, region }: Person, width: number, height: number): CapturePerson['box'] {
  const side = sideOf(region);
  const share = (value: number): number => Math.min(1, Math.max(0, value));
  // What points to the head. Who lies is as wide as others are tall.
  const [upX, upY] = [region.acrossY / side, -region.acrossX / side];
  const halfWide = (size / 2) * Math.max(NARROW, Math.abs(upX));
  const halfTall = (size / 2) * Math.max(NARROW, Math.abs(upY));
  const [middleX, middleY] = [x + HIGHER * size * upX, y + HIGHER * size * upY];
  return [
    share((middleX - halfWide) / width),
    share((middleY - halfTall) / height),
    share((middleX + halfWide) / width),
    share((middleY + halfTall) / height),
  ];
}
