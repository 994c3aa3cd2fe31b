import type { Body } from '../body/body.ts';
import { headInfluences } from '../body/influences.ts';
import { onSkin } from '../blendshapes/morphs.ts';
import type { Colour, Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import type { Vec3 } from '../math/vec3.ts';
import { cutMesh } from '../mesh/cut-mesh.ts';
import { axis } from '../mesh/grid.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { complexion } from './complexion.ts';
import { head } from './head.ts';
import { isUnderMouth } from './mouth.ts';

/** The skin of head and neck, with a hole where the mouth goes. */
export function makeHead(body: Body): Part {
  const { face, grain } = body;
  const skin = surfaceNets(
    (p) => head(face, p),
    [
      axis(-0.12, [0.12, 0.0075 * grain]),
      axis(1.395, [1.52, 0.0135 * grain], [1.7, 0.007 * grain], [1.8, 0.0155 * grain]),
      axis(-0.135, [0.02, 0.0125 * grain], [0.14, 0.0068 * grain]),
    ],
  );
  const colour = (p: Vec3): Colour => complexion(body, p);
  const mesh = cutMesh(skin, isUnderMouth);
  return onSkin(makePart(mesh, { name: 'Head', finish: 'skin', colour, influences: headInfluences }));
}
