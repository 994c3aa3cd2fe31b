import type { Colour, Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import type { Vec3 } from '../math/vec3.ts';
import { cross, normalize } from '../math/vec3.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { patch } from '../mesh/patch.ts';
import { IRIS } from './palette.ts';
import { EYE } from './skeleton.ts';

export const EYE_RADIUS = 0.0215;

/** Rings around the line of sight: radians from it, and the colour between this ring and the next. */
const RINGS: readonly (readonly [angle: number, inner: Colour, outer: Colour])[] = [
  [0, [0.02, 0.02, 0.02], [0.03, 0.025, 0.02]],
  [0.26, [IRIS[0] * 1.5, IRIS[1] * 1.5, IRIS[2] * 1.5], IRIS],
  [0.5, IRIS, [IRIS[0] * 0.4, IRIS[1] * 0.4, IRIS[2] * 0.4]],
  [0.57, [0.95, 0.94, 0.92], [0.9, 0.87, 0.85]],
];
const EDGE_OF_SIGHT = 1.65;

/** The left eye. Each colour has its own rings of vertices, so that pupil and iris have crisp rims. */
export function makeEye(): Part[] {
  const looking: Vec3 = [0, 0, 1];
  const influences = { LeftEye: 1 };
  const bands = RINGS.map(([angle, inner, outer], i) => {
    const end = RINGS[i + 1]?.[0] ?? EDGE_OF_SIGHT;
    const mesh = cap(looking, angle, end, EYE_RADIUS, i === RINGS.length - 1 ? 5 : 1);
    const reach = (p: Vec3): number => Math.acos((p[2] - EYE[2]) / EYE_RADIUS);
    const colour = (p: Vec3): Colour => (reach(p) < (angle + end) / 2 ? inner : outer);
    return makePart(mesh, { name: 'LeftEyeball', finish: 'gloss', colour, influences });
  });
  // The glint of a window: without it a gaze is dead.
  const glint = cap(normalize([-0.2, 0.24, 1]), 0, 0.1, EYE_RADIUS * 1.012, 1);
  return [...bands, makePart(glint, { name: 'LeftGlint', finish: 'gloss', colour: [1, 1, 1], influences })];
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
