import { join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Profile } from '../field/profile.ts';
import { readProfile } from '../field/profile.ts';
import { section } from '../field/section.ts';
import type { Colour, Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import { clamp, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf, lerp } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import type { Influences } from '../skin/influences.ts';
import { blend, chain, renamed } from '../skin/influences.ts';
import { armInfluences, armTube } from './arms.ts';
import { legHalf } from './legs.ts';
import { CREAM, FUR, SCARF } from './palette.ts';
import { mirrorName, raiseArm, SHOULDER, TAIL } from './skeleton.ts';

/** Rows of [height, half-width, half-depth, centre z]: a pear. */
const TRUNK: Profile = [
  [0.26, 0.09, 0.08, 0],
  [0.3, 0.132, 0.115, 0.002],
  [0.36, 0.152, 0.134, 0.004],
  [0.43, 0.15, 0.132, 0.004],
  [0.5, 0.137, 0.118, 0.001],
  [0.57, 0.116, 0.099, -0.003],
  [0.63, 0.09, 0.08, -0.006],
  [0.69, 0.07, 0.066, -0.008],
];
const TAIL_RADII = [0.034, 0.075, 0.088, 0.016];

export function trunk(p: Vec3): number {
  const left = leftOf(p);
  const shoulder = Math.max(armTube(raiseArm(left)), -(raiseArm(left)[0] - SHOULDER[0] + 0.05));
  return join(pear(p), Math.max(shoulder, raiseArm(left)[0] - SHOULDER[0] - 0.06), 0.04);
}

export function tail(p: Vec3): number {
  let d = 1;
  for (let i = 0; i < 3; i++) d = join(d, bar(p, TAIL[i]!, TAIL[i + 1]!, TAIL_RADII[i]!, TAIL_RADII[i + 1]!), 0.05);
  return d;
}

export function makeBody(grain: number): Part[] {
  const box = [
    axis(-0.24, [0.24, 0.015 * grain]),
    axis(0.24, [0.7, 0.015 * grain]),
    axis(-0.16, [0.17, 0.015 * grain]),
  ] as const;
  const tailBox = [
    axis(-0.11, [0.11, 0.014 * grain]),
    axis(0.22, [0.6, 0.014 * grain]),
    axis(-0.45, [-0.05, 0.014 * grain]),
  ] as const;
  return [
    makePart(surfaceNets(trunk, box), { name: 'Trunk', finish: 'skin', colour: belly, influences: trunkInfluences }),
    makePart(surfaceNets(tail, tailBox), {
      name: 'Tail',
      finish: 'skin',
      colour: tailColour,
      influences: tailInfluences,
    }),
    ...makeScarf(grain),
  ];
}

function pear(p: Vec3): number {
  const y = clamp(p[1], 0.26, 0.69);
  const [a, b, z] = readProfile(TRUNK, y) as [number, number, number];
  return meet(section(p[0], p[2] - z, a, b, Math.abs(p[1] - y), 2.1), 0.265 - p[1], 0.03);
}

/** Cream in front, from under the chin to between the legs. */
function belly(p: Vec3): Colour {
  const oval = Math.hypot(p[0] / 0.098, (p[1] - 0.44) / 0.19);
  return lerp(FUR, CREAM, smoothstep(1.04, 0.9, oval) * smoothstep(0.02, 0.06, p[2]));
}

function tailColour(p: Vec3): Colour {
  const zigzag = 0.012 * Math.abs((((((Math.atan2(p[0], p[2] + 0.33) * 6) / Math.PI) % 2) + 2) % 2) - 1);
  return lerp(FUR, CREAM, smoothstep(0.458, 0.474, p[1] + zigzag));
}

/** Around the neck, its two ends over the chest. */
function makeScarf(grain: number): Part[] {
  const ring = Array.from({ length: 48 }, (_, i) => {
    const angle = (i / 48) * 2 * Math.PI;
    return march(trunk, [0, 0.648, -0.006], [Math.sin(angle), 0, Math.cos(angle)], 0.008);
  });
  const mesh = sweep(ring, () => 0.036, { closed: true, flat: 0.75, sides: 14 });
  const style = { colour: SCARF, influences: { Spine2: 0.6, Neck: 0.4 } };
  const end = (p: Vec3): number => {
    const knot = ellipsoid(p, [0.05, 0.632, 0.1], [0.032, 0.03, 0.026]);
    const flap = bar([p[0], p[1], p[2] * 1.9 - 0.108], [0.052, 0.625, 0.105], [0.075, 0.49, 0.13], 0.026, 0.034);
    return join(knot, flap / 1.4, 0.012);
  };
  const flap = surfaceNets(end, [
    axis(0, [0.12, 0.009 * grain]),
    axis(0.45, [0.67, 0.009 * grain]),
    axis(0.06, [0.16, 0.007 * grain]),
  ]);
  return [
    makePart(mesh, { name: 'Scarf', ...style }),
    makePart(flap, { name: 'ScarfEnd', colour: SCARF, influences: { Spine2: 0.85, Neck: 0.15 } }),
  ];
}

function trunkInfluences(p: Vec3): Influences {
  const hinge = (y: number): number => smoothstep(y - 0.04, y + 0.04, p[1]);
  const spine = chain(
    'Hips',
    ['Spine', hinge(0.43)],
    ['Spine1', hinge(0.495)],
    ['Spine2', hinge(0.56)],
    ['Neck', hinge(0.66)],
  );
  const left = leftOf(p);
  const raised = raiseArm(left);
  const side = (influences: Influences): Influences => (p[0] < 0 ? renamed(influences, mirrorName) : influences);
  const withLegs = blend(spine, side(legHalf(left)), smoothstep(0.36, 0.28, p[1]) * smoothstep(0.02, 0.07, left[0]));
  const shoulder = smoothstep(0.02, 0.1, left[0]) * smoothstep(0.5, 0.6, p[1]) * 0.6;
  const sleeve =
    smoothstep(-0.035, 0.035, pear(left) - armTube(raised)) * smoothstep(-0.04, 0.05, raised[0] - SHOULDER[0]);
  return blend(blend(withLegs, side({ LeftShoulder: 1 }), shoulder), side(armInfluences(raised)), sleeve);
}

function tailInfluences(p: Vec3): Influences {
  const second = smoothstep(-0.16, -0.25, p[2]);
  const third = smoothstep(0.36, 0.45, p[1]) * second;
  return chain('Hips', ['Tail1', smoothstep(-0.07, -0.13, p[2])], ['Tail2', second], ['Tail3', third]);
}
