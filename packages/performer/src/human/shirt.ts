import { join, meet } from '../field/field.ts';
import { sphere } from '../field/primitives.ts';
import type { Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { moveMesh } from '../mesh/mesh.ts';
import { badge } from '../mesh/badge.ts';
import { march } from '../mesh/march.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import { armTube } from './arms.ts';
import { neck } from './head.ts';
import { shirtInfluences } from './influences.ts';
import { BADGE, RIB, SHIRT } from './palette.ts';
import { ARM_BIND_TURN, lowerArm, mirrorName, raiseArm, SHOULDER } from './skeleton.ts';
import { folds, leg, pelvis, torso } from './trunk.ts';

const SLEEVE = 0.185;
const HEM = 0.872;
/** How far the sleeve stands off the arm at its end. */
const SLEEVE_SLACK = 0.02;

export function shirt(p: Vec3): number {
  const left = leftOf(p);
  const raised = raiseArm(left);
  let d = join(torso(left) - 0.004, sleeve(raised), 0.045);
  // Below the waist the shirt hangs over the trousers, or they would show through it.
  if (left[1] < 1.08) d = join(d, join(pelvis(left), leg(left), 0.035) - 0.013, 0.02);
  const slack = 0.0028 * (smoothstep(1.15, 1, p[1]) + 0.35) * smoothstep(0.845, 0.9, p[1]);
  return meet(meet(d + folds(p, 58, 0) * slack, HEM - p[1], 0.018), p[1] - neckline(p), 0.01);
}

export function makeShirt(): Part[] {
  const mesh = surfaceNets(shirt, [
    axis(-0.44, [0.44, 0.0192]),
    axis(0.84, [1.3, 0.0215], [1.52, 0.0172]),
    axis(-0.19, [0.17, 0.0195]),
  ]);
  return [
    makePart(mesh, { name: 'Shirt', colour: SHIRT, influences: shirtInfluences }),
    makeCollar(),
    makeHem(),
    makeBadge(),
    ...makeCuffs(),
  ];
}

/** The height at which the shirt ends around the neck: lower at the throat than at the nape. */
function neckline(p: Vec3): number {
  return mix(1.486, 1.452, smoothstep(-0.085, 0.035, p[2]));
}

function sleeve(raised: Vec3): number {
  const along = raised[0] - SHOULDER[0];
  const tube = armTube(raised, 0.008 + (SLEEVE_SLACK - 0.007) * smoothstep(0.03, SLEEVE, along));
  const cap = sphere(raised, [SHOULDER[0] - 0.012, SHOULDER[1] - 0.01, SHOULDER[2]], 0.046);
  return Math.max(meet(join(tube, cap, 0.04), along - SLEEVE + 0.005, 0.018), -(along + 0.06));
}

/** A ring where neck and cloth meet: it covers the cut edge. */
function makeCollar(): Part {
  const path = Array.from({ length: 44 }, (_, i) => {
    const angle = (i / 44) * 2 * Math.PI;
    const outward: Vec3 = [Math.sin(angle), 0, Math.cos(angle)];
    const [x, , z] = march(neck, [0, neckline([0, 0, 0.03 * outward[2]]), -0.028], outward, 0.006);
    return [x, neckline([x, 0, z]) + 0.001, z] satisfies Vec3;
  });
  const mesh = sweep(path, () => 0.0095, { closed: true, flat: 0.85 });
  return makePart(mesh, { name: 'Collar', colour: RIB, influences: shirtInfluences });
}

function makeHem(): Part {
  const path = Array.from({ length: 48 }, (_, i): Vec3 => {
    const angle = (i / 48) * 2 * Math.PI;
    const [x, , z] = march(shirt, [0, HEM + 0.02, 0], [Math.sin(angle), 0, Math.cos(angle)], -0.0045);
    return [x, HEM + 0.009, z];
  });
  const mesh = sweep(path, () => 0.0095, { closed: true, flat: 0.6 });
  return makePart(mesh, { name: 'Hem', colour: RIB, influences: shirtInfluences });
}

function makeCuffs(): Part[] {
  const held = (p: Vec3): number => shirt(lowerArm(p));
  const path = Array.from({ length: 32 }, (_, i): Vec3 => {
    const angle = (-i / 32) * 2 * Math.PI;
    const axle: Vec3 = [SHOULDER[0] + SLEEVE - 0.016, SHOULDER[1], SHOULDER[2]];
    return march(held, axle, [0, Math.cos(angle), Math.sin(angle)], -0.0025);
  });
  const ring = sweep(path, () => 0.0125, { closed: true, flat: 0.5, up: [1, 0, 0] });
  const cuff = moveMesh(ring, lowerArm, ARM_BIND_TURN);
  return bothSides(makePart(cuff, { name: 'LeftCuff', colour: RIB, influences: shirtInfluences }), mirrorName);
}

function makeBadge(): Part {
  return makePart(badge(shirt, [0.066, 1.305], 0.036), { name: 'Badge', colour: BADGE, influences: shirtInfluences });
}
