import type { Pose } from '../../../clip/pose.ts';
import { relativeQuat, normalizeQuat, rotateVec3, conjugateQuat } from '../../../math/quat.ts';
import { lengthVec3, subtractVec3 } from '../../../math/vec3.ts';
import type { Rig } from '../../../rig/rig.ts';
import { estimateUnit } from '../../../rig/unit.ts';
import { bodyHeight } from '../../body-height.ts';
import type { FbxScene } from './fbx-scene.ts';
import type { FbxSkeleton } from './fbx-skeleton.ts';
import { houseAxes, toHouse } from './house-axes.ts';
import { numberOf } from './model-transform.ts';
import type { Places } from './place-joints.ts';

/** `UnitScaleFactor` is centimetres per unit. */
const CENTIMETRE = 0.01;
/** Bodies outside of this are not in the unit that the file claims. */
const SHORTEST_METRES = 0.1;
const TALLEST_METRES = 20;

/** Turns places into the joints' own transforms, house axes and metres; the places are used up. */
export type Settle = (places: Places, out: Pose) => void;

export function settler(scene: FbxScene, { parents }: FbxSkeleton, unitMetres: number): Settle {
  const axes = houseAxes(scene);
  const back = new Float64Array(4);
  const way = new Float64Array(3);
  const turn = new Float64Array(4);
  return (places, { rotations, translations }) => {
    toHouse(axes, unitMetres, places);
    for (let joint = 0; joint < parents.length; joint++) {
      const parent = parents[joint]!;
      if (parent < 0) {
        rotations.set(places.rotations.subarray(joint * 4, joint * 4 + 4), joint * 4);
        translations.set(places.positions.subarray(joint * 3, joint * 3 + 3), joint * 3);
        continue;
      }
      relativeQuat(turn, 0, places.rotations, parent * 4, places.rotations, joint * 4);
      normalizeQuat(rotations, joint * 4, turn, 0);
      subtractVec3(way, 0, places.positions, joint * 3, places.positions, parent * 3);
      conjugateQuat(back, 0, places.rotations, parent * 4);
      rotateVec3(translations, joint * 3, back, 0, way, 0);
    }
  };
}

/** Metres per unit: as the file says, or by the size of the body where that cannot be. */
export function unitOf(
  { settings }: FbxScene,
  { parents }: FbxSkeleton,
  { positions }: Places,
  warnings: string[],
): number {
  const told = numberOf('UnitScaleFactor', settings.get('UnitScaleFactor')?.[0], 1) * CENTIMETRE;
  const way = new Float64Array(3);
  const lengths = Float64Array.from(parents, (parent, joint) => {
    if (parent < 0) return 0;
    subtractVec3(way, 0, positions, joint * 3, positions, parent * 3);
    return lengthVec3(way, 0);
  });
  const height = bodyHeight(parents, lengths, new Float64Array(parents.length));
  const metres = height * told;
  if (height === 0 || (metres >= SHORTEST_METRES && metres <= TALLEST_METRES)) return told > 0 ? told : CENTIMETRE;
  const unit = estimateUnit(height);
  warnings.push(`The file says that the body is ${metres.toPrecision(2)} m tall; its unit was found from its size.`);
  return unit;
}

export function rigOf({ models, parents }: FbxSkeleton, { rotations, translations }: Pose, unitMetres: number): Rig {
  const names = models.map(({ name }, joint) => name || `joint_${joint}`);
  return { names, parents, restTranslations: translations, restRotations: rotations, unitMetres };
}
