import { KinoraError } from '../../../errors.ts';
import type { Gltf, GltfNode } from '../gltf.ts';
import { accessorError, isIndex } from './vet-accessors.ts';

/** Loaders walk nodes by recursion; no skeleton comes near this. */
const MAX_DEPTH = 512;
/** Beyond this single precision no longer places a joint to within a finger's width. */
const MAX_LENGTH = 1e6;
/** Names are compared, searched for words and shown. */
const MAX_NAME_LENGTH = 1024;

/** Every child exists and has one parent, no node is its own ancestor, no transform is absurd. */
export function vetNodes(json: Gltf): void {
  const nodes = json.nodes ?? [];
  const parents = parentsOf(nodes);
  nodes.forEach((node, index) => {
    checkNumbers(node.translation, 3, index);
    checkNumbers(node.rotation, 4, index);
    checkNumbers(node.scale, 3, index);
    checkNumbers(node.matrix, 16, index);
    if (node.name !== undefined && typeof node.name !== 'string')
      throw nodeError(`the name of node ${index} is no text`);
    if ((node.name?.length ?? 0) > MAX_NAME_LENGTH)
      throw nodeError(`the name of node ${index} is longer than ${MAX_NAME_LENGTH} characters`);
  });
  checkDepths(parents);
  for (const scene of json.scenes ?? []) {
    checkIndices(scene.nodes ?? [], nodes.length, 'a scene');
  }
}

/** [nodes] −1 for a root. */
export function parentsOf(nodes: readonly GltfNode[]): Int32Array {
  const parents = new Int32Array(nodes.length).fill(-1);
  nodes.forEach(({ children = [] }, parent) => {
    checkIndices(children, nodes.length, `node ${parent}`);
    for (const child of children) {
      if (parents[child] !== -1) throw nodeError(`node ${child} has two parents`);
      parents[child] = parent;
    }
  });
  return parents;
}

function checkDepths(parents: Int32Array): void {
  const depths = new Int32Array(parents.length);
  for (let node = 0; node < parents.length; node++) {
    // Up to the first ancestor whose depth is known. A chain longer than the limit is too deep or a cycle.
    let known = node;
    let steps = 0;
    for (; known >= 0 && depths[known] === 0; known = parents[known]!) {
      if (++steps > MAX_DEPTH) throw nodeError(`node ${node} lies more than ${MAX_DEPTH} deep, or is its own ancestor`);
    }
    let depth = (known < 0 ? 0 : depths[known]!) + steps;
    if (depth > MAX_DEPTH) throw nodeError(`node ${node} lies more than ${MAX_DEPTH} deep`);
    for (let at = node; steps > 0; at = parents[at]!, steps--) depths[at] = depth--;
  }
}

/** Bind matrices of all skins: two thousand characters of two thousand joints. */
const MAX_BIND_MATRICES = 2 ** 22;

export function vetSkins(json: Gltf): void {
  let matrices = 0;
  const nodes = json.nodes?.length ?? 0;
  (json.skins ?? []).forEach((skin, index) => {
    checkIndices(skin.joints, nodes, `skin ${index}`);
    if (skin.inverseBindMatrices === undefined) return;
    const accessor = json.accessors?.[skin.inverseBindMatrices];
    if (accessor?.type !== 'MAT4' || accessor.count < skin.joints.length) {
      throw accessorError(`skin ${index} has no bind matrix for each joint`);
    }
    // Skins may share one accessor, but each of them is read.
    matrices += accessor.count;
  });
  if (matrices > MAX_BIND_MATRICES) {
    throw new KinoraError(
      'formats/too-large',
      `Cannot read the skins: ${matrices} bind matrices are more than ${MAX_BIND_MATRICES}`,
    );
  }
}

function checkIndices(list: unknown, length: number, owner: string): void {
  if (!Array.isArray(list) || !list.every((item) => isIndex(item, length))) {
    throw nodeError(`${owner} names a node that does not exist`);
  }
}

function checkNumbers(list: unknown, length: number, node: number): void {
  if (list === undefined) return;
  const isRight = Array.isArray(list) && list.length === length;
  if (!isRight || !list.every((item) => typeof item === 'number' && Math.abs(item) <= MAX_LENGTH)) {
    throw nodeError(`the transform of node ${node} is not ${length} numbers up to ${MAX_LENGTH}`);
  }
}

function nodeError(fact: string): KinoraError {
  return new KinoraError('formats/glb-nodes', `Cannot use the nodes of the GLB file: ${fact}`, {
    hint: 'The file is damaged, or its exporter does not follow glTF 2.0: export it again.',
  });
}
