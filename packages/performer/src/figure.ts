import type { Field } from './field/field.ts';
import type { Vec3 } from './math/vec3.ts';
import type { Mesh } from './mesh/mesh.ts';
import { mirrorMesh } from './mesh/mesh.ts';
import type { Skeleton } from './skeleton.ts';
import type { Influences } from './skin/influences.ts';
import { renamed } from './skin/influences.ts';

/** Red, green, blue as a screen shows them (sRGB), 0…1. */
export type Colour = Vec3;

/** How a surface takes the light; the colour comes from the vertices. */
export type Finish = 'matte' | 'gloss' | 'glow';

/** A piece of a figure: one surface, how it is coloured and what moves it. */
export interface Part {
  readonly name: string;
  readonly finish: Finish;
  /** In the bind pose, model space, metres. */
  readonly mesh: Mesh;
  /** [positions] */
  readonly colours: readonly Colour[];
  /** [positions] */
  readonly influences: readonly Influences[];
}

export interface Figure {
  readonly name: string;
  readonly skeleton: Skeleton;
  readonly parts: readonly Part[];
  /** All parts as one solid in the bind pose, for the shade that one throws on the other. */
  readonly solid: Field;
}

export interface PartStyle {
  readonly name: string;
  readonly finish?: Finish;
  readonly colour: Colour | ((p: Vec3, normal: Vec3) => Colour);
  readonly influences: Influences | ((p: Vec3) => Influences);
}

export function makePart(mesh: Mesh, { name, finish = 'matte', colour, influences }: PartStyle): Part {
  return {
    name,
    finish,
    mesh,
    colours: mesh.positions.map((p, i) => (typeof colour === 'function' ? colour(p, mesh.normals[i]!) : colour)),
    influences: mesh.positions.map((p) => (typeof influences === 'function' ? influences(p) : influences)),
  };
}

/** A left part and its twin on the right. */
export function bothSides(left: Part, mirrorName: (joint: string) => string): Part[] {
  const right: Part = {
    ...left,
    name: mirrorName(left.name),
    mesh: mirrorMesh(left.mesh),
    influences: left.influences.map((influences) => renamed(influences, mirrorName)),
  };
  return [left, right];
}
