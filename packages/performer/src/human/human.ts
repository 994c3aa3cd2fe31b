import type { Figure } from '../figure.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { armAndHand, makeArms } from './arms.ts';
import { makeFace } from './face.ts';
import { hair, makeHair } from './hair.ts';
import { head, makeHead } from './head.ts';
import { makeShirt, shirt } from './shirt.ts';
import { makeShoes, shoe } from './shoes.ts';
import { HUMAN_SKELETON, raiseArm } from './skeleton.ts';
import { makeTrousers, trousers } from './trousers.ts';

/** The performer: a friendly young person in T-shirt, jeans and trainers. Takes a second or two to make. */
export function makeHuman(): Figure {
  const parts = [makeHead, makeFace, makeHair, makeShirt, makeArms, makeTrousers, makeShoes].flatMap((make) => make());
  return { name: 'Performer', skeleton: HUMAN_SKELETON, parts, solid };
}

/** The whole body. Garments far from the point are skipped: this is asked a hundred thousand times. */
function solid(p: Vec3): number {
  const left = leftOf(p);
  const raised = raiseArm(left);
  const y = p[1];
  let d = 1;
  if (y > 1.36) d = Math.min(d, head(p));
  if (y > 1.5) d = Math.min(d, hair(p));
  if (y > 0.8 && y < 1.55) d = Math.min(d, shirt(p));
  if (y < 1.05) d = Math.min(d, trousers(p));
  if (y < 0.2) d = Math.min(d, shoe(left));
  if (raised[0] > 0.2 && left[0] > 0.2) d = Math.min(d, armAndHand(raised));
  return d;
}
