import type { CaptureAdvice } from '@kinora/core/motion';
import { ASIDE, frontality } from './framing.ts';
import { POINT } from '../points.ts';
import type { Tangle } from '../sides/untangle-sides.ts';
import type { Take } from './advice.ts';
import { adviseEach, stretchesOf } from './stretches.ts';
import { countJumps } from './stutter.ts';

/** Left ends of the limbs, and the joints that follow them. */
const ENDS = [
  { point: POINT.leftWrist, joints: ['forearm', 'hand'] },
  { point: POINT.leftAnkle, joints: ['leg', 'foot'] },
] as const;

/** Joints of each part that can be taken for its other side. */
const ARMS = ['forearm', 'hand'];
const LEGS = ['leg', 'foot', 'toebase'];
const JOINTS = { arms: ARMS, legs: LEGS } as const;

/** Frames a second that fast motions need, and what is fast: metres a second. */
const ENOUGH_FRAMES = 20;
const BRISK = 1.2;
const FAST = 3;
/** A visibility below this is a guess of the model's. */
const GUESSED = 0.5;
const BLURRED_SECONDS = 0.2;

/** What the motion asked of the camera, and what was mended. */
export function adviseOnMotion(take: Take, tangles: readonly Tangle[]): CaptureAdvice[] {
  return [...lowRate(take), ...blurred(take), ...untangled(tangles)];
}

function lowRate(take: Take): CaptureAdvice[] {
  const jumps = countJumps(take);
  if (jumps >= FEWEST_JUMPS) return [jumping(jumps)];
  const { times } = take;
  const steps = times.slice(1).map((time, i) => time - times[i]!);
  const rate = 1 / (median(steps) ?? 0);
  if (!(rate < ENOUGH_FRAMES)) return [];
  const speeds = ENDS.flatMap(({ point }) =>
    [0, 1].flatMap((right) => times.map((_, frame) => speedOf(take, frame, point + right))),
  ).toSorted((a, b) => a - b);
  if (!((speeds[Math.floor(speeds.length * 0.9)] ?? 0) > BRISK)) return [];
  const text = `The video has ${Math.round(rate)} frames a second: between them fast motions are lost. Film with 30 or more.`;
  return [{ code: 'low-frame-rate', text }];
}

/** One jump may be a cut, and two may be chance. */
const FEWEST_JUMPS = 3;

function jumping(jumps: number): CaptureAdvice {
  const text = `The picture stands still and jumps ${jumps} times, so what lies between was never seen. Film with 30 frames a second or more.`;
  return { code: 'low-frame-rate', text };
}

function blurred(take: Take): CaptureAdvice[] {
  const { frames, times } = take;
  return ENDS.flatMap(({ point, joints }) =>
    ['l', 'r'].flatMap((side, right) => {
      // What is hidden behind the body is not blurred.
      const isBlurred = (frame: number): boolean => {
        const { landmarks } = frames[frame]!;
        if (!landmarks || !(landmarks.image[(point + right) * 4 + 3]! < GUESSED)) return false;
        if (frontality(landmarks) < ASIDE) return false;
        return Math.max(speedOf(take, frame, point + right), speedOf(take, frame + 1, point + right)) > FAST;
      };
      return adviseEach(stretchesOf(times, isBlurred, BLURRED_SECONDS), times, () => {
        return { ...BLURRED, joints: joints.map((joint) => `${side}_${joint}_JNT`) };
      });
    }),
  );
}

const BLURRED: CaptureAdvice = {
  code: 'blurred',
  text: 'A limb went too fast to be seen: it was guessed. More light makes shorter exposures, and more frames a second help too.',
};

function untangled(tangles: readonly Tangle[]): CaptureAdvice[] {
  const parts = new Set(tangles.map(({ part }) => part));
  if (parts.size === 0) return [];
  const joints = [...parts]
    .flatMap((part) => (part === 'body' ? [] : JOINTS[part]))
    .flatMap((joint) => ['l', 'r'].map((side) => `${side}_${joint}_JNT`));
  return [
    {
      code: 'sides-untangled',
      text: 'Left and right were mixed up at times, which was put right. Face the camera, wear clothes that set arms and legs apart, or capture in the quality "heavy".',
      from: Math.min(...tangles.map(({ from }) => from)),
      to: Math.max(...tangles.map(({ to }) => to)),
      ...(!parts.has('body') && { joints }),
    },
  ];
}

/** Around the hips, metres a second, from the frame before. 0 where one of them shows nobody. */
function speedOf({ frames, times }: Take, frame: number, point: number): number {
  const [a, b] = [frames[frame - 1]?.landmarks?.world, frames[frame]?.landmarks?.world];
  if (!a || !b) return 0;
  const apart = Math.hypot(...[0, 1, 2].map((axis) => b[point * 3 + axis]! - a[point * 3 + axis]!));
  return apart / (times[frame]! - times[frame - 1]!);
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
