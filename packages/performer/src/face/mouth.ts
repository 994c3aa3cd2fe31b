import type { Body } from '../body/body.ts';
import { onSkin } from '../blendshapes/morphs.ts';
import type { Colour, Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { march } from '../mesh/march.ts';
import { rings } from '../mesh/rings.ts';
import { gradient } from '../mesh/surface-nets.ts';
import { complexion } from './complexion.ts';
import type { FaceShape } from './face-shape.ts';
import { head } from './head.ts';
import { MOUTH_HALF, mouthLine } from './mouth-line.ts';
import { ON_HEAD } from './on-head.ts';

// A patch of skin around the mouth, its rings running from the cheek over the lips to where they meet, and on into the
// mouth: the cells of the head are too coarse for lips, and its field has no mouth to open.

/** Half of the patch: it reaches a little farther than the hole that it covers. */
const PATCH = { x: 0.045, up: 0.02, down: 0.021 };
const HOLE = 0.84;
const LIP_HEIGHT = { upper: 0.0068, lower: 0.0088 };
const LIP_SWELL = { upper: 0.0028, lower: 0.0038 };
const INSIDE: Colour = [0.36, 0.13, 0.12];

/** One ring of the patch. */
interface Ring {
  /** 0 where the lips meet, 1 at their outer rim, 2 at the rim of the patch. */
  readonly at: number;
  /** How deep behind the lips, and how far up and down from their line: metres. Only inside the mouth. */
  readonly depth?: number;
  readonly gape?: number;
}

const RINGS: readonly Ring[] = [
  ...[2, 1.8, 1.6, 1.4, 1.22, 1.08, 0.94, 0.7, 0.45, 0.22, 0].map((at) => ({ at })),
  { at: 0, depth: 0.004, gape: 0.0012 },
  { at: 0, depth: 0.009, gape: 0.008 },
  { at: 0, depth: 0.022, gape: 0.011 },
  { at: 0, depth: 0.034, gape: 0.004 },
];

/** Where the head gives way to the patch. */
export function isUnderMouth(p: Vec3): boolean {
  if (p[2] < 0.05) return false;
  const y = p[1] - mouthLine(0);
  return Math.hypot(p[0] / PATCH.x, y / (y > 0 ? PATCH.up : PATCH.down)) < HOLE;
}

export function makeMouth(body: Body): Part {
  const columns = 2 * Math.round(30 / body.grain);
  const skin = (p: Vec3): number => head(body.face, p);
  const points = RINGS.map((ring) =>
    Array.from({ length: columns }, (_, i) => place(skin, body.face, ring, (i / columns) * 2 * Math.PI)),
  );
  const mesh = rings(points);
  // The rim has to take the light as the head beneath it does.
  const normals = mesh.normals.map((normal, i) =>
    RINGS[Math.floor(i / columns)]!.at > 1.3 ? gradient(skin, mesh.positions[i]!) : normal,
  );
  const part = makePart(
    { ...mesh, normals },
    { name: 'Mouth', finish: 'skin', colour: [0, 0, 0], influences: ON_HEAD },
  );
  const colours = mesh.positions.map((p, i) => colourOf(body, RINGS[Math.floor(i / columns)]!, p));
  return onSkin({ ...part, colours }, (vertex) => Math.sign(lipSide(vertex % columns, columns)));
}

function place(skin: (p: Vec3) => number, face: FaceShape, { at, depth = 0, gape = 0 }: Ring, angle: number): Vec3 {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const up = sin > 0;
  const line: readonly [number, number] = [MOUTH_HALF * cos, mouthLine(MOUTH_HALF * cos)];
  const open = Math.max(1 - cos * cos, 0);
  const rim: readonly [number, number] = [line[0] * 1.03, line[1] + lipHeight(face, up, cos) * Math.sign(sin)];
  const edge: readonly [number, number] = [PATCH.x * cos, mouthLine(0) + (up ? PATCH.up : PATCH.down) * sin];
  const [from, to, t] = at <= 1 ? [line, rim, at] : [rim, edge, at - 1];
  const x = mix(from[0], to[0], t) * (1 - 4 * depth);
  const y = mix(from[1], to[1], t);
  const swell = (up ? LIP_SWELL.upper : LIP_SWELL.lower) * face.lips * open ** 0.6;
  const lips = at < 1 ? swell * Math.sin(Math.PI * (0.12 + 0.88 * at)) ** 0.8 : 0;
  // The last ring dives under the head, so that no rim shows.
  const proud = at >= 2 ? -0.0012 : 0.0004 + lips - (at === 0 ? 0.0006 : 0);
  const [, , z] = march(skin, [x, y, 0.16], [0, 0, -1], proud);
  return [x, y + gape * Math.sign(Math.round(sin * 1e6)) * open ** 0.5, z - depth];
}

function lipHeight(face: FaceShape, up: boolean, u: number): number {
  const open = Math.max(1 - u * u, 0);
  const bow = up ? 1 - 0.24 * Math.exp(-((u / 0.16) ** 2)) : 1;
  return (up ? LIP_HEIGHT.upper : LIP_HEIGHT.lower) * face.lips * open ** 0.75 * bow;
}

function colourOf(body: Body, { at, depth = 0 }: Ring, p: Vec3): Colour {
  if (depth > 0)
    return INSIDE.map((channel) => channel * mix(1, 0.25, smoothstep(0.004, 0.03, depth))) as unknown as Colour;
  if (at > 1) return complexion(body, p);
  const { lips } = body.looks;
  if (at === 0) return [lips[0] * 0.5, lips[1] * 0.42, lips[2] * 0.42];
  return lips;
}

/** Columns run from the left corner up over the upper lip, to the right corner, and back along the lower lip. */
function lipSide(column: number, columns: number): number {
  return Math.round(Math.sin((column / columns) * 2 * Math.PI) * 1e6);
}
