import type { PersonChoice } from '@kinora/core';
import type { CapturePeople } from '@kinora/core/motion';
import type { Detect } from '../detect.ts';
import { viewOfFrame } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { clearestOf, describeScene, nobodyThere, personAt } from './clearest.ts';
import type { Scene } from './clearest.ts';
import { Crowd } from './crowd.ts';
import type { Target } from './follower.ts';
import type { Person } from './people.ts';

/** Who was found in the beginning of a video. */
export interface Scouted {
  readonly target: Target;
  readonly people: CapturePeople;
}

/** Seconds: how much of the video is looked at where nobody was chosen, and how often. */
const BEGINNING = 1;
const PAUSE = 0.25;
// Time stamps are often rounded to whole milliseconds.
const TIME_TOLERANCE = 0.002;

/**
 * Looks at the people in the first second of a video, or up to the instant at which somebody was chosen, and says whom to
 * follow: who is chosen, or else who is seen best.
 */
export class Scout {
  readonly #detect: Detect;
  readonly #choice: PersonChoice | undefined;
  readonly #crowd = new Crowd();
  readonly #first = new Map<number, Person>();
  readonly #scenes: Scene[] = [];
  #frame: Frame | undefined;
  #start = 0;
  #isDone = false;

  constructor(detect: Detect, choice?: PersonChoice) {
    this.#detect = detect;
    this.#choice = choice;
  }

  /** Whether no more frames are needed. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Takes the next frame of the video, from its start. Most of them are let pass. */
  async look(frame: Frame): Promise<void> {
    const choice = this.#choice;
    this.#frame = frame;
    if (this.#scenes.length === 0) this.#start = frame.time;
    const isChosen = choice !== undefined && frame.time >= choice.time - TIME_TOLERANCE;
    const isDue = frame.time >= this.#start + this.#scenes.length * PAUSE - TIME_TOLERANCE;
    if (isDue || isChosen) await this.#meet(frame);
    this.#isDone = choice ? isChosen : this.#scenes.length * PAUSE > BEGINNING;
  }

  /** There are no more frames. */
  finish(): void {
    this.#isDone = true;
  }

  /**
   * Whom to follow, as far as the frames tell: undefined where nobody is seen.
   *
   * @throws KinoraError `capture/nobody-there` where the choice is a point on nobody, or is not reached yet.
   */
  found(): Scouted | undefined {
    return this.#frame && choose(this.#frame, this.#scenes, this.#first, this.#choice);
  }

  async #meet(frame: Frame): Promise<void> {
    const met = this.#crowd.meet(await this.#detect(frame), frame.time).filter((person) => person !== undefined);
    for (const person of met) if (!this.#first.has(person.id)) this.#first.set(person.id, person);
    this.#scenes.push({ time: frame.time, people: met });
  }
}

function choose(
  frame: Frame,
  scenes: readonly Scene[],
  first: ReadonlyMap<number, Person>,
  choice: PersonChoice | undefined,
): Scouted | undefined {
  const { width, height } = frame;
  const last = scenes.at(-1)!;
  if (choice && last.time < choice.time - TIME_TOLERANCE) throw nobodyThere(choice, 0);
  const followed = choice ? personAt(last, choice, width, height) : clearestOf(scenes, viewOfFrame(frame));
  if (followed === undefined) return undefined;
  const shown = choice ? last : fullest(scenes, followed);
  return {
    target: { people: [...first.values()], followed },
    people: describeScene(surest(shown, scenes), followed, width, height),
  };
}

/** Of the scenes with the person, the one with most people: all of them can be chosen in it. */
function fullest(scenes: readonly Scene[], followed: number): Scene {
  return scenes
    .filter(({ people }) => people.some(({ id }) => id === followed))
    .reduce((best, scene) => (scene.people.length > best.people.length ? scene : best));
}

/** Each as sure as in the best of the scenes: a person may be blurred in one, an animal is never seen well. */
function surest(shown: Scene, scenes: readonly Scene[]): Scene {
  const all = scenes.flatMap(({ people }) => people);
  const best = (id: number): number => Math.max(...all.filter((other) => other.id === id).map(({ score }) => score));
  return { ...shown, people: shown.people.map((person) => ({ ...person, score: best(person.id) })) };
}
