import type { Figure } from './figure.ts';
import { makeMascot } from './mascot/mascot.ts';
import type { PersonName } from './people/people.ts';
import { PEOPLE } from './people/people.ts';
import type { MakeOptions } from './people/person.ts';
import { makePerson } from './people/person.ts';
import { makeRobot } from './robot/robot.ts';

/** Everybody who can be made: people, then characters. */
export type CastName = PersonName | 'robot' | 'pip';

export const CAST: readonly CastName[] = [...(Object.keys(PEOPLE) as PersonName[]), 'robot', 'pip'];

/** Makes a figure by its name. Takes seconds; the same name gives the same figure to the last bit. */
export function makeFigure(name: CastName, options: MakeOptions = {}): Figure {
  if (name === 'robot') return makeRobot();
  return name === 'pip' ? makeMascot(options) : makePerson(PEOPLE[name], options);
}
