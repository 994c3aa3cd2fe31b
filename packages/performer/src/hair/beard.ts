import type { Body, Piece } from '../body/body.ts';
import { onSkin } from '../blendshapes/morphs.ts';
import { head } from '../face/head.ts';
import { mouthLine } from '../face/mouth-line.ts';
import { ON_HEAD } from '../face/on-head.ts';
import { carve, meet } from '../field/field.ts';
import { ellipsoid } from '../field/primitives.ts';
import type { Colour } from '../figure.ts';
import { makePart } from '../figure.ts';
import { clamp, mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { strands } from './scalp.ts';

/** A full beard, `thick` metres at the chin; the lips look out of it and it goes with the jaw. */
export function beard(body: Body, thick: number): Piece {
  const { face, looks, grain } = body;
  const field = (p: Vec3): number => {
    const left = leftOf(p);
    const [x, y, z] = left;
    const skin = head(face, p) - thick * mix(0.35, 1, smoothstep(0.01, 0.07, z)) - 0.0004 * Math.sin(y * 260 + x * 170);
    // From the sideburns along the cheek to under the nose, and down to the throat.
    const top = y - (1.595 + 0.5 * Math.max(0, x - 0.036) - 0.12 * Math.max(0, Math.min(x, 0.036) - 0.014));
    let d = meet(meet(skin, top, 0.012), 1.508 - y - 0.15 * z, 0.014);
    d = meet(d, -0.02 - z - 0.35 * (y - 1.6), 0.012);
    return carve(d, ellipsoid(left, [0, mouthLine(0) - 0.001, 0.1], [0.031, 0.0105, 0.05]), 0.004);
  };
  const colour = (p: Vec3): Colour =>
    looks.hair.map((channel) => clamp(channel * (0.97 + 0.03 * strands(p)))) as unknown as Colour;
  const mesh = surfaceNets(field, [
    axis(-0.1, [0.1, 0.0068 * grain]),
    axis(1.49, [1.64, 0.0062 * grain]),
    axis(-0.03, [0.125, 0.0075 * grain]),
  ]);
  return { parts: [onSkin(makePart(mesh, { name: 'Beard', finish: 'skin', colour, influences: ON_HEAD }))] };
}
