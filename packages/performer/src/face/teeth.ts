import { withMuscles } from '../blendshapes/morphs.ts';
import type { Muscle } from '../blendshapes/muscles.ts';
import { turnJaw } from '../blendshapes/muscles.ts';
import { ellipsoid } from '../field/primitives.ts';
import type { Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import { mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { patch } from '../mesh/patch.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { mouthLine } from './mouth-line.ts';
import { ON_HEAD } from './on-head.ts';

const ENAMEL: Vec3 = [0.95, 0.93, 0.88];
const TONGUE: Vec3 = [0.78, 0.38, 0.38];
/** Where the front teeth stand: a centimetre behind the lips. */
const FRONT_Z = 0.0865;

const withJaw: readonly (readonly [string, Muscle])[] = [
  ['jawOpen', turnJaw],
  ['jawForward', () => [0, 0, 0.008]],
  ['jawLeft', () => [0.009, 0, 0]],
  ['jawRight', () => [-0.009, 0, 0]],
];

/** Two rows of teeth and the tongue. They hide behind closed lips. */
export function makeTeeth(): Part[] {
  const style = { finish: 'gloss', hidden: true, influences: ON_HEAD } as const;
  const upper = makePart(row(0.0075, -0.0022), { name: 'UpperTeeth', colour: ENAMEL, ...style });
  const lower = makePart(row(-0.0035, -0.0115), { name: 'LowerTeeth', colour: ENAMEL, ...style });
  const tongue = makePart(
    surfaceNets(tongueField, [axis(-0.02, [0.02, 0.008]), axis(1.545, [1.57, 0.006]), axis(0.03, [0.085, 0.009])]),
    { name: 'Tongue', finish: 'skin', hidden: true, colour: TONGUE, influences: ON_HEAD },
  );
  return [upper, withMuscles(lower, withJaw), withMuscles(tongue, [...withJaw, ['tongueOut', stickOut]])];
}

/** A smooth arch without gaps: drawn teeth would be stripes. */
function row(top: number, bottom: number): Mesh {
  return patch(20, 2, (u, v) => {
    const angle = mix(-1.3, 1.3, u);
    const x = 0.0245 * Math.sin(angle);
    const z = FRONT_Z - 0.03 * (1 - Math.cos(angle));
    return [
      [x, mouthLine(x * 0.5) + mix(bottom, top, v), z],
      [Math.sin(angle), 0, Math.cos(angle)],
    ];
  });
}

function tongueField(p: Vec3): number {
  return ellipsoid(p, [0, 1.5595, 0.058], [0.0155, 0.0065, 0.022]);
}

/** Its tip comes farthest, and bends over the lip. */
const stickOut: Muscle = (p) => {
  const tip = Math.max(0, (p[2] - 0.036) / 0.044);
  return [0, 0.006 * tip - 0.014 * tip ** 3, 0.036 * tip];
};
