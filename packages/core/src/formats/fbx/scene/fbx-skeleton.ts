import { KinoraError } from '../../../errors.ts';
import type { FbxId } from '../document/fbx-node.ts';
import { tooLarge } from '../document/fbx-error.ts';
import type { FbxObject, FbxScene } from './fbx-scene.ts';
import { readTransform } from './model-transform.ts';
import type { ModelTransform } from './model-transform.ts';

/** The models that are joints, parents first. */
export interface FbxSkeleton {
  readonly models: readonly FbxObject[];
  /** [joints] −1 for a root. */
  readonly parents: Int16Array;
  readonly transforms: readonly ModelTransform[];
  readonly jointOf: ReadonlyMap<FbxId, number>;
}

const MAX_JOINTS = 4096;
const LIMBS: ReadonlySet<string> = new Set(['LimbNode', 'Limb', 'Root']);
/** Where nothing is called a limb, as 3ds Max writes its bipeds. */
const STAND_INS: ReadonlySet<string> = new Set(['Null', 'Mesh']);

/**
 * Joints are the limbs, whatever a skin hangs on, and all models above these. Effectors and other helpers of a control
 * rig are none.
 *
 * @throws KinoraError `formats/fbx-scene`, `formats/too-large`, `formats/unsupported`, `formats/fbx-number`.
 */
export function buildSkeleton(scene: FbxScene): FbxSkeleton {
  const models = [...scene.objects.values()].filter(({ type }) => type === 'Model');
  const limbs = models.filter((model) => LIMBS.has(model.kind) || carriesSkin(scene, model));
  const wanted = limbs.length > 0 ? limbs : models.filter(({ kind }) => STAND_INS.has(kind));
  if (wanted.length === 0) {
    throw new KinoraError('formats/fbx-scene', 'Cannot read the FBX file: it has no skeleton', {
      hint: 'Export the bones together with the animation.',
    });
  }
  const jointOf = new Map<FbxId, number>();
  const ordered: FbxObject[] = [];
  const parents: number[] = [];
  for (const model of wanted) {
    const fresh: FbxObject[] = [];
    const climbed = new Set<FbxId>();
    let at: FbxObject | undefined = model;
    for (; at && !jointOf.has(at.id); at = parentModel(scene, at.id)) {
      if (climbed.has(at.id)) {
        throw new KinoraError('formats/fbx-scene', `Cannot read the FBX file: "${at.name}" is its own ancestor`);
      }
      climbed.add(at.id);
      fresh.push(at);
    }
    let parent = at ? jointOf.get(at.id)! : -1;
    for (const joint of fresh.reverse()) {
      parents.push(parent);
      parent = ordered.push(joint) - 1;
      jointOf.set(joint.id, parent);
    }
    if (ordered.length > MAX_JOINTS) throw tooLarge(`its skeleton has more than ${MAX_JOINTS} joints`);
  }
  const transforms = ordered.map((model) => readTransform(model, scene));
  return { models: ordered, parents: Int16Array.from(parents), transforms, jointOf };
}

/** A cluster of a skin hangs on this model. */
function carriesSkin({ above }: FbxScene, { id }: FbxObject): boolean {
  return above(id).some(({ object }) => object.type === 'Deformer' && object.kind === 'Cluster');
}

function parentModel({ above }: FbxScene, id: FbxId): FbxObject | undefined {
  return above(id).find(({ object, property }) => object.type === 'Model' && property === '')?.object;
}
