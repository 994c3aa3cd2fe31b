import type { Looks } from '../body/body.ts';
import { EYE } from '../body/skeleton.ts';
import { withMuscles } from '../blendshapes/morphs.ts';
import type { Muscle } from '../blendshapes/muscles.ts';
import type { Colour, Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import { fromDegrees, rotate } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, cross, normalize, subtract } from '../math/vec3.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { patch } from '../mesh/patch.ts';

export const EYE_RADIUS = 0.0215;
const EDGE_OF_SIGHT = 1.65;
/** How far the eyes turn at weight 1, degrees. */
const LOOK = { up: 24, down: 26, in: 30, out: 30 };

const LOOKS: readonly (readonly [string, Muscle])[] = [
  ['eyeLookUpLeft', turnEye(-LOOK.up, 0)],
  ['eyeLookDownLeft', turnEye(LOOK.down, 0)],
  ['eyeLookInLeft', turnEye(0, -LOOK.in)],
  ['eyeLookOutLeft', turnEye(0, LOOK.out)],
];

/** The left eye. Each colour has its own rings of vertices, so that pupil and iris have crisp rims. */
export function makeEye({ iris }: Looks): Part[] {
  const tint = (factor: number): Colour => [iris[0] * factor, iris[1] * factor, iris[2] * factor];
  /** Rings around the line of sight: radians from it, and the colour between this ring and the next. */
  const bounds: readonly (readonly [angle: number, inner: Colour, outer: Colour])[] = [
    [0, [0.02, 0.02, 0.02], [0.03, 0.025, 0.02]],
    [0.26, tint(1.55), tint(1)],
    [0.5, tint(1), tint(0.4)],
    [0.57, [0.95, 0.94, 0.92], [0.9, 0.87, 0.85]],
  ];
  const influences = { LeftEye: 1 };
  const bands = bounds.map(([angle, inner, outer], i) => {
    const end = bounds[i + 1]?.[0] ?? EDGE_OF_SIGHT;
    const mesh = cap([0, 0, 1], angle, end, EYE_RADIUS, i === bounds.length - 1 ? 5 : 1);
    const reach = (p: Vec3): number => Math.acos((p[2] - EYE[2]) / EYE_RADIUS);
    const colour = (p: Vec3): Colour => (reach(p) < (angle + end) / 2 ? inner : outer);
    return makePart(mesh, { name: 'LeftEyeball', finish: 'gloss', colour, influences });
  });
  return bands.map((part) => withMuscles(part, LOOKS));
}

/** The glint of a window: without it a gaze is dead. It lies on the side of the light in both eyes. */
export function makeGlint(side: 'Left' | 'Right'): Part {
  const direction = normalize([-0.2, 0.24, 1]);
  const mesh = cap(direction, 0, 0.1, EYE_RADIUS * 1.012, 1);
  const shift: Vec3 = [side === 'Left' ? 0 : -2 * EYE[0], 0, 0];
  const moved = { ...mesh, positions: mesh.positions.map((p) => add(p, shift)) };
  return makePart(moved, {
    name: `${side}Glint`,
    finish: 'gloss',
    colour: [1, 1, 1],
    influences: { [`${side}Eye`]: 1 },
  });
}

function turnEye(pitch: number, yaw: number): Muscle {
  const turn = fromDegrees(pitch, yaw, 0);
  return (p) => {
    const local = subtract(p, EYE);
    return subtract(rotate(turn, local), local);
  };
}

/** The band of a sphere around the eye's centre between two angles from an axis. */
function cap(axis: Vec3, from: number, to: number, radius: number, rows: number): Mesh {
  const right = normalize(cross([0, 1, 0], axis));
  const up = cross(axis, right);
  return patch(24, rows, (u, v) => {
    const angle = to + (from - to) * v;
    const around = u * 2 * Math.PI;
    const sin = Math.sin(angle);
    const normal = [0, 1, 2].map(
      (d) => axis[d]! * Math.cos(angle) + right[d]! * sin * Math.cos(around) + up[d]! * sin * Math.sin(around),
    ) as unknown as Vec3;
    return [[EYE[0] + normal[0] * radius, EYE[1] + normal[1] * radius, EYE[2] + normal[2] * radius], normal];
  });
}
