import type { Gltf, GltfMesh } from '../gltf.ts';
import { targetCount } from '../vet/vet-meshes.ts';
import { isObject } from '../vet/vet-json.ts';

/** A node whose mesh has blendshapes. */
export interface MorphMesh {
  readonly node: number;
  readonly mesh: number;
  /** [targets] */
  readonly names: readonly string[];
  /** [targets] weights without any animation. */
  readonly weights: readonly number[];
}

/** A blendshape of an avatar: every morph target of one name, since a face is often several meshes. */
export interface Blendshape {
  readonly name: string;
  readonly targets: readonly MorphTarget[];
}

/** One morph target where it stands: glTF numbers. */
export interface MorphTarget {
  readonly node: number;
  readonly mesh: number;
  /** Place among the targets of the mesh. */
  readonly index: number;
}

/** Longer than this a name is no name. */
const MAX_NAME_LENGTH = 1024;

/** Every node whose mesh has blendshapes, in the order of the file. */
export function morphMeshes({ nodes = [], meshes = [] }: Gltf): readonly MorphMesh[] {
  return nodes.flatMap(({ mesh: index, weights: own }, node) => {
    const mesh = index === undefined ? undefined : meshes[index];
    if (index === undefined || !mesh || targetCount(mesh) === 0) return [];
    const names = targetNames(mesh, index);
    const weights = names.map((_, target) => own?.[target] ?? mesh.weights?.[target] ?? 0);
    return [{ node, mesh: index, names, weights }];
  });
}

/** The blendshapes of all meshes by their names. */
export function blendshapesOf(meshes: readonly MorphMesh[]): readonly Blendshape[] {
  const byName = new Map<string, MorphTarget[]>();
  for (const { node, mesh, names } of meshes) {
    names.forEach((name, index) => {
      const target = { node, mesh, index };
      const others = byName.get(name);
      if (others) others.push(target);
      else byName.set(name, [target]);
    });
  }
  return [...byName].map(([name, targets]) => ({ name, targets }));
}

/**
 * glTF has no names for morph targets. Exporters write `targetNames` into the extras of the mesh (glTF 2.0 §3.7.2.2,
 * implementation note), some into those of the primitive.
 */
function targetNames(mesh: GltfMesh, index: number): readonly string[] {
  const given = [mesh, ...mesh.primitives].map(({ extras }) => (isObject(extras) ? extras['targetNames'] : undefined));
  const named: readonly unknown[] = given.find(Array.isArray) ?? [];
  const prefix = mesh.name ?? `mesh_${index}`;
  return Array.from({ length: targetCount(mesh) }, (_, target) => {
    const name = named[target];
    const isName = typeof name === 'string' && name !== '' && name.length <= MAX_NAME_LENGTH;
    return isName ? name : `${prefix}_${target}`;
  });
}
