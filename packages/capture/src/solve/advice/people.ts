import type { CaptureAdvice } from '@kinora/core/motion';
import type { Landmarks } from '../../track/landmarks.ts';
import { POINT } from '../points.ts';
import type { Take } from './advice.ts';
import { adviseEach, stretchesOf } from './stretches.ts';

/**
 * How sure the detector has to be of a person once in the first second. Measured: people from head to feet 0.95 and more,
 * also who lie, stand on their head or are cut off below the waist; small ones 0.84; drawn animals 0.61 to 0.91, a dog the
 * least and a cat that leaps the most. Between the two, arms tell.
 */
const SURE = 0.72;
const VERY_SURE = 0.95;
/**
 * How well the arm that is seen better has to be seen, half of the time. Measured with `lite` and `full`: people 0.91 and
 * more, from the side and from far away as well; animals 0.74 at most, for their fore legs are no arms; a portrait down to
 * the elbows 0.34. The landmarks as a whole look as sure as a person's.
 */
const ARM_SEEN = 0.85;

/** Who was in view, and when the one who is followed was not. */
export function adviseOnPeople({ people, frames, times }: Take): CaptureAdvice[] {
  const persons = people?.persons ?? [];
  const followed = persons.find((person) => person.followed);
  const isAlone = persons.length < 2;
  const lost = stretchesOf(times, (frame) => !frames[frame]!.landmarks);
  return [
    ...(followed && isDoubtful(followed.score, frames) ? [UNLIKE] : []),
    ...(isAlone ? [] : [several(persons.length)]),
    ...adviseEach(lost, times, () => (isAlone ? NOBODY : HIDDEN)),
  ];
}

function isDoubtful(score: number, frames: Take['frames']): boolean {
  if (score < SURE || score >= VERY_SURE) return score < SURE;
  const arms = frames.flatMap(({ landmarks }) => (landmarks ? [betterArm(landmarks)] : [])).sort((a, b) => a - b);
  return (arms[arms.length >> 1] ?? 1) < ARM_SEEN;
}

/** [0, 1]: of the two arms, how well the one is seen of which more is seen. */
function betterArm({ image }: Landmarks): number {
  const seen = (point: number): number => image[point * 4 + 3]!;
  const { leftElbow, rightElbow, leftWrist, rightWrist } = POINT;
  return Math.max(Math.min(seen(leftElbow), seen(leftWrist)), Math.min(seen(rightElbow), seen(rightWrist)));
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
