import { withMuscles } from '../blendshapes/morphs.ts';
import type { Muscle } from '../blendshapes/muscles.ts';
import { acrossMiddle, pull, STILL } from '../blendshapes/muscles.ts';
import { ellipsoid } from '../field/primitives.ts';
import type { Colour, Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { patch } from '../mesh/patch.ts';
import { gradient, surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import { head } from './head.ts';
import { BLUSH, MOUTH, NOSE, SOCKS } from './palette.ts';
import { EYE, mirrorName } from './skeleton.ts';

const ON_HEAD = { Head: 1 };
const EYE_RADII: Vec3 = [0.032, 0.044, 0.018];
const MOUTH_Y = 0.792;

/** Bean eyes, a nose, a mouth that is a line until it opens: what a cartoon needs of ARKit's blendshapes. */
export function makeFace(grain: number): Part[] {
  const left = [makeEye(grain), makeBrow(), makeCheek()];
  const nose = (p: Vec3): number => ellipsoid(p, [0, 0.85, 0.236], [0.031, 0.0225, 0.019]);
  const noseBox = [
    axis(-0.04, [0.04, 0.0075 * grain]),
    axis(0.82, [0.88, 0.0075 * grain]),
    axis(0.21, [0.26, 0.0065 * grain]),
  ] as const;
  return [
    ...left.flatMap((part) => bothSides(part, mirrorName)),
    makeGlint('Left'),
    makeGlint('Right'),
    makePart(surfaceNets(nose, noseBox), { name: 'Nose', finish: 'gloss', colour: NOSE, influences: ON_HEAD }),
    makeMouth(),
    makeLine(),
  ];
}

function makeEye(grain: number): Part {
  const bean = (p: Vec3): number => ellipsoid(p, EYE, EYE_RADII);
  const box = EYE.map((middle, d) =>
    axis(middle - EYE_RADII[d]! - 0.004, [middle + EYE_RADII[d]! + 0.004, 0.0068 * grain]),
  );
  const mesh = surfaceNets(bean, box as unknown as Parameters<typeof surfaceNets>[1]);
  const part = makePart(mesh, { name: 'LeftEyeball', finish: 'gloss', colour: NOSE, influences: { LeftEye: 1 } });
  return withMuscles(part, [...squeezes('Left'), ...looks()]);
}

/** An eye that shuts becomes a line, an arch where it laughs. */
function squeezes(side: 'Left' | 'Right'): [string, Muscle][] {
  const squeeze = (share: number, arch: number): Muscle => {
    return ([x, y]) => [0, -(y - EYE[1]) * share + arch * (1 - ((Math.abs(x) - EYE[0]) / EYE_RADII[0]) ** 2), 0];
  };
  return [
    [`eyeBlink${side}`, squeeze(0.88, -0.006)],
    [`eyeSquint${side}`, squeeze(0.4, 0.004)],
    [`cheekSquint${side}`, squeeze(0.3, 0.012)],
    [`eyeWide${side}`, squeeze(-0.18, 0)],
  ];
}

function looks(): [string, Muscle][] {
  const move =
    (by: Vec3): Muscle =>
    () =>
      by;
  return [
    ['eyeLookUpLeft', move([0, 0.012, 0])],
    ['eyeLookDownLeft', move([0, -0.012, 0.002])],
    ['eyeLookInLeft', move([-0.012, 0, 0.003])],
    ['eyeLookOutLeft', move([0.012, 0, -0.004])],
  ];
}

/** On the side of the light in both eyes; an eye that shuts has none. */
function makeGlint(side: 'Left' | 'Right'): Part {
  const x = side === 'Left' ? EYE[0] : -EYE[0];
  const middle: Vec3 = [x - 0.009, EYE[1] + 0.015, EYE[2] + 0.0165];
  const mesh = patch(18, 2, (u, v) => {
    const angle = u * 2 * Math.PI;
    const p = add(middle, [Math.cos(angle) * 0.0075 * (1 - v), Math.sin(angle) * 0.0095 * (1 - v), 0.001 * v]);
    return [p, [0, 0, 1]];
  });
  const part = makePart(mesh, {
    name: `${side}Glint`,
    finish: 'gloss',
    colour: [1, 1, 1],
    influences: { [`${side}Eye`]: 1 },
  });
  const hide: Muscle = ([px, py]) => [middle[0] - px, EYE[1] - 0.006 - py, -0.016];
  return withMuscles(part, [[`eyeBlink${side}`, hide]]);
}

function makeBrow(): Part {
  const path = Array.from({ length: 11 }, (_, i) => {
    const t = i / 10;
    return onFace(mix(0.06, 0.115, t), 0.957 + 0.011 * Math.sin(Math.PI * t) - 0.004 * t, 0.002);
  });
  const mesh = sweep(path, (t) => 0.0078 * Math.sin(Math.PI * mix(0.2, 0.9, t)), { flat: 0.6 });
  const part = makePart(mesh, { name: 'LeftBrow', finish: 'skin', colour: SOCKS, influences: ON_HEAD });
  const wide: Vec3 = [0.06, 0.05, 0.1];
  return withMuscles(part, [
    ['browInnerUp', pull([0.06, 0.96, 0.15], wide, [2, 14, -2])],
    ['browDownLeft', pull([0.06, 0.96, 0.15], wide, [-3, -13, 3])],
    ['browOuterUpLeft', pull([0.115, 0.96, 0.13], wide, [0, 14, -2])],
  ]);
}

function makeCheek(): Part {
  const mesh = disc([0.142, 0.838], 0.025, 0.0145, 0.0022);
  return makePart(mesh, { name: 'LeftCheek', finish: 'skin', colour: BLUSH, influences: ON_HEAD });
}

/** The line of a smile under the nose, its corners up; it is the upper rim of the open mouth too. */
function makeLine(): Part {
  const path = Array.from({ length: 21 }, (_, i) => {
    const x = mix(-0.047, 0.047, i / 20);
    return onFace(x, lineOfMouth(x), 0.0008);
  });
  const mesh = sweep(path, (t) => 0.0042 * Math.min(1, 0.5 + 6 * Math.min(t, 1 - t)), { flat: 0.6, sides: 6 });
  const part = makePart(mesh, { name: 'MouthLine', finish: 'skin', colour: SOCKS, influences: ON_HEAD });
  return withMuscles(part, CORNERS);
}

/** Two arches that meet below the nose. */
function lineOfMouth(x: number): number {
  const u = Math.abs(x) / 0.047;
  return MOUTH_Y + 0.014 * u ** 2.4 - 0.007 * Math.sin(Math.PI * u);
}

/** A dark sheet without height behind the line, drawn down as the jaw opens. */
function makeMouth(): Part {
  const columns = 20;
  const rows = 5;
  const mesh = patch(columns, rows, (u, v) => {
    const x = mix(-0.043, 0.043, u);
    const p = onFace(x, lineOfMouth(x) - 0.0004 * (1 - v), -0.001);
    return [p, gradient(head, p)];
  });
  const below = mesh.positions.map((_, i) => 1 - Math.floor(i / (columns + 1)) / rows);
  const rim: Colour = MOUTH;
  const tongue: Colour = [0.86, 0.42, 0.42];
  const part = makePart(mesh, { name: 'Mouth', finish: 'skin', colour: rim, influences: ON_HEAD });
  const colours = below.map((share) => (share > 0.55 ? tongue : rim));
  const open = (p: Vec3, share: number, depth: number): Vec3 => {
    const y = p[1] - depth * share * Math.max(1 - (p[0] / 0.033) ** 2, 0) ** 0.6;
    const to = onFace(p[0], y, 0.0045);
    return [0, to[1] - p[1], to[2] - p[2]];
  };
  const positions = mesh.positions;
  const index = new Map(positions.map((p, i) => [p, i]));
  const opening =
    (depth: number): Muscle =>
    (p) =>
      open(p, below[index.get(p)!]!, depth);
  return withMuscles({ ...part, colours }, [['jawOpen', opening(0.03)], ['mouthFunnel', opening(0.018)], ...CORNERS]);
}

/** The corners of the mouth go up and out, or down. */
const CORNERS: readonly (readonly [string, Muscle])[] = [
  ...pair('mouthSmile', [4, 13, 0]),
  ...pair('mouthFrown', [2, -16, 0]),
];

function pair(name: string, move: Vec3): [string, Muscle][] {
  const pulled = pull([0.047, MOUTH_Y + 0.012, 0.2], [0.045, 0.05, 0.1], move);
  // Across the muzzle, not through it.
  const left: Muscle = (p) => {
    const by = pulled(p, 0);
    if (by === STILL) return STILL;
    const to = onFace(p[0] + by[0], p[1] + by[1], Math.max(head(p), 0.0016));
    return [to[0] - p[0], to[1] - p[1], to[2] - p[2]];
  };
  return [
    [`${name}Left`, left],
    [`${name}Right`, acrossMiddle(left)],
  ];
}

function disc([x, y]: readonly [number, number], width: number, height: number, proud: number): Mesh {
  return patch(24, 3, (u, v) => {
    const angle = u * 2 * Math.PI;
    const p = onFace(x + Math.cos(angle) * width * (1 - v), y + Math.sin(angle) * height * (1 - v), proud + 0.001 * v);
    return [p, gradient(head, p)];
  });
}

function onFace(x: number, y: number, proud: number): Vec3 {
  return march(head, [x, y, 0.4], [0, 0, -1], proud);
}
