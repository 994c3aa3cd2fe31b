import { join } from '../field/field.ts';
import type { Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import { trouserInfluences } from './influences.ts';
import { DENIM, DENIM_INSIDE } from './palette.ts';
import { ANKLE, mirrorName } from './skeleton.ts';
import { folds, leg, pelvis } from './trunk.ts';

const CUFF = 0.088;

export function trousers(p: Vec3): number {
  const left = leftOf(p);
  const near = (y: number, reach: number): number => smoothstep(reach, 0, Math.abs(p[1] - y));
  const slack = 0.003 * (smoothstep(0.3, 0.12, p[1]) + 0.9 * near(0.5, 0.11) + 0.6 * near(0.8, 0.1) + 0.15);
  const cloth = join(pelvis(left), leg(left), 0.035) + folds(p, 66, p[0] > 0 ? 1 : 2) * slack;
  return Math.max(cloth, CUFF - 0.012 - p[1], p[1] - 1.015);
}

export function makeTrousers(): Part[] {
  const mesh = surfaceNets(trousers, [
    axis(-0.205, [0.205, 0.0193]),
    axis(0.055, [1.03, 0.0285]),
    axis(-0.18, [0.155, 0.0193]),
  ]);
  return [
    makePart(mesh, { name: 'Trousers', colour: denim, influences: trouserInfluences }),
    ...bothSides(makeTurnUp(), mirrorName),
  ];
}

/** The turned-up hem, lighter as the inside of denim is. */
function makeTurnUp(): Part {
  const path = Array.from({ length: 32 }, (_, i): Vec3 => {
    const angle = (i / 32) * 2 * Math.PI;
    return march(trousers, [ANKLE[0], CUFF + 0.012, ANKLE[2]], [Math.sin(angle), 0, Math.cos(angle)], 0.0005);
  });
  const mesh = sweep(path, () => 0.0165, { closed: true, flat: 0.36 });
  return makePart(mesh, { name: 'LeftTurnUp', colour: DENIM_INSIDE, influences: trouserInfluences });
}

/** Worn a little lighter over the thighs. */
function denim(p: Vec3): Vec3 {
  const worn = smoothstep(0.14, 0.02, Math.hypot(p[1] - 0.68, Math.abs(p[0]) - 0.1)) * smoothstep(0, 0.07, p[2]);
  return [DENIM[0] * (1 + 0.22 * worn), DENIM[1] * (1 + 0.22 * worn), DENIM[2] * (1 + 0.18 * worn)];
}
