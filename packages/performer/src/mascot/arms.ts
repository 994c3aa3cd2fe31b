import { join } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Colour, Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { dot, lerp, normalize, subtract } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { moveMesh } from '../mesh/mesh.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import type { Influences } from '../skin/influences.ts';
import { chain } from '../skin/influences.ts';
import { FUR, SOCKS } from './palette.ts';
import type { PawFinger } from './skeleton.ts';
import { ARM_TURN, ELBOW, FINGER_NAMES, FINGERS, lowerArm, mirrorName, SHOULDER, WRIST } from './skeleton.ts';

const FINGER_RADIUS: Record<PawFinger, number> = { Thumb: 0.0175, Index: 0.0185, Middle: 0.0195, Ring: 0.018 };

/** The arm without its paw, held out. */
export function armTube(p: Vec3): number {
  return join(
    bar(p, SHOULDER, ELBOW, 0.052, 0.047),
    bar(p, ELBOW, [WRIST[0] + 0.01, WRIST[1], WRIST[2]], 0.047, 0.044),
    0.02,
  );
}

export function heldArm(p: Vec3): number {
  const d = Math.max(armTube(p), SHOULDER[0] + 0.01 - p[0]);
  return p[0] < WRIST[0] - 0.06 ? d : join(d, paw(subtract(p, WRIST)), 0.03);
}

export function makeArms(grain: number): Part[] {
  const across = (half: number) => axis(SHOULDER[1] - half, [SHOULDER[1] + half, 0.0105 * grain]);
  const held = surfaceNets(heldArm, [
    axis(SHOULDER[0], [WRIST[0] - 0.03, 0.014 * grain], [WRIST[0] + 0.17, 0.0095 * grain]),
    across(0.065),
    axis(WRIST[2] - 0.075, [WRIST[2] + 0.105, 0.0095 * grain]),
  ]);
  const part = makePart(held, { name: 'LeftArm', finish: 'skin', colour: socks, influences: armInfluences });
  return bothSides({ ...part, mesh: moveMesh(held, lowerArm, ARM_TURN) }, mirrorName);
}

/** Bone by bone down the arm, then into the nearest finger. */
export function armInfluences(p: Vec3): Influences {
  const elbow = smoothstep(-0.04, 0.04, p[0] - ELBOW[0]);
  const wrist = smoothstep(-0.03, 0.025, p[0] - WRIST[0]);
  const local = subtract(p, WRIST);
  const finger = FINGER_NAMES.reduce((best, name) => (digit(local, name) < digit(local, best) ? name : best));
  const points = FINGERS[finger];
  const share = (i: number): number => {
    const direction = normalize(subtract(points[i + 1]!, points[Math.max(i - 1, 0)]!));
    return smoothstep(-0.011, 0.011, dot(subtract(local, points[i]!), direction)) * wrist;
  };
  return chain(
    'LeftArm',
    ['LeftForeArm', elbow],
    ['LeftHand', wrist],
    ...[0, 1, 2].map((i) => [`LeftHand${finger}${i + 1}`, share(i)] as const),
  );
}

function paw(p: Vec3): number {
  const palm = ellipsoid(p, [0.045, 0, 0.002], [0.056, 0.031, 0.05]);
  return join(palm, Math.min(...FINGER_NAMES.map((finger) => digit(p, finger))), 0.012);
}

function digit(p: Vec3, finger: PawFinger): number {
  const points = FINGERS[finger];
  const radius = FINGER_RADIUS[finger];
  let d = 1;
  for (let i = 0; i < 3; i++) d = Math.min(d, bar(p, points[i]!, points[i + 1]!, radius, radius * 0.97));
  return d;
}

/** Dark from the middle of the forearm on. */
function socks(p: Vec3): Colour {
  return lerp(FUR, SOCKS, smoothstep(ELBOW[0] + 0.045, ELBOW[0] + 0.065, p[0]));
}
