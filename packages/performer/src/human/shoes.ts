import { join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { clamp, mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import { shoeInfluences } from './influences.ts';
import { SHOE, SOLE } from './palette.ts';
import { mirrorName } from './skeleton.ts';

const SOLE_HEIGHT = 0.03;
const HEEL_Z = -0.042;
const TOE_Z = 0.148;

export function shoe(p: Vec3): number {
  return Math.min(upper(p), sole(p));
}

export function makeShoes(): Part[] {
  const box = [axis(0.036, [0.182, 0.0125]), axis(-0.012, [0.185, 0.0125]), axis(-0.1, [0.215, 0.013])] as const;
  const flat = [axis(0.038, [0.18, 0.0118]), axis(-0.012, [0.046, 0.0078]), axis(-0.112, [0.222, 0.0122])] as const;
  const style = { influences: shoeInfluences };
  return [
    makePart(surfaceNets(upper, box), { name: 'LeftShoe', colour: SHOE, ...style }),
    makePart(surfaceNets(sole, flat), { name: 'LeftSole', colour: SOLE, ...style }),
    ...[0.046, 0.066, 0.086].map((z) => makePart(lace(z), { name: 'LeftLace', colour: SOLE, ...style })),
  ].flatMap((part) => bothSides(part, mirrorName));
}

function upper(p: Vec3): number {
  let d = ellipsoid(p, [0.104, 0.05, -0.032], [0.039, 0.056, 0.047]);
  d = join(d, ellipsoid(p, [0.107, 0.048, 0.035], [0.04, 0.052, 0.075]), 0.03);
  d = join(d, ellipsoid(p, [0.112, 0.036, 0.112], [0.047, 0.038, 0.078]), 0.035);
  d = join(d, bar(p, [0.104, 0.05, -0.02], [0.104, 0.118, -0.028], 0.044, 0.047), 0.02);
  return meet(d, 0.012 - p[1], 0.006);
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
