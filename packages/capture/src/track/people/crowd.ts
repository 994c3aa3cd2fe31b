import { EITHER, firstSeen, matchPeople, NEWCOMER, seenAgain } from './people.ts';
import type { Person, Sighting } from './people.ts';

/** Who left and may come back keeps an identity for so long, seconds; the one who is followed keeps it for ever. */
const REMEMBERED = 3;
/** The largest sightings of a picture: all ways to match them are tried. */
const MOST_SIGHTINGS = 6;

/** The people of one video, as they come and go. */
export class Crowd {
  #people: readonly Person[] = [];
  #nextId = 0;
  /** Is never forgotten. */
  readonly #kept: number | undefined;

  /**
   * @param people - who is known beforehand.
   * @param kept - id of the one who is never forgotten.
   */
  constructor(people: readonly Person[] = [], kept?: number) {
    this.#people = people;
    this.#nextId = Math.max(-1, ...people.map(({ id }) => id)) + 1;
    this.#kept = kept;
  }

  get people(): readonly Person[] {
    return this.#people;
  }

  person(id: number): Person | undefined {
    return this.#people.find((person) => person.id === id);
  }

  /**
   * Takes in who was seen in one picture.
   *
   * @returns for each sighting who it is; undefined where it could be either of two.
   */
  meet(sightings: readonly Sighting[], time: number): (Person | undefined)[] {
    const people = this.#people.filter((person) => person.id === this.#kept || time - person.time < REMEMBERED);
    const met = matchPeople(people, sightings, time).map((match, i) => {
      if (match === EITHER) return undefined;
      if (match === NEWCOMER) return firstSeen(this.#nextId++, sightings[i]!, time);
      return seenAgain(people[match]!, sightings[i]!, time);
    });
    const seen = met.filter((person) => person !== undefined);
    this.#people = [...people.filter(({ id }) => seen.every((person) => person.id !== id)), ...seen];
    return met;
  }

  /** Takes in where one of them is now, as it is known without a look at the others. */
  follow(id: number, sighting: Sighting, time: number): void {
    this.#people = this.#people.map((person) => (person.id === id ? seenAgain(person, sighting, time) : person));
  }

  /** Says that somebody is the person with that id, whatever place and look say. */
  rename(from: number, to: number): void {
    if (from === to) return;
    this.#people = this.#people
      .filter(({ id }) => id !== to)
      .map((person) => (person.id === from ? { ...person, id: to } : person));
  }
}

/** The largest of them: whoever is far behind is not mixed up with somebody in front. */
export function largest<T extends Sighting>(sightings: readonly T[]): T[] {
  return sightings.toSorted((a, b) => b.size - a.size).slice(0, MOST_SIGHTINGS);
}
