import type { Body } from '../body/body.ts';
import { mirrorName } from '../body/skeleton.ts';
import { onSkin } from '../blendshapes/morphs.ts';
import type { Colour, Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { mix } from '../math/scalar.ts';
import { march } from '../mesh/march.ts';
import { sweep } from '../mesh/sweep.ts';
import { head } from './head.ts';
import { ON_HEAD } from './on-head.ts';

type Path = (t: number) => readonly [x: number, y: number];

/** Lines of the left half, from t = 0 to 1: beside the mouth, across the forehead. */
const LAUGH: Path = (t) => [mix(0.021, 0.036, t ** 0.8) + 0.003 * Math.sin(Math.PI * t), mix(1.604, 1.566, t)];
const FOREHEAD: readonly Path[] = [1.703, 1.714].map((y) => (t) => [
  mix(-0.03, 0.03, t),
  y + 0.0009 * Math.cos((t - 0.5) * 4 * Math.PI),
]);

/** The lines of age, as thin folds a shade darker than the skin: a field on the cells of the head is too coarse for them. */
export function makeWrinkles(body: Body): Part[] {
  const { lines } = body.face;
  if (lines === 0) return [];
  const sided = bothSides(fold(body, 'LeftFold', LAUGH), mirrorName);
  return [...sided, ...FOREHEAD.map((path) => fold(body, 'Fold', path))];
}

function fold({ face, looks }: Body, name: string, path: Path): Part {
  const points = Array.from({ length: 13 }, (_, i) => {
    const [x, y] = path(i / 12);
    return march((p) => head(face, p), [x, y, 0.16], [0, 0, -1], 0.0004);
  });
  const mesh = sweep(points, (t) => 0.0014 * face.lines * Math.sin(Math.PI * mix(0.05, 0.95, t)), {
    flat: 0.6,
    sides: 6,
  });
  const colour = looks.blush(0.1).map((channel) => channel * 0.86) as unknown as Colour;
  return onSkin(makePart(mesh, { name, finish: 'skin', colour, influences: ON_HEAD }));
}
