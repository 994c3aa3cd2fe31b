import type { Pose } from '../../../clip/pose.ts';
import type { FloatArray } from '../../../math/float-array.ts';
import { composeMat4, decomposeMat4, invertMat4, multiplyMat4 } from '../../../math/mat4.ts';
import { angleBetweenQuats, normalizeQuat } from '../../../math/quat.ts';
import { isReadable, readFloats } from './accessor.ts';
import type { GlbRig } from './glb-rig.ts';
import { transformOf } from './glb-rig.ts';
import type { GltfAnimation } from '../gltf.ts';
import type { GlbFile } from '../vet/vet-glb.ts';

const DEGREE = Math.PI / 180;
/** Nodes that stand further than this from the bind pose were posed. */
const POSED = 5 * DEGREE;
/** Exporters write a node and the first key of its track from the same value. */
const SAME = DEGREE;
/** A bone above the skin is turned by the pose, not thrown around; more than this means another space. */
const MAX_ROOT_TURN = 60 * DEGREE;

/**
 * The pose in which the skin was bound, where the nodes hold the first frame of a clip instead of a rest pose.
 * Undefined where the nodes stand as they were bound, or where no clip explains why they do not: then the author meant
 * them so.
 *
 * @returns a pose in the rig's space, metres.
 */
export function bindPose(file: GlbFile, glbRig: GlbRig): Pose | undefined {
  const bind = { rotations: glbRig.standing.rotations.slice(), translations: glbRig.standing.translations.slice() };
  for (const { joints, inverseBindMatrices } of file.json.skins ?? []) {
    if (inverseBindMatrices === undefined || !isReadable(file, inverseBindMatrices)) continue;
    readSkin(file, glbRig, joints, readFloats(file, inverseBindMatrices), bind);
  }
  const isPosed = glbRig.rig.names.some(
    (_, joint) => angleBetweenQuats(bind.rotations, joint * 4, glbRig.standing.rotations, joint * 4) > POSED,
  );
  return isPosed && (file.json.animations ?? []).some((animation) => startsStanding(file, glbRig, animation))
    ? bind
    : undefined;
}

/** Fills in the joints of one skin. A bind matrix takes skin space to joint space, so two of them give a local transform. */
function readSkin(
  file: GlbFile,
  glbRig: GlbRig,
  skinNodes: readonly number[],
  toJoint: Float32Array,
  bind: Pose,
): void {
  const { rig, nodes, scales } = glbRig;
  const jointOfNode = new Map([...nodes].map((node, joint) => [node, joint]));
  const placeOfJoint = new Map(skinNodes.map((node, place) => [jointOfNode.get(node)!, place]));
  const above = standingMatrices(file, glbRig);
  const local = new Float64Array(16);
  const [translation, rotation, scale] = [new Float64Array(3), new Float64Array(4), new Float64Array(3)];
  for (const [joint, place] of placeOfJoint) {
    const parent = rig.parents[joint]!;
    const parentPlace = placeOfJoint.get(parent);
    const isTop = parentPlace === undefined;
    const fromJoint = new Float64Array(16);
    const toParent = isTop ? inverseOf(above, parent) : toJoint.subarray(parentPlace * 16, parentPlace * 16 + 16);
    if (!toParent || !invertMat4(fromJoint, 0, toJoint, place * 16)) continue;
    multiplyMat4(local, 0, toParent, 0, fromJoint, 0);
    decomposeMat4(local, 0, translation, 0, rotation, 0, scale, 0);
    normalizeQuat(rotation, 0, rotation, 0);
    // Where the sizes disagree with the nodes, the matrices speak of another space or are damaged.
    if (!isSameSize(scale, glbRig.ownScales[joint]!)) continue;
    if (isTop && angleBetweenQuats(rotation, 0, glbRig.standing.rotations, joint * 4) > MAX_ROOT_TURN) continue;
    bind.rotations.set(rotation, joint * 4);
    for (let axis = 0; axis < 3; axis++) bind.translations[joint * 3 + axis] = translation[axis]! * scales[joint]!;
  }
}

/** [joints × 16] node → scene. */
function standingMatrices(file: GlbFile, { rig, nodes }: GlbRig): Float64Array {
  const out = new Float64Array(nodes.length * 16);
  const local = new Float64Array(16);
  nodes.forEach((node, joint) => {
    const { translation, rotation, scale } = transformOf(file.json.nodes![node]!);
    composeMat4(local, 0, translation, 0, rotation, 0, scale, 0);
    const parent = rig.parents[joint]!;
    if (parent < 0) out.set(local, joint * 16);
    else multiplyMat4(out, joint * 16, out, parent * 16, local, 0);
  });
  return out;
}

/** Scene → joint; the scene itself for joint −1. */
function inverseOf(matrices: FloatArray, joint: number): Float64Array | undefined {
  const out = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
  return joint < 0 || invertMat4(out, 0, matrices, joint * 16) ? out : undefined;
}

function isSameSize(scale: Float64Array, expected: number): boolean {
  return scale.every((axis) => Math.abs(axis / expected - 1) < 0.1);
}

/** Whether every joint that the animation turns begins as its node stands. */
function startsStanding(file: GlbFile, { nodes, standing }: GlbRig, { channels, samplers }: GltfAnimation): boolean {
  const jointOfNode = new Map([...nodes].map((node, joint) => [node, joint]));
  const first = new Float64Array(4);
  const turns = channels.flatMap(({ sampler, target }) => {
    const joint = target.path === 'rotation' ? jointOfNode.get(target.node ?? -1) : undefined;
    if (joint === undefined) return [];
    const { interpolation, output } = samplers[sampler]!;
    if (!isReadable(file, output)) return [];
    // A key of a cubic spline begins with its tangent.
    const at = interpolation === 'CUBICSPLINE' ? 4 : 0;
    first.set(readFloats(file, output).subarray(at, at + 4));
    return [angleBetweenQuats(first, 0, standing.rotations, joint * 4)];
  });
  return turns.length >= 5 && turns.every((angle) => angle < SAME);
}
