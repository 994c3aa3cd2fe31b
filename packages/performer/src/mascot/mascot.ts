import type { Figure } from '../figure.ts';
import { shadeParts } from '../figure.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import type { MakeOptions } from '../people/person.ts';
import { heldArm, makeArms } from './arms.ts';
import { makeBody, tail, trunk } from './body.ts';
import { makeFace } from './face.ts';
import { head, makeHead } from './head.ts';
import { leftLeg, makeLegs } from './legs.ts';
import { MASCOT_SKELETON, raiseArm } from './skeleton.ts';

/** A fox cub of 1.15 m with a scarf: the names of the people's bones, and a tail. */
export function makeMascot({ grain = 1 }: MakeOptions = {}): Figure {
  const parts = [makeHead(grain), ...makeFace(grain), ...makeBody(grain), ...makeArms(grain), ...makeLegs(grain)];
  return { name: 'Pip', skeleton: MASCOT_SKELETON, parts: shadeParts(parts, solid) };
}

function solid(p: Vec3): number {
  const left = leftOf(p);
  let d = 1;
  if (p[1] > 0.6) d = Math.min(d, head(p));
  if (p[1] > 0.2 && p[1] < 0.75) d = Math.min(d, trunk(p), tail(p));
  if (p[1] < 0.45) d = Math.min(d, leftLeg(left));
  if (left[0] > 0.1) d = Math.min(d, heldArm(raiseArm(left)));
  return d;
}
