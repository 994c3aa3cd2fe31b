import type { Vec } from '../geometry.ts';
import { JOINT } from '../skeleton.ts';
import { smooth } from '../smooth.ts';
import type { Contact } from './contacts.ts';
import { ballOf, FEET, readLeg, soleHeight } from './legs.ts';
import type { Foot, Steps } from './legs.ts';

const HALF_WINDOW = 4 / 30;
// While a person steps, what the lock has added fades at this rate per second, so that its errors do not add
// up. On both feet nothing fades: that would be the sliding that the lock is there to stop.
const DECAY = 0.15;
// Where the way over seconds is known, half a second is enough to come back to it. Faster, the waver of the size in the
// picture would show in the steps of somebody who stays about one place.
const FOLLOW = 2;

/**
 * Puts the motion on the ground y = 0 and takes the sliding of carrying feet out of the path of the hips, in place:
 * from the hips to the feet the landmarks are right to a few centimetres, the path from the camera is not. The first
 * frame has its hips above the origin.
 *
 * @param mayGlide - whether carrying feet may slide.
 * @param drift - [frames × 3] what the way over seconds is known to be off by, metres.
 */
export function settle(steps: Steps, contacts: readonly Contact[], mayGlide: boolean, drift?: Float64Array): void {
  const carries = carryingFeet(steps, contacts);
  lift(steps, carries);
  if (!mayGlide) lockPath(steps, carries, drift);
  else if (drift) shiftPath(steps, drift);
  moveHips(steps, [-steps.hips[0]!, 0, -steps.hips[2]!]);
}

/**
 * Leaves the motion in the air, in place: the first frame has its hips above the origin, as high as those of the rig.
 *
 * @param drift - [frames × 3] what the way over seconds is known to be off by, metres.
 */
export function float({ rig, hips }: Pick<Steps, 'rig' | 'hips'>, drift?: Float64Array): void {
  if (drift) shiftPath({ hips }, drift);
  moveHips({ hips }, [-hips[0]!, rig.restTranslations[JOINT.hips * 3 + 1]! - hips[1]!, -hips[2]!]);
}

function moveHips({ hips }: Pick<Steps, 'hips'>, [x, y, z]: Vec): void {
  for (let at = 0; at < hips.length; at += 3) {
    hips[at]! += x;
    hips[at + 1]! += y;
    hips[at + 2]! += z;
  }
}

/** Over the ground: how high the hips are, the feet tell. */
function shiftPath({ hips }: Pick<Steps, 'hips'>, drift: Float64Array): void {
  for (let at = 0; at < hips.length; at += 3) {
    hips[at]! += drift[at]!;
    hips[at + 2]! += drift[at + 2]!;
  }
}

function carryingFeet(steps: Steps, contacts: readonly Contact[]): Foot[][] {
  return Array.from({ length: steps.frames }, (_, frame) =>
    FEET.filter((foot) => contacts.some((c) => c.foot === foot && c.from <= frame && frame <= c.to)),
  );
}

/**
 * Vertically: carrying feet on the ground, and between contacts (a jump) a straight line of corrections. Of two feet
 * that differ in height, the mean: one knee bends a little and the other leg reaches nearly down.
 */
function lift(steps: Steps, carries: readonly (readonly Foot[])[]): void {
  const heightOf = (frame: number, feet: readonly Foot[]): number =>
    feet.reduce<number>((sum, foot) => sum + soleHeight(steps, readLeg(steps, frame, foot)), 0) / feet.length;
  const known = carries.flatMap((feet, frame) => (feet.length > 0 ? [{ frame, height: heightOf(frame, feet) }] : []));
  if (known.length === 0) {
    const heights = carries.map((_, frame) => Math.min(heightOf(frame, [0]), heightOf(frame, [1])));
    known.push({ frame: 0, height: heights.sort((a, b) => a - b)[heights.length >> 1]! });
  }
  const heights = new Float64Array(steps.frames);
  let next = 0;
  for (let frame = 0; frame < steps.frames; frame++) {
    while (next < known.length && known[next]!.frame < frame) next++;
    const after = known[Math.min(next, known.length - 1)]!;
    const before = known[Math.max(0, next - 1)]!;
    const t = after.frame > before.frame ? (frame - before.frame) / (after.frame - before.frame) : 0;
    heights[frame] =
      next === 0 || next === known.length ? after.height : before.height + (after.height - before.height) * t;
  }
  smooth(evenTimes(steps), heights, 1, HALF_WINDOW);
  heights.forEach((height, frame) => {
    steps.hips[frame * 3 + 1]! -= height;
  });
}

/** Horizontally: the opposite of what the carrying feet move, added up; it fades to nothing, or to the drift that is known. */
function lockPath(steps: Steps, carries: readonly (readonly Foot[])[], drift?: Float64Array): void {
  const keep = Math.exp(-(drift ? FOLLOW : DECAY) / steps.rate);
  const goal = (frame: number, axis: 0 | 2): number => drift?.[frame * 3 + axis] ?? 0;
  const balls = carries.map((_, frame) => FEET.map((foot) => ballOf(steps, readLeg(steps, frame, foot))));
  let [x, z] = [goal(0, 0), goal(0, 2)];
  moveFrame(steps, 0, x, z);
  for (let frame = 1; frame < steps.frames; frame++) {
    const feet = carries[frame]!.filter((foot) => carries[frame - 1]!.includes(foot));
    for (const foot of feet) {
      x -= (balls[frame]![foot]![0] - balls[frame - 1]![foot]![0]) / feet.length;
      z -= (balls[frame]![foot]![2] - balls[frame - 1]![foot]![2]) / feet.length;
    }
    if (feet.length < FEET.length) {
      x = goal(frame, 0) + (x - goal(frame, 0)) * keep;
      z = goal(frame, 2) + (z - goal(frame, 2)) * keep;
    }
    moveFrame(steps, frame, x, z);
  }
}

function moveFrame({ hips }: Steps, frame: number, x: number, z: number): void {
  hips[frame * 3]! += x;
  hips[frame * 3 + 2]! += z;
}

function evenTimes(steps: Steps): Float64Array {
  return Float64Array.from({ length: steps.frames }, (_, frame) => frame / steps.rate);
}
