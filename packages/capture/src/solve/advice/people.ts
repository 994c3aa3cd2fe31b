import type { CaptureAdvice } from '@kinora/core/motion';
import type { Take } from './advice.ts';
import { adviseEach, stretchesOf } from './stretches.ts';

/**
 * How sure the detector has to be of a person once in the first second. Measured: people from head to feet 0.95 and more,
 * people of whom only the upper half is seen 0.78 and more, a dog 0.66 at most. The landmarks of a dog look as sure as a
 * person's, so nothing later tells them apart.
 */
const SURE = 0.72;

/** Who was in view, and when the one who is followed was not. */
export function adviseOnPeople({ people, frames, times }: Take): CaptureAdvice[] {
  const persons = people?.persons ?? [];
  const followed = persons.find((person) => person.followed);
  const isAlone = persons.length < 2;
  const lost = stretchesOf(times, (frame) => !frames[frame]!.landmarks);
  return [
    ...(followed && followed.score < SURE ? [UNLIKE] : []),
    ...(isAlone ? [] : [several(persons.length)]),
    ...adviseEach(lost, times, () => (isAlone ? NOBODY : HIDDEN)),
  ];
}

const UNLIKE: CaptureAdvice = {
  code: 'unlike-a-person',
  text: 'What was followed hardly looks like a person: an animal or a thing cannot be captured. If it is a person, film the whole body, upright, in good light.',
};

const NOBODY: CaptureAdvice = {
  code: 'nobody',
  text: 'Nobody was seen: the last pose was held. Stay in the picture, and cut off what comes before and after.',
};

const HIDDEN: CaptureAdvice = {
  code: 'hidden',
  text: 'The person who is followed was hidden, or gone while others were in view: the last pose was held. Let nobody pass in front.',
};

function several(count: number): CaptureAdvice {
  return {
    code: 'several-people',
    text: `${count} people are in view, and one of them was followed. Choose another one where it is the wrong one, or film one person alone.`,
  };
}
