import type { Look } from '../../packages/capture/src/track/people/look.ts';
import type { Person, Sighting } from '../../packages/capture/src/track/people/people.ts';

/** Somebody who is 200 px tall and stands upright, seen at a place, in clothes of one of a few colours. */
export function sighting(x: number, y: number, { size = 200, colour = 0, score = 0.9 } = {}): Sighting {
  return {
    x,
    y,
    size,
    score,
    look: clothes(colour),
    region: { centreX: x, centreY: y, acrossX: size * 1.25, acrossY: 0 },
  };
}

export function person(id: number, seen: Sighting, time = 0): Person {
  return { ...seen, id, time, speedX: 0, speedY: 0 };
}

/** All of one colour, but for a share that everybody has in common. */
function clothes(colour: number): Look {
  const look = new Float32Array(64);
  look[colour] = 0.8;
  look[63] = 0.2;
  return look;
}
