import { join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { clamp, mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import type { Influences } from '../skin/influences.ts';
import { chain } from '../skin/influences.ts';
import { ACCENT, PAINT, RUBBER, SHELL } from './palette.ts';
import { ANKLE, HIP, KNEE, mirrorName } from './skeleton.ts';

/** The whole left leg. */
export function leftLeg(p: Vec3): number {
  return Math.min(hose(p), boot(p), sole(p));
}

export function makeLegs(): Part[] {
  const box = (bottom: number, top: number, step: number) =>
    [axis(0.005, [0.2, step]), axis(bottom, [top, step]), axis(-0.12, [0.2, step])] as const;
  const hoseBox = [axis(0.02, [0.17, 0.016]), axis(0.125, [0.42, 0.008]), axis(-0.075, [0.075, 0.016])] as const;
  const style = { influences: leg };
  return [
    makePart(surfaceNets(hose, hoseBox), { name: 'left hose', colour: RUBBER, ...style }),
    makePart(surfaceNets(boot, box(-0.01, 0.25, 0.0145)), {
      name: 'left boot',
      finish: 'gloss',
      colour: SHELL,
      ...style,
    }),
    makePart(surfaceNets(collar, box(0.17, 0.25, 0.0115)), {
      name: 'left collar',
      finish: 'gloss',
      colour: ACCENT,
      ...style,
    }),
    makePart(surfaceNets(sole, [axis(0.01, [0.2, 0.0135]), axis(-0.012, [0.05, 0.0085]), axis(-0.12, [0.2, 0.0135])]), {
      name: 'left sole',
      colour: RUBBER,
      ...style,
    }),
    makePart(surfaceNets(toeCap, box(0, 0.12, 0.0125)), {
      name: 'left toe cap',
      finish: 'gloss',
      colour: PAINT,
      ...style,
    }),
  ].flatMap((part) => bothSides(part, mirrorName));
}

function hose(p: Vec3): number {
  const ripple = 0.0045 * Math.sin(p[1] * 230);
  return bar(p, [KNEE[0], 0.185, KNEE[2]], HIP, 0.049, 0.051) - ripple;
}

function boot(p: Vec3): number {
  let d = bar(p, [0.098, 0.19, 0], [0.1, 0.07, -0.01], 0.061, 0.068);
  d = join(d, ellipsoid(p, [0.104, 0.05, 0.06], [0.068, 0.058, 0.095]), 0.05);
  return meet(meet(d, 0.014 - p[1], 0.012), p[1] - 0.214, 0.016);
}

function collar(p: Vec3): number {
  const across = Math.hypot(p[0] - 0.098, p[2]) - 0.0675;
  return meet(across, Math.abs(p[1] - 0.205) - 0.0145, 0.013);
}

/** The front of the boot in the body's colour. */
function toeCap(p: Vec3): number {
  const cap = ellipsoid(p, [0.104, 0.048, 0.062], [0.073, 0.061, 0.1]);
  return meet(meet(cap, 0.075 - p[2], 0.014), 0.016 - p[1], 0.012);
}

function sole(p: Vec3): number {
  const z = clamp(p[2], -0.03, 0.09);
  const t = (z + 0.03) / 0.12;
  const print = Math.hypot(p[0] - mix(0.1, 0.104, t), p[2] - z) - mix(0.069, 0.074, smoothstep(0, 1, t));
  return meet(print, Math.abs(p[1] - 0.0165) - 0.0165, 0.011);
}

function leg(p: Vec3): Influences {
  const knee = smoothstep(KNEE[1] + 0.045, KNEE[1] - 0.02, p[1]);
  const ankle = smoothstep(ANKLE[1] + 0.04, ANKLE[1] - 0.03, p[1] - 0.35 * Math.max(0, p[2] - 0.03));
  const toes = smoothstep(0.055, 0.1, p[2]) * ankle;
  return chain('thigh_l', ['calf_l', knee], ['foot_l', ankle], ['ball_l', toes]);
}
