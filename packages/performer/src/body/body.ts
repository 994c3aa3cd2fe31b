import type { Field } from '../field/field.ts';
import type { Colour, Part } from '../figure.ts';
import type { BodyShape } from './build.ts';
import type { FaceShape } from '../face/face-shape.ts';

/** What everything that a person consists of is made from. */
export interface Body {
  readonly shape: BodyShape;
  readonly face: FaceShape;
  readonly looks: Looks;
  /** How coarse the meshes are: 1 as they should be, 2 for a quick look. */
  readonly grain: number;
}

/** The colours of a person, all else being clothes. */
export interface Looks {
  readonly skin: Colour;
  readonly lips: Colour;
  readonly hair: Colour;
  readonly brow: Colour;
  readonly iris: Colour;
  /** The skin, redder by so much. */
  readonly blush: (amount: number) => Colour;
}

/** A garment, a hairstyle, a limb. */
export interface Piece {
  readonly parts: readonly Part[];
  /** The room it takes, for the shade that it throws; between two heights, for it is asked a hundred thousand times. */
  readonly solid?: { readonly field: Field; readonly low: number; readonly high: number };
}
