import { copyQuat, conjugateQuat, relativeQuat, rotateVec3 } from '../../math/quat.ts';
import { copyVec3, distanceVec3, subtractVec3 } from '../../math/vec3.ts';
import { restModel } from '../forward-kinematics.ts';
import type { RestModel } from '../forward-kinematics.ts';
import type { HumanoidBone } from '../humanoid.ts';
import type { Rig } from '../rig.ts';
import { readNames } from './names/read-name.ts';

/** A rig without some joints of another, and where its joints are in that. */
export interface ReducedRig {
  readonly rig: Rig;
  /** [joints] index in the rig that was given. */
  readonly original: readonly number[];
}

/** A child so near to its parent, in metres per metre of the longest bone, is in the same place. */
const SAME_PLACE = 1e-5;

/**
 * Leaves out the nodes that only carry one other in the same place, and whose names say nothing: exporters write them
 * between bones, and each would count as a bone of no length.
 */
export function withoutOffsets(rig: Rig): ReducedRig {
  const model = restModel(rig);
  const isOffset = findOffsets(rig, model);
  const original = [...rig.names.keys()].filter((joint) => !isOffset[joint]);
  return original.length === rig.names.length ? { rig, original } : { rig: reduce(rig, model, original), original };
}

function findOffsets(rig: Rig, { positions }: RestModel): boolean[] {
  const children = rig.names.map((): number[] => []);
  rig.parents.forEach((parent, joint) => children[parent]?.push(joint));
  const lengths = Array.from(rig.parents, (parent, joint) =>
    parent < 0 ? 0 : distanceVec3(positions, joint * 3, positions, parent * 3),
  );
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  const kept = new Set([...Object.values(rig.declared ?? {}), ...(rig.tips ?? []).map(({ joint }) => joint)]);
  const carriesOne = children.map(([only, ...others], joint) => {
    const isThere = only !== undefined && lengths[only]! <= SAME_PLACE * longest;
    return isThere && others.length === 0 && !kept.has(joint);
  });
  if (!carriesOne.includes(true)) return carriesOne;
  return readNames(rig.names).map(({ terms, finger, side }, joint) => {
    const isNameless = terms.length === 0 && finger === undefined && side === undefined;
    return isNameless && carriesOne[joint]!;
  });
}

function reduce(rig: Rig, model: RestModel, original: readonly number[]): Rig {
  const reduced = new Map(original.map((joint, i) => [joint, i]));
  const parents = Int16Array.from(original, (joint) => {
    let above = rig.parents[joint]!;
    while (above >= 0 && !reduced.has(above)) above = rig.parents[above]!;
    return reduced.get(above) ?? -1;
  });
  const declared = Object.entries(rig.declared ?? {}) as [HumanoidBone, number][];
  return {
    names: original.map((joint) => rig.names[joint]!),
    parents,
    ...localRest(model, original, parents),
    unitMetres: rig.unitMetres,
    tips: (rig.tips ?? []).map((tip) => ({ ...tip, joint: reduced.get(tip.joint)! })),
    // An index beyond the joints stays one: whoever reads it says so.
    declared: Object.fromEntries(declared.map(([bone, joint]) => [bone, reduced.get(joint) ?? joint])),
  };
}

function localRest(
  { positions, rotations }: RestModel,
  original: readonly number[],
  parents: Int16Array,
): Pick<Rig, 'restTranslations' | 'restRotations'> {
  const restTranslations = new Float32Array(original.length * 3);
  const restRotations = new Float32Array(original.length * 4);
  const back = new Float64Array(4);
  original.forEach((joint, i) => {
    const above = original[parents[i]!];
    if (above === undefined) {
      copyVec3(restTranslations, i * 3, positions, joint * 3);
      copyQuat(restRotations, i * 4, rotations, joint * 4);
      return;
    }
    conjugateQuat(back, 0, rotations, above * 4);
    subtractVec3(restTranslations, i * 3, positions, joint * 3, positions, above * 3);
    rotateVec3(restTranslations, i * 3, back, 0, restTranslations, i * 3);
    relativeQuat(restRotations, i * 4, rotations, above * 4, rotations, joint * 4);
  });
  return { restTranslations, restRotations };
}
