import type { Body, Piece } from '../body/body.ts';
import { ON_HEAD } from '../face/on-head.ts';
import { skull } from '../face/head.ts';
import { carve, join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Colour } from '../figure.ts';
import { makePart } from '../figure.ts';
import { clamp, mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { cross, leftOf, normalize, subtract } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { turnOver } from '../mesh/mesh.ts';
import { patch } from '../mesh/patch.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import { hangingInfluences } from './hair.ts';

/** A baseball cap, sitting where the hair would be thickest. */
export function cap({ grain }: Body, colour: Colour): Piece {
  const mesh = surfaceNets(dome, [
    axis(-0.13, [0.13, 0.0095 * grain]),
    axis(1.64, [1.81, 0.0085 * grain]),
    axis(-0.16, [0.12, 0.0095 * grain]),
  ]);
  const trim = colour.map((channel) => channel * 0.82) as unknown as Colour;
  const style = { influences: ON_HEAD };
  return {
    parts: [
      makePart(mesh, { name: 'Cap', colour, ...style }),
      makePart(capRim(), { name: 'CapRim', colour: trim, ...style }),
      makePart(brim(0.0016), { name: 'Brim', colour, ...style }),
      makePart(turnOver(brim(-0.0016)), { name: 'BrimBelow', colour: trim, ...style }),
      makePart(brimEdge(), { name: 'BrimEdge', colour, ...style }),
    ],
    solid: { field: dome, low: 1.64, high: 1.85 },
  };
}

/** A scarf around head and throat, its end over the chest. */
export function hijab({ grain }: Body, colour: Colour): Piece {
  const mesh = surfaceNets(scarf, [
    axis(-0.17, [0.17, 0.0095 * grain]),
    axis(1.36, [1.82, 0.0095 * grain]),
    axis(-0.18, [0.15, 0.0095 * grain]),
  ]);
  const shade = (p: Vec3): Colour => {
    const light = 1 + 0.05 * drape(p);
    return colour.map((channel) => clamp(channel * light)) as unknown as Colour;
  };
  return {
    parts: [
      makePart(mesh, { name: 'Hijab', colour: shade, influences: hangingInfluences }),
      makePart(rim(), { name: 'HijabRim', colour, influences: hangingInfluences }),
    ],
    solid: { field: scarf, low: 1.34, high: 1.83 },
  };
}

function dome(p: Vec3): number {
  const left = leftOf(p);
  const crown = skull(left, 0.0195);
  const shell = meet(crown, edgeOfCap(p[2]) - p[1], 0.008);
  const button = ellipsoid(p, [0, 1.802, -0.016], [0.011, 0.006, 0.011]);
  // Six panels meet in seams.
  const seam = 0.0012 * smoothstep(0.09, 0, Math.abs(Math.sin(Math.atan2(p[0], p[2] + 0.016) * 3)));
  return Math.min(shell + seam, button);
}

/** A bent plate: a field of this thinness would need cells as fine. */
function brim(lift: number): Mesh {
  return patch(20, 8, (u, v) => {
    const p = onBrim(mix(1, -1, u), v, lift);
    const [across, along] = [onBrim(mix(1, -1, u + 0.01), v, lift), onBrim(mix(1, -1, u), v + 0.01, lift)];
    return [p, normalize(cross(subtract(across, p), subtract(along, p)))];
  });
}

/** A point of the brim, `across` from right to left in −1…1, `out` from the forehead to the edge in 0…1. */
function onBrim(across: number, out: number, lift: number): Vec3 {
  const x = across * mix(0.09, 0.082, out);
  const inner = -0.016 + 0.108 * Math.sqrt(Math.max(1 - (x / 0.104) ** 2, 0));
  const outer = inner + 0.088 * Math.max(1 - across ** 4, 0) ** 0.5;
  const z = mix(inner, outer, out);
  return [x, 1.7215 - 0.16 * (z - 0.09) - 2.6 * x * x + lift, z];
}

function brimEdge(): Mesh {
  const path = Array.from({ length: 25 }, (_, i) => onBrim(mix(-1, 1, i / 24), 1, 0));
  return sweep(path, () => 0.0028, { sides: 6 });
}

/** Covers the cut edge of the dome. */
function capRim(): Mesh {
  const path = Array.from({ length: 56 }, (_, i): Vec3 => {
    const angle = (i / 56) * 2 * Math.PI;
    const [x, , z] = march(dome, [0, 1.735, -0.016], [Math.sin(angle), 0, Math.cos(angle)], -0.001);
    return march(dome, [x * 0.3, edgeOfCap(z) + 0.009, -0.016], [Math.sin(angle), 0, Math.cos(angle)], -0.0015);
  });
  return sweep(path, () => 0.0085, { closed: true, flat: 0.45 });
}

function edgeOfCap(z: number): number {
  return mix(1.668, 1.718, smoothstep(-0.11, 0.09, z));
}

function scarf(p: Vec3): number {
  const left = leftOf(p);
  const [x, y] = left;
  let d = skull(left, 0.0125);
  // Around the cheeks and under the chin.
  d = join(d, ellipsoid(left, [0, 1.602, 0.004], [0.085, 0.094, 0.086]), 0.03);
  // The ears are under it.
  d = join(d, ellipsoid(left, [0.074, 1.63, -0.012], [0.036, 0.056, 0.044]), 0.03);
  const throat = (Math.hypot(x / 0.073, (p[2] + 0.02) / 0.074) - 1) * 0.073;
  d = join(d, Math.max(throat, y - 1.56), 0.04);
  const shoulders = bar(left, [0, 1.45, -0.034], [0.1, 1.42, -0.028], 0.08, 0.05);
  d = join(d, shoulders, 0.045);
  d = join(d, ellipsoid(p, [-0.012, 1.42, 0.06], [0.09, 0.07, 0.04]), 0.05);
  d += 0.0024 * drape(p);
  d = carve(d, opening(left), 0.008);
  return meet(d, 1.372 + 0.3 * Math.hypot(p[0] + 0.02, 0.03) - y, 0.016);
}

/** The oval that the face looks out of, cut straight back to the ears. */
function opening([x, y, z]: Vec3): number {
  const oval = (Math.hypot(x / 0.0715, (y - 1.642) / (y > 1.642 ? 0.088 : 0.112)) - 1) * 0.0715;
  return meet(oval, 0.012 - z, 0.01);
}

/** The seam around the face: it covers the cut edge. */
function rim(): Mesh {
  const path = Array.from({ length: 56 }, (_, i): Vec3 => {
    const angle = (i / 56) * 2 * Math.PI;
    const x = 0.0725 * Math.cos(angle);
    const y = 1.642 + (Math.sin(angle) > 0 ? 0.089 : 0.113) * Math.sin(angle);
    return march(scarf, [x * 1.1, mix(1.642, y, 1.06), 0.2], [0, 0, -1], -0.002);
  });
  return sweep(path, () => 0.0085, { closed: true, flat: 0.8, up: [0, 0, 1], sides: 8 });
}

/** Folds that run from the temples down and across the throat. */
function drape([x, y, z]: Vec3): number {
  const below = smoothstep(1.64, 1.5, y);
  return Math.sin(y * 150 + x * 34 + z * 40 + Math.sin(x * 20) * 0.8) * (0.25 + 0.75 * below);
}
