/** People made of formulas, two characters from the same tools, and a dance. No input data. */
export { BEATS_PER_SECOND } from './motions/dance/choreography.ts';
export { danceClip, DANCE_SECONDS, performerRig } from './motions/dance/dance.ts';
export { footAtBeat } from './motions/dance/footwork.ts';
export { MOTIONS } from './motions/motions.ts';
export type { MotionName } from './motions/motions.ts';
export { makeMascot } from './mascot/mascot.ts';
export { makeRobot } from './robot/robot.ts';
export { writeFigure } from './export/write-figure.ts';
export type { Figure } from './figure.ts';
export type { WriteOptions } from './export/write-figure.ts';
export { ARKIT } from './blendshapes/names.ts';
export { PEOPLE } from './people/people.ts';
export type { PersonName } from './people/people.ts';
export { makePerson, personSkeleton } from './people/person.ts';
export type { MakeOptions, Person } from './people/person.ts';
export { CAST, makeFigure } from './cast.ts';
export type { CastName } from './cast.ts';
