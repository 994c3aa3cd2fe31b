import type { Body, Piece } from '../body/body.ts';
import { mirrorName } from '../body/skeleton.ts';
import { onSkin } from '../blendshapes/morphs.ts';
import type { Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { march } from '../mesh/march.ts';
import { sweep } from '../mesh/sweep.ts';
import { makeEye, makeGlint } from './eye.ts';
import { head } from './head.ts';
import { makeLids } from './lids.ts';
import { makeHead } from './make-head.ts';
import { makeMouth } from './mouth.ts';
import { ON_HEAD } from './on-head.ts';
import { makeWrinkles } from './wrinkles.ts';
import { makeTeeth } from './teeth.ts';

/** Head and neck, and everything on them but hair. */
export function makeFace(body: Body): Piece {
  const left = [...makeEye(body.looks), ...makeLids(body), makeBrow(body)];
  return {
    parts: [
      makeHead(body),
      makeMouth(body),
      ...makeWrinkles(body),
      ...left.flatMap((part) => bothSides(part, mirrorName)),
      makeGlint('Left'),
      makeGlint('Right'),
      ...makeTeeth(),
    ],
    solid: { field: (p) => head(body.face, p), low: 1.36, high: 2 },
  };
}

/** A tube laid onto the head: vertex colours on its cells would be too coarse for it. */
function makeBrow({ face, looks }: Body): Part {
  const path = Array.from({ length: 13 }, (_, i) => {
    const t = i / 12;
    const lift = (0.0085 + face.arch) * Math.sin(Math.PI * t ** 0.85 * 0.86) - 0.004 * t;
    const start: Vec3 = [mix(0.0125, 0.0585, t), 1.681 + 0.004 * (face.eyes - 1) * 5 + lift, 0.16];
    return march((p) => head(face, p), start, [0, 0, -1], 0.0012);
  });
  const thickness = 0.0056 * face.brow;
  const mesh = sweep(path, (t) => thickness * Math.sin(Math.PI * mix(0.17, 0.975, t)) ** 0.7, { flat: 0.55 });
  return onSkin(makePart(mesh, { name: 'LeftBrow', finish: 'skin', colour: looks.brow, influences: ON_HEAD }));
}
