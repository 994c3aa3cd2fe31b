import { join, meet } from '../field/field.ts';
import { ellipsoid } from '../field/primitives.ts';
import type { Profile } from '../field/profile.ts';
import { readProfile } from '../field/profile.ts';
import { section } from '../field/section.ts';
import type { Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import { clamp, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import { badge } from '../mesh/badge.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import type { Influences } from '../skin/influences.ts';
import { chain } from '../skin/influences.ts';
import { LIGHT, PAINT, RUBBER, SHELL } from './palette.ts';

/** Rows of [height, half-width, half-depth, centre z]: a pear. */
const TORSO: Profile = [
  [0.395, 0.12, 0.105, 0],
  [0.42, 0.15, 0.132, 0],
  [0.47, 0.166, 0.146, 0.002],
  [0.53, 0.164, 0.142, 0],
  [0.59, 0.15, 0.126, -0.004],
  [0.64, 0.126, 0.104, -0.008],
  [0.675, 0.094, 0.08, -0.01],
  [0.7, 0.055, 0.055, -0.012],
];
const BELT = 0.428;

export function torso(p: Vec3): number {
  const y = clamp(p[1], 0.395, 0.7);
  const [a, b, z] = readProfile(TORSO, y) as [number, number, number];
  const pear = section(p[0], p[2] - z, a, b, Math.abs(p[1] - y), 2.15);
  return meet(pear, 0.4 - p[1], 0.03);
}

export function hips(p: Vec3): number {
  const left = leftOf(p);
  const bowl = ellipsoid(p, [0, 0.392, 0], [0.142, 0.072, 0.124]);
  return join(bowl, ellipsoid(left, [0.092, 0.355, 0], [0.066, 0.055, 0.07]), 0.04);
}

/** The neck is a bellows: thin and thick in turn. */
export function neck(p: Vec3): number {
  const ripple = 0.006 * Math.sin(p[1] * 260);
  return Math.max(Math.hypot(p[0], p[2] + 0.011) - 0.056 - ripple, Math.abs(p[1] - 0.715) - 0.055);
}

export function makeBody(): Part[] {
  const belt = Array.from({ length: 56 }, (_, i) => {
    const angle = (i / 56) * 2 * Math.PI;
    return march(torso, [0, BELT, 0], [Math.sin(angle), 0, Math.cos(angle)], 0.001);
  });
  return [
    makePart(surfaceNets(torso, [axis(-0.2, [0.2, 0.017]), axis(0.375, [0.73, 0.017]), axis(-0.18, [0.18, 0.017])]), {
      name: 'Torso',
      finish: 'gloss',
      colour: PAINT,
      influences: trunk,
    }),
    makePart(
      sweep(belt, () => 0.0135, { closed: true, flat: 0.7 }),
      { name: 'Belt', finish: 'gloss', colour: SHELL, influences: trunk },
    ),
    makePart(surfaceNets(hips, [axis(-0.19, [0.19, 0.017]), axis(0.28, [0.48, 0.017]), axis(-0.15, [0.15, 0.017])]), {
      name: 'Hips',
      colour: RUBBER,
      influences: { pelvis: 1 },
    }),
    makePart(
      surfaceNets(neck, [axis(-0.08, [0.08, 0.014]), axis(0.65, [0.78, 0.0065]), axis(-0.095, [0.075, 0.014])]),
      {
        name: 'Neck',
        colour: RUBBER,
        influences: trunk,
      },
    ),
    makePart(badge(torso, [0, 0.548], 0.046), { name: 'Badge', finish: 'glow', colour: LIGHT, influences: trunk }),
  ];
}

function trunk(p: Vec3): Influences {
  const hinge = (y: number, reach: number): number => smoothstep(y - reach, y + reach, p[1]);
  return chain(
    'pelvis',
    ['spine_01', hinge(0.43, 0.035)],
    ['spine_02', hinge(0.5, 0.045)],
    ['spine_03', hinge(0.575, 0.045)],
    ['neck_01', hinge(0.7, 0.02)],
    ['head', hinge(0.74, 0.02)],
  );
}
