import type { Body } from '../body/body.ts';
import { EYE } from '../body/skeleton.ts';
import { withTargets } from '../blendshapes/morphs.ts';
import type { Colour, Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import { clamp, mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { patch } from '../mesh/patch.ts';
import { sweep } from '../mesh/sweep.ts';
import { EYE_RADIUS } from './eye.ts';
import { ON_HEAD } from './on-head.ts';

/** How far the lids are open in the middle of the eye, radians up and down from the line of sight. */
interface Opening {
  readonly upper: number;
  readonly lower: number;
}

const AT_REST: Opening = { upper: 0.53, lower: -0.44 };
const OPENINGS: Readonly<Record<string, Opening>> = {
  eyeBlinkLeft: { upper: -0.36, lower: -0.4 },
  eyeSquintLeft: { upper: 0.34, lower: -0.16 },
  cheekSquintLeft: { upper: 0.47, lower: -0.3 },
  mouthSmileLeft: { upper: 0.46, lower: -0.33 },
  eyeWideLeft: { upper: 0.74, lower: -0.5 },
  eyeLookUpLeft: { upper: 0.64, lower: -0.38 },
  eyeLookDownLeft: { upper: 0.2, lower: -0.52 },
};
const LASH: Colour = [0.1, 0.07, 0.06];

/** Shells over the left eyeball and the lashes on their rim. A lid that moves keeps to the ball. */
export function makeLids(body: Body): Part[] {
  const { looks, face } = body;
  const lid = (upwards: boolean): Part => {
    const shade = upwards ? 0.94 : 1.02;
    const colour = looks.blush(0.03).map((channel) => clamp(channel * shade)) as unknown as Colour;
    const name = upwards ? 'LeftUpperLid' : 'LeftLowerLid';
    const mesh = (opening: Opening): Mesh => (upwards ? upperLid(opening, face.eyes) : lowerLid(opening, face.eyes));
    return follow(makePart(mesh(AT_REST), { name, finish: 'skin', colour, influences: ON_HEAD }), mesh);
  };
  const lashes = (opening: Opening): Mesh => lashLine(opening, face.lashes, face.eyes);
  const lash = makePart(lashes(AT_REST), { name: 'LeftLashes', finish: 'skin', colour: LASH, influences: ON_HEAD });
  return [lid(true), lid(false), follow(lash, lashes)];
}

function follow(part: Part, mesh: (opening: Opening) => Mesh): Part {
  return withTargets(
    part,
    Object.entries(OPENINGS).map(([name, opening]) => [name, mesh(opening)] as const),
  );
}

/** From its edge in the middle of the eye to deep inside the socket. */
function upperLid({ upper }: Opening, eyes: number): Mesh {
  return patch(20, 8, (u, v) => {
    const across = mix(-1.57, 1.57, u);
    return onEyeball(across, mix(lidEdge(upper * eyes, across), 1.5, v), 1.07);
  });
}

function lowerLid({ lower }: Opening, eyes: number): Mesh {
  return patch(20, 8, (u, v) => {
    const across = mix(-1.57, 1.57, u);
    return onEyeball(across, mix(-1.5, lidEdge(lower * eyes, across), v), 1.055);
  });
}

function lashLine({ upper }: Opening, length: number, eyes: number): Mesh {
  const path = Array.from({ length: 15 }, (_, i) => {
    const across = mix(-1.05, 1.05 + 0.12 * length, i / 14);
    return onEyeball(across, lidEdge(upper * eyes, across) + 0.015, 1.075 + 0.012 * length)[0];
  });
  return sweep(path, (t) => (0.0006 + 0.0012 * Math.sin(Math.PI * t ** 0.75)) * (0.55 + 0.45 * length));
}

/** The corners of the eye lie level, the lids meet there. */
function lidEdge(middle: number, across: number): number {
  return middle * Math.max(Math.cos(across * 1.4), -0.2) + 0.05 * across;
}

/** A point of the left eye's ball, `across` towards its outer corner and `height` up, in radians. */
function onEyeball(across: number, height: number, swell: number): readonly [Vec3, Vec3] {
  const normal: Vec3 = [Math.sin(across) * Math.cos(height), Math.sin(height), Math.cos(across) * Math.cos(height)];
  const r = EYE_RADIUS * swell;
  return [[EYE[0] + normal[0] * r, EYE[1] + normal[1] * r, EYE[2] + normal[2] * r], normal];
}
