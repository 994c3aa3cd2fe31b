import { likeness } from './look.ts';
import type { Look } from './look.ts';
import type { Region } from '../region.ts';

/** Somebody in one picture. */
export interface Sighting {
  /** Middle of the hips, pixels. */
  readonly x: number;
  readonly y: number;
  /** Diameter of the circle around the whole body, pixels. */
  readonly size: number;
  /** Where the landmarks of this person are looked for. */
  readonly region: Region;
  /** [0, 1]: how sure it is that this is a person. */
  readonly score: number;
  readonly look: Look;
}

/** Somebody who is known from the pictures before. */
export interface Person extends Sighting {
  readonly id: number;
  /** Seconds: when last seen. */
  readonly time: number;
  /** Pixels a second. */
  readonly speedX: number;
  readonly speedY: number;
}

// All costs are about 1 for what is a little unusual, and beyond `MOST` it is somebody else. Places are measured in
// diameters of the body: a walk is 0.7 of them a second.
const MOST = 3;
const USUAL_STEP = 0.12;
const USUAL_SPEED = 0.6;
const USUAL_GROWTH = 0.35;
// Measured on the film of two performers: the same trunk from picture to picture 0.93 to 0.99, of two people 0.3 to 0.7.
const USUAL_UNLIKENESS = 0.2;
/** A path goes on straight for so long, seconds; then somebody may be anywhere around. */
const STRAIGHT = 0.8;
/** The least by which one of two has to fit better to be the one. */
const CLEARLY = 0.35;
/** Who was not seen for longer, seconds, has left and is not behind somebody. */
const HIDDEN = 1.5;

/** Seconds in which light and turns may change a look altogether. */
const LOOK_CHANGE = 3;
/** A speed over one frame is mostly noise, over a quarter of a second it is the speed. So is a size. */
const SPEED_CHANGE = 0.25;

/** A sighting that could be of either of two people, one of whom is hidden behind the other. */
export const EITHER = -1;
/** A sighting of somebody who was not known. */
export const NEWCOMER = -2;

/**
 * Says who is who: the pairs of known people and sightings that fit best together, by place, size and look.
 *
 * @returns for each sighting the number of the person in `people`, `EITHER` or `NEWCOMER`.
 */
export function matchPeople(people: readonly Person[], sightings: readonly Sighting[], time: number): number[] {
  const costs = people.map((person) => sightings.map((sighting) => costOf(person, sighting, time)));
  const { match } = cheapest(costs, sightings.length);
  const isHidden = people.map((person, i) => match[i]! < 0 && time - person.time < HIDDEN);
  return sightings.map((_, sighting) => {
    const person = match.indexOf(sighting);
    if (person < 0) return NEWCOMER;
    const rival = Math.min(MOST, costs[person]![sighting]! + CLEARLY);
    return costs.some((of, i) => isHidden[i] && of[sighting]! < rival) ? EITHER : person;
  });
}

/** A person as seen again. */
export function seenAgain(person: Person, { x, y, size, region, score, look }: Sighting, time: number): Person {
  const dt = time - person.time;
  const mix = (old: number, now: number, share: number): number => old + (now - old) * share;
  const isMoving = dt > 0 && dt < STRAIGHT;
  const change = Math.min(1, Math.max(dt, 0) / SPEED_CHANGE);
  return {
    id: person.id,
    x,
    y,
    size: mix(person.size, size, change),
    region,
    score,
    time,
    speedX: isMoving ? mix(person.speedX, (x - person.x) / dt, change) : 0,
    speedY: isMoving ? mix(person.speedY, (y - person.y) / dt, change) : 0,
    look: person.look.map((share, i) => mix(share, look[i]!, Math.min(0.2, Math.max(dt, 0) / LOOK_CHANGE))),
  };
}

/** Somebody who was not known. */
export function firstSeen(id: number, sighting: Sighting, time: number): Person {
  return { ...sighting, id, time, speedX: 0, speedY: 0 };
}

/** How far two bodies are from each other, in diameters of the larger one. */
export function distanceApart(a: Sighting, b: Sighting): number {
  return distance(a.x - b.x, a.y - b.y) / Math.max(a.size, b.size);
}

/** Where somebody is expected, who goes on as before. */
export function expectedAt(person: Person, time: number): Person {
  const ahead = Math.min(Math.max(time - person.time, -STRAIGHT), STRAIGHT);
  return { ...person, x: person.x + person.speedX * ahead, y: person.y + person.speedY * ahead };
}

function costOf(person: Person, sighting: Sighting, time: number): number {
  const away = Math.abs(time - person.time);
  const apart = distanceApart(expectedAt(person, time), sighting) / (USUAL_STEP + USUAL_SPEED * away);
  const growth = Math.max(person.size / sighting.size, sighting.size / person.size) - 1;
  return apart + growth / (USUAL_GROWTH + away) + (1 - likeness(person.look, sighting.look)) / USUAL_UNLIKENESS;
}

interface Match {
  readonly cost: number;
  /** For each person from the first one asked for, the number of the sighting, or −1. */
  readonly match: readonly number[];
}

/**
 * Finds the cheapest of all ways. Nobody is as dear as the least likely pair.
 *
 * What is best for the rest depends on who is left and on which sightings are, no matter who has the others: so each such
 * question is answered once. A handful of sightings leaves some dozens of them for each person, where all ways one by one
 * would be more than can be counted in a crowd.
 */
function cheapest(costs: readonly number[][], sightings: number): Match {
  const known = new Map<number, Match>();
  const bestFrom = (person: number, taken: number): Match => {
    if (person === costs.length) return { cost: 0, match: [] };
    const question = person * 2 ** sightings + taken;
    const answer = known.get(question) ?? compare(person, taken);
    known.set(question, answer);
    return answer;
  };
  const compare = (person: number, taken: number): Match => {
    const without = bestFrom(person + 1, taken);
    let best: Match = { cost: without.cost + MOST, match: [-1, ...without.match] };
    for (let sighting = 0; sighting < sightings; sighting++) {
      const cost = costs[person]![sighting]!;
      if ((taken >> sighting) & 1 || !(cost < MOST)) continue;
      const rest = bestFrom(person + 1, taken | (1 << sighting));
      if (rest.cost + cost < best.cost) best = { cost: rest.cost + cost, match: [sighting, ...rest.match] };
    }
    return best;
  };
  return bestFrom(0, 0);
}

function distance(x: number, y: number): number {
  return Math.sqrt(x * x + y * y); // Not Math.hypot, which every engine rounds its own way.
}
