import type { Pose } from '../../../clip/pose.ts';
import { KinoraError } from '../../../errors.ts';
import { decomposeMat4 } from '../../../math/mat4.ts';
import { lengthVec3 } from '../../../math/vec3.ts';
import { normalizeQuat } from '../../../math/quat.ts';
import type { HumanoidBone } from '../../../rig/humanoid.ts';
import type { Rig } from '../../../rig/rig.ts';
import { estimateUnit } from '../../../rig/unit.ts';
import { bodyHeight } from '../../body-height.ts';
import { tipExtras } from './clip-extras.ts';
import { declaredBones } from './declared-bones.ts';
import { vrmaFace } from '../face/vrma-face.ts';
import type { Gltf, GltfNode } from '../gltf.ts';
import { parentsOf } from '../vet/vet-nodes.ts';

/** The skeleton of a file, and how its joints lie in the file's nodes. */
export interface GlbRig {
  readonly rig: Rig;
  /** [joints] glTF node of each joint. */
  readonly nodes: Int32Array;
  /** [joints] node-local translation × this = rig translation: the scales of all ancestors, and the file's unit. */
  readonly scales: Float32Array;
  /** [joints] uniform scale of the joint's own node. */
  readonly ownScales: Float32Array;
  /** How the nodes stand without any animation, metres. Normally the rig's rest. */
  readonly standing: Pose;
}

const MAX_JOINTS = 4096;
/** glTF is in metres, but some tools leave centimetres in it. Taller than this nobody means metres. */
const TALLEST_METRES = 20;
/** A node counts as scaled evenly while its axes differ by less than this share. */
const EVEN = 0.01;

/**
 * Builds the rig of a glTF file. Joints are what skins and animations name, the human bones that the file declares, and
 * all their ancestors; every node where no skin tells bones from props, but never what VRMA has for a face. Uniform scales are baked into translations.
 */
export function buildGlbRig(json: Gltf, warnings: string[]): GlbRig {
  const parentNodes = parentsOf(json.nodes ?? []);
  const declaredNodes = declaredBones(json);
  const nodes = orderedJoints(json, parentNodes, declaredNodes);
  const joints = nodes.length;
  const jointOfNode = new Map([...nodes].map((node, joint) => [node, joint]));
  const parents = Int16Array.from(nodes, (node) => jointOfNode.get(parentNodes[node]!) ?? -1);
  const standing: Pose = { rotations: new Float32Array(joints * 4), translations: new Float32Array(joints * 3) };
  const scales = new Float32Array(joints);
  const ownScales = new Float32Array(joints);
  const uneven: string[] = [];
  nodes.forEach((node, joint) => {
    const { translation, rotation, scale } = transformOf(json.nodes![node]!);
    const parent = parents[joint]!;
    scales[joint] = parent < 0 ? 1 : scales[parent]! * ownScales[parent]!;
    ownScales[joint] = uniformScale(scale);
    if (!isEven(scale)) uneven.push(nameOf(json, node));
    for (let axis = 0; axis < 3; axis++) standing.translations[joint * 3 + axis] = translation[axis]! * scales[joint];
    standing.rotations.set(rotation, joint * 4);
  });
  if (uneven.length > 0) {
    warnings.push(
      `${uneven.length} nodes are stretched unevenly (${uneven.slice(0, 3).join(', ')}); lengths below them are approximate.`,
    );
  }
  const unitMetres = applyUnit(parents, standing.translations, scales);
  const declared: Partial<Record<HumanoidBone, number>> = {};
  for (const [bone, node] of declaredNodes) declared[bone] = jointOfNode.get(node)!;
  const tips = tipExtras(json.extras, joints);
  const rig: Rig = {
    names: [...nodes].map((node) => nameOf(json, node)),
    parents,
    restTranslations: standing.translations,
    restRotations: standing.rotations,
    unitMetres,
    ...(tips.length > 0 && { tips }),
    ...(declaredNodes.size > 0 && { declared }),
  };
  return { rig, nodes, scales, ownScales, standing };
}

/** Brings a file that is not in metres to metres. @returns its unit. */
function applyUnit(parents: Int16Array, translations: Float32Array, scales: Float32Array): number {
  const lengths = Float64Array.from(parents, (_, joint) => lengthVec3(translations, joint * 3));
  const height = bodyHeight(parents, lengths, new Float64Array(parents.length));
  const unit = height > TALLEST_METRES ? estimateUnit(height) : 1;
  for (let i = 0; i < translations.length; i++) translations[i]! *= unit;
  for (let joint = 0; joint < scales.length; joint++) scales[joint]! *= unit;
  return unit;
}

/** Translation, unit rotation and scale of a node, however it is written. */
export function transformOf(node: GltfNode): {
  translation: Float64Array;
  rotation: Float64Array;
  scale: Float64Array;
} {
  const translation = Float64Array.from(node.translation ?? [0, 0, 0]);
  const rotation = Float64Array.from(node.rotation ?? [0, 0, 0, 1]);
  const scale = Float64Array.from(node.scale ?? [1, 1, 1]);
  if (node.matrix) decomposeMat4(Float64Array.from(node.matrix), 0, translation, 0, rotation, 0, scale, 0);
  normalizeQuat(rotation, 0, rotation, 0);
  return { translation, rotation, scale };
}

export function nameOf(json: Gltf, node: number): string {
  return json.nodes![node]!.name ?? `node_${node}`;
}

/** The nodes that become joints, parents first: in the order of the file where that is so already, else depth first. */
function orderedJoints(json: Gltf, parentNodes: Int32Array, declared: ReadonlyMap<HumanoidBone, number>): Int32Array {
  const nodes = json.nodes ?? [];
  const wanted = new Uint8Array(nodes.length);
  const want = (node: number): void => {
    for (let at = node; at >= 0 && wanted[at] === 0; at = parentNodes[at]!) wanted[at] = 1;
  };
  const face = faceNodes(json);
  if (!json.skins?.length) for (const node of nodes.keys()) wanted[node] = face.has(node) ? 0 : 1;
  for (const skin of json.skins ?? []) skin.joints.forEach(want);
  for (const { channels } of json.animations ?? []) {
    for (const { target } of channels) {
      if (target.node !== undefined && target.path !== 'weights' && !face.has(target.node)) want(target.node);
    }
  }
  for (const node of declared.values()) want(node);
  const inFile = [...nodes.keys()].filter((node) => wanted[node] === 1);
  const order = inFile.every((node) => parentNodes[node]! < node) ? inFile : depthFirst(nodes, parentNodes, wanted);
  if (order.length > MAX_JOINTS) {
    throw new KinoraError(
      'formats/too-large',
      `Cannot read the GLB file: its skeleton has ${order.length} joints, more than ${MAX_JOINTS}`,
    );
  }
  if (order.length === 0) throw new KinoraError('formats/glb-nodes', 'Cannot read the GLB file: it has no nodes');
  return Int32Array.from(order);
}

/** Nodes of a VRM animation that stand for expressions and gaze: they hang in the tree, but are no joints. */
function faceNodes(json: Gltf): ReadonlySet<number> {
  const { expressions, lookAt } = vrmaFace(json);
  const all = lookAt === undefined ? [...expressions.keys()] : [...expressions.keys(), lookAt];
  return new Set(all.filter((node) => (json.nodes![node]!.children ?? []).length === 0));
}

function depthFirst(nodes: readonly GltfNode[], parentNodes: Int32Array, wanted: Uint8Array): number[] {
  const order: number[] = [];
  const waiting = [...nodes.keys()].filter((node) => parentNodes[node] === -1).reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (wanted[node] === 0) continue;
    order.push(node);
    waiting.push(...(nodes[node]!.children ?? []).toReversed());
  }
  return order;
}

/** The even scale of the same volume. A node that is scaled to nothing (a hidden prop) counts as unscaled. */
function uniformScale(scale: Float64Array): number {
  return Math.cbrt(Math.abs(scale[0]! * scale[1]! * scale[2]!)) || 1;
}

function isEven(scale: Float64Array): boolean {
  const sizes = [...scale].map(Math.abs);
  return Math.max(...sizes) - Math.min(...sizes) <= EVEN * Math.max(...sizes) && scale.every((axis) => axis > 0);
}
