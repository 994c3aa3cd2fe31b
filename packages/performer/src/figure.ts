import type { Field } from './field/field.ts';
import { clamp } from './math/scalar.ts';
import type { Vec3 } from './math/vec3.ts';
import { mirror } from './math/vec3.ts';
import type { Mesh } from './mesh/mesh.ts';
import { mirrorMesh } from './mesh/mesh.ts';
import { occlusion } from './mesh/occlusion.ts';
import type { Skeleton } from './skeleton.ts';
import type { Influences } from './skin/influences.ts';
import { renamed } from './skin/influences.ts';

/** Red, green, blue as a screen shows them (sRGB), 0…1. */
export type Colour = Vec3;

/** How a surface takes the light; the colour comes from the vertices. */
export type Finish = 'matte' | 'skin' | 'gloss' | 'glow';

/** A blendshape of one part: those of its vertices that move, and how far at weight 1. */
export interface Morph {
  readonly name: string;
  /** Rising. */
  readonly vertices: readonly number[];
  /** Metres, one per vertex listed. */
  readonly moves: readonly Vec3[];
}

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
  /** Whether it lies inside the body, where all would be shade. */
  readonly hidden: boolean;
  /** Absent on what has no face. */
  readonly morphs?: readonly Morph[];
}

export interface Figure {
  readonly name: string;
  readonly skeleton: Skeleton;
  readonly parts: readonly Part[];
}

export interface PartStyle {
  readonly name: string;
  readonly finish?: Finish;
  readonly hidden?: boolean;
  readonly colour: Colour | ((p: Vec3, normal: Vec3) => Colour);
  readonly influences: Influences | ((p: Vec3) => Influences);
}

/** How much darker the deepest crease is. */
const SHADE = 0.42;

export function makePart(mesh: Mesh, { name, finish = 'matte', hidden = false, colour, influences }: PartStyle): Part {
  return {
    name,
    finish,
    hidden,
    mesh,
    colours: mesh.positions.map((p, i) => (typeof colour === 'function' ? colour(p, mesh.normals[i]!) : colour)),
    influences: mesh.positions.map((p) => (typeof influences === 'function' ? influences(p) : influences)),
  };
}

/** A left part and its twin on the right. A part with blendshapes makes its own twin: their names have sides too. */
export function bothSides(left: Part, mirrorName: (joint: string) => string): Part[] {
  const right: Part = {
    ...left,
    name: mirrorName(left.name),
    mesh: mirrorMesh(left.mesh),
    influences: left.influences.map((influences) => renamed(influences, mirrorName)),
    ...(left.morphs && { morphs: left.morphs.map(mirrorMorph) }),
  };
  return [left, right];
}

/** The shade that all parts throw on each other, baked into their colours: `solid` is all of them, in the bind pose. */
export function shadeParts(parts: readonly Part[], solid: Field): Part[] {
  return parts.map((part) => {
    if (part.finish === 'glow' || part.hidden) return part;
    const { positions, normals } = part.mesh;
    const colours = part.colours.map((colour, i) => {
      const light = 1 - SHADE * occlusion(solid, positions[i]!, normals[i]!);
      return colour.map((channel) => clamp(channel * light)) as unknown as Colour;
    });
    return { ...part, colours };
  });
}

/** Sides in the names turn over, and so do the directions of `jawLeft` and its like. */
function mirrorMorph({ name, vertices, moves }: Morph): Morph {
  const across = name.replace(/Left$|Right$/, (side) => (side === 'Left' ? 'Right' : 'Left'));
  return { name: across, vertices, moves: moves.map(mirror) };
}
