import { between, multiply, orient, relative, smoothStep, turn, Z } from '../geometry.ts';
import type { Quat } from '../geometry.ts';
import { JOINT, RIGHT_LEG } from '../skeleton.ts';
import { contactWeights } from './contacts.ts';
import type { Contact } from './contacts.ts';
import { FEET, readLeg, rotationAt, writeLeg } from './legs.ts';
import type { Foot, Steps } from './legs.ts';

const DEGREE = Math.PI / 180;
// BlazePose's heel lies above the sole and its toe on it: feet that stand flat point 14…24° down (golden squats).
const USUAL_PITCH = -15 * DEGREE;
const PITCH_RANGE = 20 * DEGREE;
// A carrying foot this flat stands on its whole sole; one as steep as that stands on its ball or heel.
const FLAT = 25 * DEGREE;
const STEEP = 45 * DEGREE;
const EASE = 0.15;

/**
 * Makes feet that carry stand flat, in place: first takes away the pitch that this person's flat feet seem to have,
 * then lays carrying feet on the ground. On the ball of a foot, the toes stay flat instead.
 */
export function levelFeet(steps: Steps, contacts: readonly Contact[]): void {
  for (const foot of FEET) {
    const correction = aboutX(usualPitch(steps, contacts, foot));
    const weights = contactWeights(steps, contacts, foot, EASE);
    for (let frame = 0; frame < steps.frames; frame++) {
      const leg = readLeg(steps, frame, foot);
      const seen = multiply(leg.foot, correction);
      const flat = orient(1, [0, 1, 0], 2, turn(seen, Z));
      // Only the pitch tells a foot on its ball from a flat one; a roll is the knee's error.
      const steep = smoothStep(Math.abs(pitchOf(seen)), FLAT, STEEP);
      const level = between(seen, flat, weights[frame]! * (1 - steep));
      writeLeg(steps, frame, foot, { ...leg, foot: level });
      const toes = pitchOf(level) < 0 ? between(level, flat, weights[frame]!) : level;
      steps.rotations.set(relative(level, toes), rotationAt(steps, frame, JOINT.toebase + foot * RIGHT_LEG));
    }
  }
}

/** The median over the contacts, within reason; a usual one where the foot never carries. */
function usualPitch(steps: Steps, contacts: readonly Contact[], foot: Foot): number {
  const pitches: number[] = [];
  for (const { foot: carrying, from, to } of contacts) {
    for (let frame = from; carrying === foot && frame <= to; frame++) {
      pitches.push(pitchOf(readLeg(steps, frame, foot).foot));
    }
  }
  const median = pitches.sort((a, b) => a - b)[pitches.length >> 1] ?? USUAL_PITCH;
  return Math.max(USUAL_PITCH - PITCH_RANGE, Math.min(USUAL_PITCH + PITCH_RANGE, median));
}

/** Radians; negative where the toes point down. */
function pitchOf(foot: Quat): number {
  return Math.asin(Math.max(-1, Math.min(1, turn(foot, Z)[1])));
}

/** A turn about x by a positive angle lets +z sink: a foot whose toes point down by `pitch` is lifted by it. */
function aboutX(pitch: number): Quat {
  return Float64Array.of(Math.sin(pitch / 2), 0, 0, Math.cos(pitch / 2));
}
