import { KinoraError } from '../../../errors.ts';
import type { Gltf, GltfMesh } from '../gltf.ts';
import { isIndex } from './vet-accessors.ts';
import { isObject, jsonError } from './vet-json.ts';

/** A face of ARKit has 52, a very rich one some hundred. */
const MAX_TARGETS = 4096;
/** Of all nodes: a mesh may stand in many of them. */
const MAX_PLACES = 2 ** 17;
const MAX_NAME_LENGTH = 1024;

/** Every mesh as far as its blendshapes need it; the rest is left to the engine. */
export function vetMeshes(json: Gltf): void {
  const meshes = json.meshes ?? [];
  meshes.forEach(vetMesh);
  let places = 0;
  (json.nodes ?? []).forEach(({ mesh, weights }, index) => {
    if (mesh === undefined) return;
    if (!isIndex(mesh, meshes.length)) throw jsonError(`node ${index} shows a mesh that does not exist`);
    checkWeights(weights, `node ${index}`);
    places += targetCount(meshes[mesh]!);
  });
  if (places <= MAX_PLACES) return;
  throw new KinoraError(
    'formats/too-large',
    `Cannot read the meshes: ${places} blendshapes in all nodes are more than ${MAX_PLACES}`,
    { details: { count: places, limit: MAX_PLACES } },
  );
}

/** Blendshapes of a mesh: all its primitives have the same. */
export function targetCount({ primitives }: GltfMesh): number {
  return primitives[0]?.targets?.length ?? 0;
}

function vetMesh({ name, primitives, weights }: GltfMesh, index: number): void {
  if (!Array.isArray(primitives) || !primitives.every(isObject)) throw jsonError(`mesh ${index} has no primitives`);
  if (name !== undefined && (typeof name !== 'string' || name.length > MAX_NAME_LENGTH)) {
    throw jsonError(`the name of mesh ${index} is no text of up to ${MAX_NAME_LENGTH} characters`);
  }
  for (const { targets } of primitives as readonly Readonly<Record<string, unknown>>[]) {
    if (targets === undefined) continue;
    if (!Array.isArray(targets) || !targets.every(isObject) || targets.length > MAX_TARGETS) {
      throw jsonError(`mesh ${index} has blendshapes that are no list of up to ${MAX_TARGETS}`);
    }
  }
  checkWeights(weights, `mesh ${index}`);
}

function checkWeights(weights: unknown, owner: string): void {
  if (weights === undefined) return;
  if (Array.isArray(weights) && weights.every((weight) => typeof weight === 'number')) return;
  throw jsonError(`the weights of ${owner} are not numbers`);
}
