import {
  across,
  add,
  arc,
  cross,
  dot,
  length,
  multiply,
  relative,
  scale,
  smoothStep,
  turn,
  unit,
} from '../geometry.ts';
import type { Quat, Vec } from '../geometry.ts';

/** The upper half of a limb in one frame, and what tells how it is turned about itself. */
export interface LimbFrame {
  /** Of the trunk's end that the limb hangs on, camera space. */
  readonly parent: Quat;
  readonly upper: Vec;
  readonly lower: Vec;
  /** A second witness for the hinge axis beside the bend: its length says how much it counts. */
  readonly witness?: Vec;
}

/** The same limb in the T-pose. */
export interface LimbRest {
  readonly direction: Vec;
  /** About which the joint bends, right-handed. */
  readonly hinge: Vec;
  /** Radians to each side of the rest that the limb can turn about itself. */
  readonly range: number;
}

const DEGREE = Math.PI / 180;
// A bend of less says nothing about the axis, one of more says all.
const BEND_FROM = 7 * DEGREE;
const BEND_TO = 25 * DEGREE;
// How much the untwisted limb counts, against 1 for a clear bend.
const REST_WEIGHT = 0.05;
// Straight moments take their axis from the bends around them: seconds to each side.
const HALF_WINDOW = 0.2;

/**
 * The axis about which the elbow or knee bends, for every frame: two bones give it only while they are bent. Each frame
 * has a vote as clear as its bend; votes are counted as angles about the limb, from an untwisted one, and shared with
 * neighbours in time.
 *
 * @returns unit vectors at right angles to `upper`, camera space.
 */
export function findHinges(times: Float64Array, frames: readonly LimbFrame[], rest: LimbRest): Vec[] {
  const neutral = frames.map(({ parent, upper }) => multiply(parent, untwisted(parent, upper, rest.direction)));
  const votes = frames.map((frame, i) => vote(frame, neutral[i]!, rest));
  return votes.map((_, i) => {
    const [c, s] = shareVotes(times, votes, i);
    const angle = Math.max(-rest.range, Math.min(rest.range, Math.atan2(s, c)));
    const axis = turn(neutral[i]!, rest.hinge);
    const side = turn(neutral[i]!, cross(rest.direction, rest.hinge));
    return unit(across(add(scale(axis, Math.cos(angle)), scale(side, Math.sin(angle))), unit(frames[i]!.upper)));
  });
}

/** How a limb points, as seen from the trunk, without a turn about itself. */
function untwisted(parent: Quat, upper: Vec, direction: Vec): Quat {
  const back = relative(parent, Float64Array.of(0, 0, 0, 1));
  return arc(direction, turn(back, upper));
}

/** [cos, sin] of the hinge's angle about the limb, as long as the vote counts. */
function vote({ upper, lower, witness }: LimbFrame, neutral: Quat, rest: LimbRest): readonly [number, number] {
  const axis = turn(neutral, rest.hinge);
  const side = turn(neutral, cross(rest.direction, rest.hinge));
  const bent = cross(unit(upper), unit(lower));
  const bend = Math.atan2(length(bent), dot(unit(upper), unit(lower)));
  const seen = add(scale(unit(bent), smoothStep(bend, BEND_FROM, BEND_TO)), witness ?? [0, 0, 0]);
  return [dot(seen, axis) + REST_WEIGHT, dot(seen, side)];
}

function shareVotes(
  times: Float64Array,
  votes: readonly (readonly [number, number])[],
  frame: number,
): [cos: number, sin: number] {
  let [c, s] = [0, 0];
  for (const step of [-1, 1]) {
    for (let other = step < 0 ? frame : frame + 1; other >= 0 && other < votes.length; other += step) {
      const distance = Math.abs(times[other]! - times[frame]!) / HALF_WINDOW;
      if (distance >= 1) break;
      const weight = (1 + Math.cos(Math.PI * distance)) / 2;
      c += weight * votes[other]![0];
      s += weight * votes[other]![1];
    }
  }
  return [c, s];
}

/** The lower bone without the part that bends the wrong way: elbows and knees do not. */
export function straighten(upper: Vec, lower: Vec, hinge: Vec): Vec {
  const wayOfBending = cross(hinge, unit(upper));
  const wrong = Math.min(0, dot(lower, wayOfBending));
  return subtractPart(lower, wayOfBending, wrong);
}

function subtractPart(vector: Vec, direction: Vec, amount: number): Vec {
  return add(vector, scale(direction, -amount));
}
