import { KinoraError } from '../../../errors.ts';
import { FLOAT } from '../gltf.ts';
import type { Gltf, GltfAnimation } from '../gltf.ts';
import { accessorError, isIndex } from './vet-accessors.ts';
import { isObject, jsonError } from './vet-json.ts';
import { targetCount } from './vet-meshes.ts';

const TYPES: ReadonlyMap<unknown, string> = new Map([
  ['translation', 'VEC3'],
  ['rotation', 'VEC4'],
  ['scale', 'VEC3'],
  ['weights', 'SCALAR'],
]);

/** Keys that all channels together may read, however many share an accessor. The largest real file at hand has 200,000. */
const MAX_KEYS = 2 ** 26;

/** Every channel has a sampler, every sampler keys of the right kind and number. */
export function vetAnimations(json: Gltf): void {
  let keys = 0;
  (json.animations ?? []).forEach((animation, index) => {
    const { channels, samplers, name } = animation;
    if (!isListOfObjects(channels) || !isListOfObjects(samplers) || (name !== undefined && typeof name !== 'string')) {
      throw jsonError(`animation ${index} is not an animation`);
    }
    vetSamplers(json, animation, index);
    keys += vetChannels(json, animation, index);
  });
  if (keys > MAX_KEYS) {
    throw new KinoraError('formats/too-large', `Cannot read the animations: ${keys} keys are more than ${MAX_KEYS}`, {
      details: { keys, limit: MAX_KEYS },
    });
  }
}

function vetSamplers(json: Gltf, { samplers }: GltfAnimation, index: number): void {
  const accessors = json.accessors ?? [];
  for (const { input, output, interpolation = 'LINEAR' } of samplers) {
    if (!isIndex(input, accessors.length) || !isIndex(output, accessors.length)) {
      throw accessorError(`animation ${index} has a sampler without keys`);
    }
    if (!['LINEAR', 'STEP', 'CUBICSPLINE'].includes(interpolation)) {
      throw jsonError(`animation ${index} has an interpolation that glTF does not know`);
    }
    const times = accessors[input]!;
    if (times.type !== 'SCALAR' || times.componentType !== FLOAT) {
      throw accessorError(`animation ${index} has times that are not single floats`);
    }
  }
}

/** @returns how many keys the channels read. */
function vetChannels(json: Gltf, { channels, samplers }: GltfAnimation, index: number): number {
  let sum = 0;
  for (const { sampler: samplerIndex, target } of channels) {
    if (!isIndex(samplerIndex, samplers.length) || !isObject(target)) {
      throw jsonError(`animation ${index} has a channel without sampler or target`);
    }
    if (target.node !== undefined && !isIndex(target.node, json.nodes?.length ?? 0)) {
      throw jsonError(`animation ${index} moves a node that does not exist`);
    }
    const type = TYPES.get(target.path);
    // The weights of what has no blendshapes move nothing.
    const perKey = target.path === 'weights' ? targetsOf(json, target.node) : 1;
    if (type === undefined || perKey === 0) continue;
    const { input, output, interpolation } = samplers[samplerIndex]!;
    const keys = json.accessors![input]!.count * perKey * (interpolation === 'CUBICSPLINE' ? 3 : 1);
    const values = json.accessors![output]!;
    sum += keys;
    if (values.type !== type || values.count !== keys) {
      throw accessorError(
        `animation ${index} has ${values.count} values of type ${values.type} for ${keys} ${target.path} keys`,
      );
    }
  }
  return sum;
}

function targetsOf({ nodes = [], meshes = [] }: Gltf, node: number | undefined): number {
  const mesh = node === undefined ? undefined : meshes[nodes[node]!.mesh ?? -1];
  return mesh ? targetCount(mesh) : 0;
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}
