import type { Figure } from '../figure.ts';
import { shadeParts } from '../figure.ts';
import { conjugate, rotate } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, leftOf, subtract } from '../math/vec3.ts';
import { heldArm, makeArms } from './arms.ts';
import { hips, makeBody, neck, torso } from './body.ts';
import { makeHead, robotHead } from './head.ts';
import { leftLeg, makeLegs } from './legs.ts';
import { ARM_TURN, ROBOT_SKELETON, SHOULDER } from './skeleton.ts';

/** A toy robot of 1.2 m: big head, short legs, other names for its bones than the performer. */
export function makeRobot(): Figure {
  const parts = [makeHead, makeBody, makeArms, makeLegs].flatMap((make) => make());
  return { name: 'Robot', skeleton: ROBOT_SKELETON, parts: shadeParts(parts, solid) };
}

function solid(p: Vec3): number {
  const left = leftOf(p);
  const held = add(SHOULDER, rotate(conjugate(ARM_TURN), subtract(left, SHOULDER)));
  let d = 1;
  if (p[1] > 0.6) d = Math.min(d, robotHead(p), neck(p));
  if (p[1] > 0.25 && p[1] < 0.85) d = Math.min(d, torso(p), hips(p));
  if (p[1] < 0.5) d = Math.min(d, leftLeg(left));
  if (left[0] > 0.08) d = Math.min(d, heldArm(held));
  return d;
}
