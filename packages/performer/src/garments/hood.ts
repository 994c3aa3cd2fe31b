import type { Body, Piece } from '../body/body.ts';
import { join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Colour, Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { mirrorName } from '../body/skeleton.ts';
import { mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import { patch } from '../mesh/patch.ts';
import { gradient, surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import type { Influences } from '../skin/influences.ts';

const INFLUENCES: Influences = { Spine2: 0.8, Neck: 0.2 };
const ON_CHEST: Influences = { Spine2: 1 };

/** What makes a top a hoodie: the hood in the neck, two strings, a pocket. `top` is what it lies on. */
export function makeHood({ grain }: Body, top: Piece, colour: Colour, trim: Colour): Piece {
  const mesh = surfaceNets(hood, [
    axis(-0.14, [0.14, 0.0115 * grain]),
    axis(1.37, [1.56, 0.0105 * grain]),
    axis(-0.19, [0.1, 0.0115 * grain]),
  ]);
  return {
    parts: [
      makePart(mesh, { name: 'Hood', colour, influences: INFLUENCES }),
      ...bothSides(makeString(top, trim), mirrorName),
      ...makePocket(top, colour, trim),
    ],
    solid: { field: hood, low: 1.36, high: 1.57 },
  };
}

/** A thick roll around the neck, open at the throat, heavy behind. */
function hood(p: Vec3): number {
  const left = leftOf(p);
  const roll = Math.min(
    bar(left, [0.026, 1.436, 0.052], [0.078, 1.472, 0.005], 0.02, 0.026),
    bar(left, [0.078, 1.472, 0.005], [0.07, 1.49, -0.06], 0.026, 0.031),
  );
  let d = join(roll, bar(left, [0.07, 1.49, -0.06], [0, 1.492, -0.095], 0.031, 0.034), 0.02);
  d = join(d, ellipsoid(p, [0, 1.425, -0.115], [0.085, 0.06, 0.03]), 0.04);
  // The neck comes out of it.
  const hole = (Math.hypot(p[0] / 0.062, (p[2] + 0.022) / 0.066) - 1) * 0.062;
  return meet(d, -hole, 0.012) + 0.0012 * Math.sin(p[1] * 150 + left[0] * 60);
}

function makeString(top: Piece, colour: Colour): Part {
  const path = Array.from({ length: 12 }, (_, i) => {
    const t = i / 11;
    return march(top.solid!.field, [mix(0.03, 0.036, t), mix(1.425, 1.3, t), 0.3], [0, 0, -1], 0.004);
  });
  return makePart(
    sweep(path, (t) => (t > 0.88 ? 0.0052 : 0.0034), { sides: 6, up: [0, 0, 1] }),
    {
      name: 'LeftString',
      colour,
      influences: ON_CHEST,
    },
  );
}

/** A pouch across the belly. */
function makePocket({ solid, parts }: Piece, colour: Colour, trim: Colour): Part[] {
  const field = solid!.field;
  const influences = parts[0]!.influences;
  const onBelly = (u: number, v: number, proud: number): Vec3 => {
    const half = mix(0.115, 0.075, v ** 1.5);
    return march(field, [mix(-half, half, u), mix(0.925, 1.06, v), 0.4], [0, 0, -1], proud);
  };
  const mesh = patch(14, 7, (u, v) => {
    const edge = u === 0 || u === 1 || v === 0 || v === 1;
    const p = onBelly(u, v, edge ? -0.001 : 0.007);
    return [p, gradient(field, p)];
  });
  const near = (p: Vec3): Influences => influences[nearest(parts[0]!.mesh.positions, p)]!;
  const slit = Array.from({ length: 10 }, (_, i) => onBelly(1, i / 9, 0.003));
  const piping = makePart(
    sweep(slit, () => 0.004, { sides: 6, up: [0, 0, 1] }),
    { name: 'LeftPiping', colour: trim, influences: near },
  );
  return [makePart(mesh, { name: 'Pocket', colour, influences: near }), ...bothSides(piping, mirrorName)];
}

function nearest(points: readonly Vec3[], [x, y, z]: Vec3): number {
  let best = 0;
  let least = Infinity;
  points.forEach((p, i) => {
    const d = (p[0] - x) ** 2 + (p[1] - y) ** 2 + (p[2] - z) ** 2;
    if (d < least) [least, best] = [d, i];
  });
  return best;
}
