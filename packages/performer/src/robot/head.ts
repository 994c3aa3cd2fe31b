import { join, meet } from '../field/field.ts';
import { bar, ellipsoid, roundBox, sphere } from '../field/primitives.ts';
import type { Colour, Finish, Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { patch } from '../mesh/patch.ts';
import { gradient, surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import { ACCENT, LIGHT, PAINT, RUBBER, SCREEN, SHELL } from './palette.ts';
import { mirrorName } from './skeleton.ts';

const CENTRE: Vec3 = [0, 0.918, 0.004];
const FACE: Vec3 = [0, 0.908, 0];
const FACE_HALF = { width: 0.158, height: 0.108, corner: 0.072 };
const INFLUENCES = { head: 1 };

/** A cushion, a little wider below than above, with a bolt-on ear on each side. */
export function robotHead(p: Vec3): number {
  return Math.min(shell(p), ear(leftOf(p)), antenna(p));
}

export function makeHead(): Part[] {
  const part = (name: string, mesh: Mesh, colour: Colour, finish: Finish = 'gloss'): Part =>
    makePart(mesh, { name, finish, colour, influences: INFLUENCES });
  const ears = surfaceNets(ear, [axis(0.16, [0.27, 0.009]), axis(0.82, [1, 0.011]), axis(-0.09, [0.09, 0.011])]);
  return [
    part(
      'Head',
      surfaceNets(shell, [axis(-0.25, [0.25, 0.0195]), axis(0.73, [1.11, 0.0195]), axis(-0.2, [0.22, 0.0195])]),
      PAINT,
    ),
    part('Screen', makeScreen(), SCREEN),
    part(
      'Bezel',
      sweep(faceOutline(1, 0.002), () => 0.0115, { closed: true, flat: 0.75, up: [0, 0, 1] }),
      SHELL,
    ),
    part(
      'Antenna',
      surfaceNets(antenna, [axis(-0.03, [0.03, 0.009]), axis(1.06, [1.18, 0.011]), axis(-0.04, [0.03, 0.009])]),
      RUBBER,
    ),
    part(
      'Bulb',
      surfaceNets(bulb, [axis(-0.042, [0.042, 0.009]), axis(1.13, [1.22, 0.009]), axis(-0.05, [0.04, 0.009])]),
      ACCENT,
    ),
    part('Smile', makeSmile(), LIGHT, 'glow'),
    ...[
      part('left ear', ears, SHELL),
      part('left eye', disc([0.066, 0.922], 0.0255, 0.0375), LIGHT, 'glow'),
      part('left cheek', disc([0.105, 0.868], 0.017, 0.0105), ACCENT, 'glow'),
    ].flatMap((left) => bothSides(left, mirrorName)),
  ];
}

function shell(p: Vec3): number {
  const widen = 1 + 0.22 * (CENTRE[1] - p[1]);
  const box = roundBox([p[0] / widen, p[1], p[2]], CENTRE, [0.204, 0.158, 0.168], 0.125);
  return join(box, ellipsoid(p, CENTRE, [0.208, 0.17, 0.176]), 0.06);
}

function ear(p: Vec3): number {
  const across = Math.hypot(p[1] - 0.91, p[2]);
  const disk = meet(across - 0.062, Math.abs(p[0] - 0.212) - 0.026, 0.024);
  return join(disk, meet(across - 0.036, Math.abs(p[0] - 0.228) - 0.022, 0.016), 0.008);
}

function antenna(p: Vec3): number {
  return join(
    bar(p, [0, 1.06, -0.005], [0, 1.155, -0.005], 0.0105, 0.0085),
    ellipsoid(p, [0, 1.084, -0.005], [0.026, 0.018, 0.026]),
    0.02,
  );
}

function bulb(p: Vec3): number {
  return sphere(p, [0, 1.176, -0.005], 0.031);
}

/** The dark glass: the front of the head inside the outline, standing a little proud. */
function makeScreen(): Mesh {
  return patch(56, 9, (u, v) => {
    const p = onFace(outlineAt(u, 1 - v), 0.0025);
    return [p, gradient(shell, p)];
  });
}

function faceOutline(size: number, proud: number): Vec3[] {
  return Array.from({ length: 60 }, (_, i) => onFace(outlineAt(i / 60, size), proud));
}

/** A point on a rounded rectangle, `turn` 0…1 around it, shrunk to `size`. */
function outlineAt(turn: number, size: number): readonly [number, number] {
  const { width, height, corner } = FACE_HALF;
  const angle = turn * 2 * Math.PI;
  // A superellipse runs evenly enough around and has no corner to treat apart.
  const power = 2 / (2 + (width - corner) / corner);
  const x = Math.sign(Math.cos(angle)) * Math.abs(Math.cos(angle)) ** power;
  const y = Math.sign(Math.sin(angle)) * Math.abs(Math.sin(angle)) ** power;
  return [FACE[0] + x * width * size, FACE[1] + y * height * size];
}

function disc([x, y]: readonly [number, number], width: number, height: number): Mesh {
  return patch(28, 3, (u, v) => {
    const angle = u * 2 * Math.PI;
    const p = onFace([x + Math.cos(angle) * width * (1 - v), y + Math.sin(angle) * height * (1 - v)], 0.005);
    return [p, gradient(shell, p)];
  });
}

function makeSmile(): Mesh {
  const path = Array.from({ length: 17 }, (_, i) => {
    const u = mix(-1, 1, i / 16);
    return onFace([u * 0.04, 0.862 + 0.017 * u * u], 0.004);
  });
  return sweep(path, (t) => 0.0058 * Math.min(1, 0.55 + 6 * Math.min(t, 1 - t)), { flat: 0.5 });
}

function onFace([x, y]: readonly [number, number], proud: number): Vec3 {
  return march(shell, [x, y, 0.4], [0, 0, -1], proud);
}
