import { join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Colour, Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { lerp } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import type { Influences } from '../skin/influences.ts';
import { blend, chain } from '../skin/influences.ts';
import { FUR, SOCKS } from './palette.ts';
import { ANKLE, HIP, KNEE, mirrorName } from './skeleton.ts';

export function leftLeg(p: Vec3): number {
  let d = bar(p, HIP, KNEE, 0.074, 0.06);
  d = join(d, bar(p, KNEE, [ANKLE[0], 0.06, ANKLE[2]], 0.06, 0.058), 0.03);
  d = join(d, ellipsoid(p, [0.097, 0.045, 0.05], [0.064, 0.05, 0.098]), 0.035);
  // Three toes.
  for (const x of [0.064, 0.098, 0.132])
    d = join(d, ellipsoid(p, [x, 0.034, 0.125 - 0.25 * Math.abs(x - 0.098)], [0.022, 0.026, 0.026]), 0.012);
  return meet(d, 0.002 - p[1], 0.012);
}

export function makeLegs(grain: number): Part[] {
  const mesh = surfaceNets(leftLeg, [
    axis(0.008, [0.18, 0.0125 * grain]),
    axis(-0.01, [0.41, 0.0125 * grain]),
    axis(-0.1, [0.17, 0.0125 * grain]),
  ]);
  const colour = (p: Vec3): Colour => lerp(FUR, SOCKS, smoothstep(0.165, 0.145, p[1]));
  return bothSides(makePart(mesh, { name: 'LeftLeg', finish: 'skin', colour, influences: legInfluences }), mirrorName);
}

/** A thigh, as far as the trunk takes part in it. */
export function legHalf(p: Vec3): Influences {
  return blend({ Hips: 1 }, { LeftUpLeg: 1 }, smoothstep(0.36, 0.29, p[1]));
}

function legInfluences(p: Vec3): Influences {
  const knee = smoothstep(KNEE[1] + 0.045, KNEE[1] - 0.045, p[1]);
  const ankle = smoothstep(0.105, 0.05, p[1] - 0.3 * Math.max(0, p[2] - 0.03));
  const toes = smoothstep(0.05, 0.1, p[2]) * ankle;
  const thigh = smoothstep(0.39, 0.3, p[1]);
  return chain('Hips', ['LeftUpLeg', thigh], ['LeftLeg', knee], ['LeftFoot', ankle], ['LeftToeBase', toes]);
}
