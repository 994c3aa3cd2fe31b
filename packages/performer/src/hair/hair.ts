import type { Body, Piece } from '../body/body.ts';
import type { Field } from '../field/field.ts';
import type { Colour } from '../figure.ts';
import { makePart } from '../figure.ts';
import { ON_HEAD } from '../face/on-head.ts';
import { clamp, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import type { Axis } from '../mesh/grid.ts';
import { axis } from '../mesh/grid.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import type { Influences } from '../skin/influences.ts';
import { strands } from './scalp.ts';

export interface HairStyle {
  /** [low, high] corners of the room it takes. */
  readonly box: readonly [Vec3, Vec3];
  readonly influences?: (p: Vec3) => Influences;
  /** How much the strands show in its colour: 0…1. */
  readonly streaks?: number;
}

const CELL = 0.0085;

/** A head of hair, meshed from its field and given the colour and sheen of hair. */
export function makeHair(body: Body, name: string, field: Field, style: HairStyle): Piece {
  const { box, influences = ON_HEAD, streaks = 1 } = style;
  const [low, high] = box;
  const { hair } = body.looks;
  const colour = (p: Vec3): Colour => {
    const light = 0.95 + streaks * 0.12 * strands(p) + 0.22 * smoothstep(1.72, 1.82, p[1]);
    return hair.map((channel) => clamp(channel * light)) as unknown as Colour;
  };
  const axes = low.map((from, d) => axis(from, [high[d]!, CELL * body.grain])) as unknown as readonly [
    Axis,
    Axis,
    Axis,
  ];
  const mesh = surfaceNets(field, axes);
  return {
    parts: [makePart(mesh, { name, finish: 'skin', colour, influences })],
    solid: { field, low: low[1] + 0.01, high: high[1] },
  };
}

/** What hangs down from the head lies on the shoulders, and stays there when the head turns. */
export function hangingInfluences(p: Vec3): Influences {
  const head = smoothstep(1.45, 1.58, p[1]);
  const neck = smoothstep(1.36, 1.47, p[1]) * (1 - head);
  return { Head: head, Neck: neck, Spine2: 1 - head - neck };
}
