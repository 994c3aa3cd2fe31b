import type { Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { march } from '../mesh/march.ts';
import { patch } from '../mesh/patch.ts';
import { sweep } from '../mesh/sweep.ts';
import { makeEye } from './eye.ts';
import { head } from './head.ts';
import { BROW, LASH, LIPS, MOUTH, SKIN } from './palette.ts';
import { EYE, mirrorName } from './skeleton.ts';
import { EYE_RADIUS } from './eye.ts';

// Brows, lashes and lips are tubes laid onto the head: vertex colours on its cells would be too coarse for them.

const ON_HEAD = { Head: 1 };
const MOUTH_HALF = 0.031;
/** How far the eye is open in its middle, radians up and down. */
const UPPER_LID = 0.52;
const LOWER_LID = -0.46;

export function makeFace(): Part[] {
  const lids = [makeLid(UPPER_LID, 1.5, 1.07), makeLid(LOWER_LID, -1.5, 1.055)];
  const left = [...makeEye(), ...lids, makeLashes(), makeBrow()];
  return [...left.flatMap((part) => bothSides(part, mirrorName)), ...makeMouth()];
}

/** A shell over the eyeball from its edge in the middle of the eye to deep inside the socket. */
function makeLid(edge: number, deep: number, swell: number): Part {
  const upwards = deep > 0;
  const mesh = patch(20, 8, (u, v) => {
    const across = mix(-1.57, 1.57, u);
    const height = upwards ? mix(lidEdge(edge, across), deep, v) : mix(deep, lidEdge(edge, across), v);
    return onEyeball(across, height, swell);
  });
  const shade = upwards ? 0.95 : 1.04;
  const colour: Vec3 = [SKIN[0] * shade, SKIN[1] * shade * 0.96, SKIN[2] * shade * 0.96];
  return makePart(mesh, { name: upwards ? 'LeftUpperLid' : 'LeftLowerLid', colour, influences: ON_HEAD });
}

function makeLashes(): Part {
  const path = Array.from({ length: 15 }, (_, i) => {
    const across = mix(-1.05, 1.16, i / 14);
    return onEyeball(across, lidEdge(UPPER_LID, across) + 0.02, 1.09)[0];
  });
  const mesh = sweep(path, (t) => 0.0007 + 0.0012 * Math.sin(Math.PI * t ** 0.75));
  return makePart(mesh, { name: 'LeftLashes', colour: LASH, influences: ON_HEAD });
}

/** The corners of the eye lie level, the lids meet there. */
function lidEdge(middle: number, across: number): number {
  return middle * Math.max(Math.cos(across * 1.4), -0.2) + 0.04 * across;
}

/** A point of the left eye's ball, `across` towards its outer corner and `height` up, in radians. */
function onEyeball(across: number, height: number, swell: number): readonly [Vec3, Vec3] {
  const normal: Vec3 = [Math.sin(across) * Math.cos(height), Math.sin(height), Math.cos(across) * Math.cos(height)];
  const r = EYE_RADIUS * swell;
  return [[EYE[0] + normal[0] * r, EYE[1] + normal[1] * r, EYE[2] + normal[2] * r], normal];
}

function makeBrow(): Part {
  const path = Array.from({ length: 13 }, (_, i) => {
    const t = i / 12;
    return onFace(mix(0.0125, 0.0585, t), 1.6815 + 0.0085 * Math.sin(Math.PI * t ** 0.85 * 0.86) - 0.004 * t, 0.0012);
  });
  const mesh = sweep(path, (t) => 0.0058 * Math.sin(Math.PI * mix(0.17, 0.975, t)) ** 0.7, { flat: 0.55 });
  return makePart(mesh, { name: 'LeftBrow', colour: BROW, influences: ON_HEAD });
}

/** A closed smile: two lips and the line between them, its corners up. */
function makeMouth(): Part[] {
  const line = (lift: number, proud: number, width = 1): Vec3[] =>
    Array.from({ length: 19 }, (_, i) => {
      const u = mix(-1, 1, i / 18);
      const smile = 0.0115 * Math.abs(u * width) ** 1.8;
      return onFace(u * MOUTH_HALF * width, 1.5725 + smile + lift * (1 - u * u), proud);
    });
  const swell = (from: number, by: number) => (t: number) => from + by * Math.sin(Math.PI * t) ** 0.9;
  const upper = sweep(line(0.0035, 0.0002, 0.9), swell(0.0007, 0.0026), { flat: 0.75, sides: 6 });
  const lower = sweep(line(-0.0055, 0.0004, 0.84), swell(0.0006, 0.0036), { flat: 0.8, sides: 6 });
  const between = sweep(line(-0.0006, 0.0022), swell(0.0005, 0.0005), { sides: 6 });
  return [
    makePart(upper, { name: 'UpperLip', colour: LIPS, influences: ON_HEAD }),
    makePart(lower, { name: 'LowerLip', colour: [LIPS[0] * 1.06, LIPS[1] * 1.1, LIPS[2] * 1.1], influences: ON_HEAD }),
    makePart(between, { name: 'Mouth', colour: MOUTH, influences: ON_HEAD }),
  ];
}

function onFace(x: number, y: number, proud: number): Vec3 {
  return march(head, [x, y, 0.16], [0, 0, -1], proud);
}
