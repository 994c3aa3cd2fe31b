import { Crowd } from './crowd.ts';
import { likeness } from './look.ts';
import { Lookout } from './lookout.ts';
import type { Need } from './lookout.ts';
import { distanceApart, expectedAt } from './people.ts';
import type { Person, Sighting } from './people.ts';

/** Whom to follow: somebody who was seen in the video before. */
export interface Target {
  /** Everybody who was seen, as when seen first. */
  readonly people: readonly Person[];
  /** Id of one of them. */
  readonly followed: number;
}

/** Somebody who was seen so many seconds ago is still about. */
const ABOUT = 2;
// In diameters of the body. Two who are nearer than this hide each other; two middles nearer than that are one body.
const CLOSE = 0.45;
const ONE_BODY = 0.25;
/** A body gets no further from where it is expected: in no time, and in a second more. */
const SURPRISE = 0.12;
const SURPRISE_PER_SECOND = 1;
/** Measured on the film of two performers: the same trunk is more alike from picture to picture, two are less. */
const ALIKE = 0.75;
const CLEARLY_LIKER = 0.2;
/** Seconds without the person after which somebody who was not seen before is taken for it. */
const PATIENCE = 1.5;

/** Keeps to one person among others: says when the place found by the landmarks is to be doubted, and where the person is. */
export class Follower {
  readonly #followed: number;
  readonly #crowd: Crowd;
  readonly #lookout = new Lookout();
  /** Ids of those who were in view together with the person: they are others. */
  readonly #company: Set<number>;

  constructor({ people, followed }: Target) {
    this.#followed = followed;
    this.#crowd = new Crowd(people, followed);
    this.#company = new Set(people.map(({ id }) => id).filter((id) => id !== followed));
  }

  /** Whether the one who was found is somebody else, who stands where the person was expected, and looks otherwise. */
  isSomebodyElse(found: Sighting, time: number): boolean {
    const person = this.#crowd.person(this.#followed);
    if (!person) return false;
    const own = likeness(person.look, found.look) + CLEARLY_LIKER;
    return this.#close(found, time).some(({ look }) => likeness(look, found.look) > own);
  }

  /** Whether the whole picture has to be looked at, for the person may not be the one who was found. */
  wantsLook(found: Sighting, time: number): boolean {
    return this.#lookout.isDue(time, this.#needOf(found, time));
  }

  /** Takes in where the person was found without a look at the whole picture. */
  follow(found: Sighting, time: number): void {
    // Beside others it may be one of them: then only a look at all of them tells.
    const need = this.#needOf(found, time);
    if (need === 'close' || (need === 'doubt' && this.#others(time).length > 0)) return;
    this.#crowd.follow(this.#followed, found, time);
  }

  /**
   * Finds the person in a look at the whole picture.
   *
   * @param found - by the landmarks, in the same picture.
   * @returns `here` where that is the person, another sighting that is, or undefined where the person is not in view.
   */
  locate(sightings: readonly Sighting[], found: Sighting | undefined, time: number): 'here' | Sighting | undefined {
    this.#lookout.looked(time, found !== undefined);
    const met = this.#crowd.meet(sightings, time);
    const matched = sightings[met.findIndex((person) => person?.id === this.#followed)];
    const there = matched ?? (found ? undefined : this.#stranger(sightings, met, time));
    const result =
      there && found && isOneBody(found, there) ? 'here' : (there ?? this.#unmatched(sightings, met, found));
    if (result) this.#noteCompany(sightings, met, result === 'here' ? found : result);
    return result;
  }

  /** The detector may have missed a body in a rare pose; but where it knows the body as somebody else's, it is that. */
  #unmatched(sightings: readonly Sighting[], met: Met, found: Sighting | undefined): 'here' | undefined {
    if (!found) return undefined;
    const index = sightings.findIndex((sighting) => isOneBody(found, sighting));
    const person = met[index];
    if (!person) return 'here';
    if (this.#company.has(person.id) || this.#company.size > 0) return undefined;
    // There is nobody else: a light or a turn has changed the look.
    this.#crowd.rename(person.id, this.#followed);
    return 'here';
  }

  /** Somebody who was never in view beside the person is the person: at once where nobody else was, else after a while. */
  #stranger(sightings: readonly Sighting[], met: Met, time: number): Sighting | undefined {
    const patience = this.#company.size > 0 ? PATIENCE : 0;
    if (Math.abs(time - (this.#crowd.person(this.#followed)?.time ?? -Infinity)) < patience) return undefined;
    const index = met.findIndex((person) => person && !this.#company.has(person.id));
    if (index < 0) return undefined;
    this.#crowd.rename(met[index]!.id, this.#followed);
    return sightings[index];
  }

  /** Whoever is in view together with the person is somebody else, for good. */
  #noteCompany(sightings: readonly Sighting[], met: Met, person: Sighting | undefined): void {
    if (!person) return;
    met.forEach((other, i) => {
      if (other && other.id !== this.#followed && !isOneBody(sightings[i]!, person)) this.#company.add(other.id);
    });
  }

  #needOf(found: Sighting, time: number): Need {
    const person = this.#crowd.person(this.#followed);
    if (!person) return 'doubt';
    const surprise = SURPRISE + SURPRISE_PER_SECOND * Math.abs(time - person.time);
    const isSurprising = distanceApart(expectedAt(person, time), found) > surprise;
    if (isSurprising || likeness(person.look, found.look) < ALIKE) return 'doubt';
    if (this.#close(found, time).length > 0) return 'close';
    return this.#others(time).length > 0 ? 'company' : 'alone';
  }

  /** The others who may hide somebody at that place, or be the one who is seen there. */
  #close(found: Sighting, time: number): Person[] {
    return this.#others(time).filter((other) => distanceApart(expectedAt(other, time), found) < CLOSE);
  }

  #others(time: number): Person[] {
    return this.#crowd.people.filter((person) => person.id !== this.#followed && time - person.time < ABOUT);
  }
}

/** Who each sighting is; undefined where it could be either of two. */
type Met = readonly (Person | undefined)[];

function isOneBody(a: Sighting, b: Sighting): boolean {
  return distanceApart(a, b) < ONE_BODY;
}
