import type { Body, Piece } from '../body/body.ts';
import { shoeInfluences } from '../body/influences.ts';
import { mirrorName } from '../body/skeleton.ts';
import { join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Colour } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { clamp, mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';

export interface ShoeStyle {
  readonly colour: Colour;
  readonly sole: Colour;
  readonly laces: Colour;
}

const SOLE_HEIGHT = 0.03;
const HEEL_Z = -0.042;
const TOE_Z = 0.148;

/** A pair of trainers. */
export function makeShoes({ grain }: Body, style: ShoeStyle): Piece {
  const box = [
    axis(0.036, [0.182, 0.0122 * grain]),
    axis(-0.012, [0.185, 0.0122 * grain]),
    axis(-0.1, [0.215, 0.0128 * grain]),
  ] as const;
  const flat = [
    axis(0.038, [0.18, 0.0118 * grain]),
    axis(-0.012, [0.046, 0.0078 * grain]),
    axis(-0.112, [0.222, 0.0122 * grain]),
  ] as const;
  const influences = shoeInfluences;
  const left = [
    makePart(surfaceNets(upper, box), { name: 'LeftShoe', colour: style.colour, influences }),
    makePart(surfaceNets(sole, flat), { name: 'LeftSole', colour: style.sole, influences }),
    ...[0.046, 0.066, 0.086].map((z) => makePart(lace(z), { name: 'LeftLace', colour: style.laces, influences })),
    makePart(rim(), { name: 'LeftRim', colour: style.laces, influences }),
  ];
  const field = (p: Vec3): number => Math.min(upper(leftOf(p)), sole(leftOf(p)));
  return { parts: left.flatMap((part) => bothSides(part, mirrorName)), solid: { field, low: -0.1, high: 0.2 } };
}

function upper(p: Vec3): number {
  let d = ellipsoid(p, [0.104, 0.05, -0.032], [0.039, 0.056, 0.047]);
  d = join(d, ellipsoid(p, [0.107, 0.048, 0.035], [0.04, 0.052, 0.075]), 0.03);
  d = join(d, ellipsoid(p, [0.112, 0.036, 0.112], [0.047, 0.038, 0.078]), 0.035);
  d = join(d, bar(p, [0.104, 0.05, -0.02], [0.104, 0.112, -0.026], 0.042, 0.0445), 0.02);
  return meet(meet(d, 0.012 - p[1], 0.006), p[1] - 0.122, 0.012);
}

/** A slab around the footprint, a finger thicker than the upper. */
function sole(p: Vec3): number {
  const z = clamp(p[2], HEEL_Z, TOE_Z);
  const t = (z - HEEL_Z) / (TOE_Z - HEEL_Z);
  const halfWidth = mix(0.041, 0.049, smoothstep(0, 0.75, t)) - 0.004 * Math.sin(Math.PI * clamp(t * 1.3));
  const print = Math.hypot(p[0] - mix(0.104, 0.113, t), p[2] - z) - halfWidth;
  return meet(print - 0.0015, Math.abs(p[1] - SOLE_HEIGHT / 2) - SOLE_HEIGHT / 2, 0.009);
}

function lace(z: number): ReturnType<typeof sweep> {
  const path = Array.from({ length: 9 }, (_, i) => {
    const angle = mix(-0.62, 0.62, i / 8);
    return march(
      upper,
      [0.109 + Math.sin(angle) * 0.2, 0.03 + Math.cos(angle) * 0.2, z],
      [-Math.sin(angle), -Math.cos(angle), 0],
      0.001,
    );
  });
  return sweep(path, () => 0.0042, { up: [0, 0, 1], flat: 0.7, sides: 6 });
}

/** The padded edge that the ankle comes out of. */
function rim(): ReturnType<typeof sweep> {
  const path = Array.from({ length: 28 }, (_, i): Vec3 => {
    const angle = (i / 28) * 2 * Math.PI;
    return march(upper, [0.104, 0.108, -0.025], [Math.sin(angle), 0, Math.cos(angle)], -0.002);
  });
  return sweep(path, () => 0.0075, { closed: true, flat: 0.7 });
}
