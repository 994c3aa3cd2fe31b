import { across, add, arc, length, multiply, scale, subtract, turn, unit, Z } from '../geometry.ts';
import type { Quat, Vec } from '../geometry.ts';
import { eachEasedFrame } from './contacts.ts';
import type { Contact } from './contacts.ts';
import { ballOf, FEET, readLeg, soleHeight, writeLeg } from './legs.ts';
import type { Leg, Steps } from './legs.ts';

const EASE = 0.15;
// A foot that wanders further while it seems to carry is being moved, and nailing it down would tear the leg.
const MAX_SHIFT = 0.15;
// A leg that is pulled quite straight snaps.
const LONGEST = 0.999;

/**
 * Nails the ball of each carrying foot to one place on the ground, by bending its leg, in place. No other foot goes
 * below the ground either.
 */
export function plantFeet(steps: Steps, contacts: readonly Contact[]): void {
  for (const contact of contacts) plant(steps, contact);
  for (const foot of FEET) {
    for (let frame = 0; frame < steps.frames; frame++) {
      const leg = readLeg(steps, frame, foot);
      const below = -soleHeight(steps, leg);
      if (below > 0) writeLeg(steps, frame, foot, reach(leg, add(leg.ankle, [0, below, 0])));
    }
  }
}

function plant(steps: Steps, contact: Contact): void {
  const place = meanBall(steps, contact);
  eachEasedFrame(steps, contact, EASE, (frame, weight) => {
    const leg = readLeg(steps, frame, contact.foot);
    const ball = ballOf(steps, leg);
    const shift: Vec = [place[0] - ball[0], -soleHeight(steps, leg), place[2] - ball[2]];
    const allowed = Math.min(1, MAX_SHIFT / (length(shift) + 1e-9));
    writeLeg(steps, frame, contact.foot, reach(leg, add(leg.ankle, scale(shift, weight * allowed))));
  });
}

function meanBall(steps: Steps, { foot, from, to }: Contact): Vec {
  let sum: Vec = [0, 0, 0];
  for (let frame = from; frame <= to; frame++) sum = add(sum, ballOf(steps, readLeg(steps, frame, foot)));
  return scale(sum, 1 / (to - from + 1));
}

/** Two bones to a new end, in the plane that the knee already bends in; the foot keeps its direction. */
function reach(leg: Leg, ankle: Vec): Pick<Leg, 'pelvis' | 'thigh' | 'shin' | 'foot'> {
  const [upper, lower] = [subtract(leg.knee, leg.hip), subtract(leg.ankle, leg.knee)];
  const [a, b] = [length(upper), length(lower)];
  const wanted = subtract(ankle, leg.hip);
  const distance = Math.max(Math.abs(a - b) + 1e-4, Math.min((a + b) * LONGEST, length(wanted)));
  const direction = unit(wanted);
  // By the law of cosines: how far the knee is along the line to the ankle, and how far beside it.
  const along = (distance * distance + a * a - b * b) / (2 * distance);
  const beside = Math.sqrt(Math.max(0, a * a - along * along));
  const knee = add(scale(direction, along), scale(kneeSide(leg, direction), beside));
  const end = scale(direction, distance);
  return {
    pelvis: leg.pelvis,
    thigh: swing(upper, knee, leg.thigh),
    shin: swing(lower, subtract(end, knee), leg.shin),
    foot: leg.foot,
  };
}

/** To which side of the new line from hip to ankle the knee goes. */
function kneeSide(leg: Leg, direction: Vec): Vec {
  const line = subtract(leg.ankle, leg.hip);
  const turned = turn(arc(line, direction), across(subtract(leg.knee, leg.hip), unit(line)));
  // A straight leg bends forwards.
  const bend = length(turned) > 1e-3 ? turned : turn(leg.thigh, Z);
  return unit(across(bend, direction));
}

function swing(from: Vec, to: Vec, rotation: Quat): Quat {
  return multiply(arc(from, to), rotation);
}
