import type { CaptureAdvice } from '@kinora/core/motion';
import type { Landmarks } from '../../track/landmarks.ts';
import { LANDMARKS } from '../../track/landmarks.ts';
import { POINT } from '../points.ts';
import type { Take } from './advice.ts';
import { adviseEach, stretchesOf } from './stretches.ts';
import type { Stretch } from './stretches.ts';

/** Left points of what may lie outside the picture, and the joints that suffer from it. */
const PARTS = [
  {
    code: 'feet-out-of-picture',
    points: [POINT.leftAnkle, POINT.leftHeel, POINT.leftToe],
    joints: ['foot', 'toebase'],
    text: 'Feet were outside the picture: they were guessed, and may slide or float. Step back, or hold the camera lower.',
  },
  {
    code: 'hands-out-of-picture',
    points: [POINT.leftWrist],
    joints: ['forearm', 'hand'],
    text: 'Hands were outside the picture: they were guessed. Step back, so that raised and stretched arms fit in.',
  },
] as const;

const HEAD: readonly number[] = [POINT.nose, POINT.leftEar, POINT.rightEar];
/** Shares of the picture: a point a little beyond the edge is still placed well. */
const BEYOND = 0.015;
/** Pixels: smaller people are tracked badly. */
const SMALL = 200;
/** Of the line from shoulder to shoulder, how much lies across the picture: less is a profile, negative a back. */
export const ASIDE = 0.2;
const LONG_ASIDE = 1.5;

/** How the person stood in the picture. */
export function adviseOnFraming(take: Take): CaptureAdvice[] {
  const { frames, times } = take;
  const during = (holds: (landmarks: Landmarks) => boolean, shortest?: number): Stretch[] =>
    stretchesOf(
      times,
      (frame) => {
        const { landmarks } = frames[frame]!;
        return landmarks !== undefined && holds(landmarks);
      },
      shortest,
    );
  const isOut = ({ image }: Landmarks, point: number): boolean => {
    const [x, y] = [image[point * 4]! / take.width, image[point * 4 + 1]! / take.height];
    return x < -BEYOND || x > 1 + BEYOND || y < -BEYOND || y > 1 + BEYOND;
  };
  const limbs = PARTS.flatMap(({ code, points, joints, text }) => {
    const sides = [0, 1].map((right) => during((landmarks) => points.some((point) => isOut(landmarks, point + right))));
    const both = during((landmarks) => points.some((point) => isOut(landmarks, point) || isOut(landmarks, point + 1)));
    return adviseEach(both, times, (stretch) => {
      const names = ['l', 'r'].filter((_, right) => sides[right]!.some((side) => overlaps(side, stretch)));
      return { code, text, joints: names.flatMap((side) => joints.map((joint) => `${side}_${joint}_JNT`)) };
    });
  });
  return [
    ...limbs,
    ...adviseEach(
      during((landmarks) => HEAD.some((point) => isOut(landmarks, point))),
      times,
      () => HEAD_OUT,
    ),
    ...adviseEach(
      during((landmarks) => tallness(landmarks) < SMALL),
      times,
      () => TOO_SMALL,
    ),
    ...adviseEach(
      during((landmarks) => frontality(landmarks) < ASIDE, LONG_ASIDE),
      times,
      () => TURNED_AWAY,
    ),
  ];
}

const HEAD_OUT: CaptureAdvice = {
  code: 'head-out-of-picture',
  text: 'The head was outside the picture: it was guessed. Step back, or hold the camera higher.',
  joints: ['neck_JNT', 'head_JNT'],
};

const TOO_SMALL: CaptureAdvice = {
  code: 'too-small',
  text: `The person was smaller than ${SMALL} pixels in the picture. Come nearer, or film in a higher resolution: from head to feet two thirds of the picture is best.`,
};

const TURNED_AWAY: CaptureAdvice = {
  code: 'turned-away',
  text: 'The person was seen from the side or from behind for long: what the body hides was guessed. Face the camera for most of the time.',
};

/** Length of the body in the picture, whichever way it lies: pixels. */
function tallness({ image }: Landmarks): number {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let point = 0; point < LANDMARKS; point++) {
    const [x, y] = [image[point * 4]!, image[point * 4 + 1]!];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return Math.max(right - left, bottom - top);
}

/** 1 for somebody who faces the camera, 0 in profile, −1 from behind. */
export function frontality({ world }: Landmarks): number {
  const [left, right] = [POINT.leftShoulder * 3, POINT.rightShoulder * 3];
  const [x, y, z] = [0, 1, 2].map((axis) => world[left + axis]! - world[right + axis]!) as [number, number, number];
  return x / (Math.hypot(x, y, z) || 1);
}

function overlaps(a: Stretch, b: Stretch): boolean {
  return a.from < b.to && b.from < a.to;
}
