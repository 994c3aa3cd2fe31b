import { join, meet } from '../field/field.ts';
import { bar, ellipsoid, sphere } from '../field/primitives.ts';
import type { Profile } from '../field/profile.ts';
import { readProfile } from '../field/profile.ts';
import type { Colour, Finish, Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { clamp, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { dot, normalize, subtract } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { moveMesh } from '../mesh/mesh.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import type { Influences } from '../skin/influences.ts';
import { blend, chain } from '../skin/influences.ts';
import { ACCENT, PAINT, RUBBER, SHELL } from './palette.ts';
import type { RobotFinger } from './skeleton.ts';
import { ARM_TURN, ELBOW, FINGER_NAMES, FINGERS, lowerArm, mirrorName, SHOULDER, WRIST } from './skeleton.ts';

/** Rows of [distance from the wrist, radius]: a gauntlet, wider towards the hand. */
const GAUNTLET: Profile = [
  [-0.14, 0.038],
  [-0.12, 0.05],
  [-0.06, 0.0585],
  [-0.015, 0.063],
  [0.005, 0.06],
];
const FINGER_RADIUS: Record<RobotFinger, number> = { thumb: 0.0205, index: 0.0185, middle: 0.0195, ring: 0.018 };

/** The whole arm, held out. */
export function heldArm(p: Vec3): number {
  return Math.min(ball(p), hose(p), gauntlet(p), glove(p));
}

export function makeArms(): Part[] {
  const across = (half: number, step: number) =>
    [
      axis(SHOULDER[1] - half, [SHOULDER[1] + half, step]),
      axis(SHOULDER[2] - half, [SHOULDER[2] + half, step]),
    ] as const;
  const handZ = axis(WRIST[2] - 0.075, [WRIST[2] + 0.125, 0.0098]);
  const part = (
    name: string,
    mesh: Mesh,
    colour: Colour,
    finish: Finish,
    influences: (p: Vec3) => Influences,
  ): Part[] => {
    const held = makePart(mesh, { name: `left ${name}`, finish, colour, influences });
    return bothSides({ ...held, mesh: moveMesh(mesh, lowerArm, ARM_TURN) }, mirrorName);
  };
  const shoulderBox = [axis(0.09, [0.26, 0.0135]), ...across(0.09, 0.0135)] as const;
  const hoseBox = [axis(0.145, [0.395, 0.0078]), ...across(0.062, 0.0145)] as const;
  const gauntletBox = [axis(0.3, [0.49, 0.0135]), ...across(0.085, 0.0135)] as const;
  const cuffBox = [axis(0.42, [0.485, 0.0085]), ...across(0.09, 0.0125)] as const;
  const gloveBox = [
    axis(WRIST[0] - 0.045, [WRIST[0] + 0.2, 0.011]),
    axis(SHOULDER[1] - 0.055, [SHOULDER[1] + 0.055, 0.0095]),
    handZ,
  ] as const;
  return [
    ...part('shoulder', surfaceNets(ball, shoulderBox), PAINT, 'gloss', () => ({ upperarm_l: 0.7, clavicle_l: 0.3 })),
    ...part('hose', surfaceNets(hose, hoseBox), RUBBER, 'matte', bend),
    ...part('gauntlet', surfaceNets(gauntlet, gauntletBox), SHELL, 'gloss', () => ({ lowerarm_l: 1 })),
    ...part('cuff', surfaceNets(cuff, cuffBox), ACCENT, 'gloss', () => ({ lowerarm_l: 1 })),
    ...part('glove', surfaceNets(glove, gloveBox), RUBBER, 'matte', gloveInfluences),
  ];
}

function ball(p: Vec3): number {
  return ellipsoid(p, [SHOULDER[0] + 0.008, SHOULDER[1], SHOULDER[2]], [0.066, 0.06, 0.064]);
}

/** A ribbed hose from shoulder to forearm: it may bend anywhere. */
function hose(p: Vec3): number {
  const along = clamp(p[0], 0.19, 0.35);
  const ripple = 0.0042 * Math.sin(p[0] * 240);
  return (
    bar(p, [along - 0.001, SHOULDER[1], SHOULDER[2]], [along + 0.001, SHOULDER[1], SHOULDER[2]], 0.037, 0.037) - ripple
  );
}

function gauntlet(p: Vec3): number {
  const along = clamp(p[0] - WRIST[0], -0.14, 0.005);
  const [radius] = readProfile(GAUNTLET, along) as [number];
  const across = Math.hypot(p[1] - WRIST[1], p[2] - WRIST[2]) - radius;
  return meet(across, Math.abs(p[0] - WRIST[0] + 0.0675) - 0.0725, 0.022);
}

function cuff(p: Vec3): number {
  const across = Math.hypot(p[1] - WRIST[1], p[2] - WRIST[2]) - 0.0665;
  return meet(across, Math.abs(p[0] - WRIST[0] + 0.008) - 0.0155, 0.012);
}

function glove(p: Vec3): number {
  const q = subtract(p, WRIST);
  let d = ellipsoid(q, [0.048, 0, 0], [0.052, 0.036, 0.053]);
  d = join(d, sphere(q, [0.004, 0, 0], 0.034), 0.03);
  for (const finger of FINGER_NAMES) d = join(d, fingerField(q, finger), 0.014);
  return d;
}

function fingerField(p: Vec3, finger: RobotFinger): number {
  const points = FINGERS[finger];
  const radius = FINGER_RADIUS[finger];
  return Math.min(...[0, 1, 2].map((i) => bar(p, points[i]!, points[i + 1]!, radius, radius)));
}

function bend(p: Vec3): Influences {
  const arm = chain('upperarm_l', ['lowerarm_l', smoothstep(-0.045, 0.04, p[0] - ELBOW[0])]);
  return blend({ clavicle_l: 0.3, upperarm_l: 0.7 }, arm, smoothstep(0.18, 0.22, p[0]));
}

function gloveInfluences(p: Vec3): Influences {
  const q = subtract(p, WRIST);
  const distances = FINGER_NAMES.map((finger) => fingerField(q, finger));
  const finger = FINGER_NAMES[distances.indexOf(Math.min(...distances))]!;
  const points = FINGERS[finger];
  const beyond = (i: number): number => {
    const along = dot(subtract(q, points[i]!), normalize(subtract(points[i + 1]!, points[Math.max(i - 1, 0)]!)));
    return smoothstep(-0.011, 0.011, along);
  };
  const hand = smoothstep(-0.02, 0.015, q[0]);
  return chain(
    'lowerarm_l',
    ['hand_l', hand],
    [`${finger}_01_l`, beyond(0) * hand],
    [`${finger}_02_l`, beyond(1) * hand],
    [`${finger}_03_l`, beyond(2) * hand],
  );
}
