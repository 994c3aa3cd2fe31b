import type { Body, Looks, Piece } from '../body/body.ts';
import type { Build } from '../body/build.ts';
import { shapeOf } from '../body/build.ts';
import type { Proportions } from '../body/proportions.ts';
import { stretchedSkeleton, stretchSkeleton } from '../body/proportions.ts';
import { stretchPart } from '../body/stretch-part.ts';
import type { FaceShape } from '../face/face-shape.ts';
import { makeFace } from '../face/face.ts';
import type { Field } from '../field/field.ts';
import type { Colour, Figure } from '../figure.ts';
import { shadeParts } from '../figure.ts';
import { clamp } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import type { Skeleton } from '../skeleton.ts';

/** Somebody, as plain data but for what is worn. */
export interface Person {
  /** For people. */
  readonly title: string;
  readonly proportions: Proportions;
  readonly build: Build;
  readonly face: FaceShape;
  readonly skin: Colour;
  readonly hair: Colour;
  readonly brow: Colour;
  readonly iris: Colour;
  /** Share of red in the lips: 1 as nature has it. */
  readonly lips: number;
  /** Hair, clothes and the skin that they leave bare. */
  readonly wears: (body: Body) => readonly Piece[];
}

export interface MakeOptions {
  /** How coarse: 1 as it should be, 2 for a quick look. Default 1. */
  readonly grain?: number;
}

/** A figure of somebody. Takes a few seconds; the same person gives the same figure to the last bit. */
export function makePerson(person: Person, { grain = 1 }: MakeOptions = {}): Figure {
  const body: Body = { shape: shapeOf(person.build), face: person.face, looks: looksOf(person), grain };
  const pieces = [makeFace(body), ...person.wears(body)];
  const shaded = shadeParts(
    pieces.flatMap(({ parts }) => parts),
    solidOf(pieces),
  );
  const stretches = stretchSkeleton(person.proportions);
  return {
    name: person.title,
    skeleton: stretchedSkeleton(stretches),
    parts: shaded.map((part) => stretchPart(part, stretches)),
  };
}

/** The skeleton alone, which needs no mesh. */
export function personSkeleton({ proportions }: Person): Skeleton {
  return stretchedSkeleton(stretchSkeleton(proportions));
}

function looksOf({ skin, hair, brow, iris, lips }: Person): Looks {
  const blush = (amount: number): Colour => [
    skin[0],
    clamp(skin[1] * (1 - 1.35 * amount)),
    clamp(skin[2] * (1 - 1.5 * amount)),
  ];
  const red = 0.34 * lips;
  return { skin, hair, brow, iris, blush, lips: [skin[0] * 0.9, skin[1] * (1 - red), skin[2] * (1 - red * 0.95)] };
}

/** The whole body, for the shade. Pieces far from the point are skipped. */
function solidOf(pieces: readonly Piece[]): Field {
  const solids = pieces.flatMap(({ solid }) => solid ?? []);
  return (p: Vec3) => {
    let d = 1;
    for (const { field, low, high } of solids) {
      if (p[1] > low - 0.05 && p[1] < high + 0.05) d = Math.min(d, field(p));
    }
    return d;
  };
}
