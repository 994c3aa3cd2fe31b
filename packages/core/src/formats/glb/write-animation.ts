import type { Clip } from '../../clip/clip.ts';
import type { BinWriter } from './bin-writer.ts';
import type { MorphMesh } from './face/morph-meshes.ts';
import type { GltfAnimation, GltfChannel, GltfSampler } from './gltf.ts';

/** How the joints of a clip lie in the nodes of a file. */
export interface NodeBinding {
  /** [joints] */
  readonly nodes: Int32Array;
  /** [joints] clip translation ÷ this = node translation. */
  readonly scales: Float32Array;
  /** [joints × 4] rotation that each node has without any animation. */
  readonly rotations: ArrayLike<number>;
  /** Nodes with blendshapes; those of which the clip knows no name get no channel. */
  readonly faces: readonly Pick<MorphMesh, 'node' | 'names' | 'weights'>[];
}

const TYPES = { rotation: 'VEC4', translation: 'VEC3', weights: 'SCALAR' } as const;

/** Differences of a quaternion's numbers under this are rounding: 0.0001°. */
const SAME = 1e-6;

/**
 * Writes a clip as one glTF animation. A joint that never leaves its node's own rotation gets no channel; one that
 * stands still elsewhere gets two keys. The first channel has a key for every frame, so that the rate can be read back.
 */
export function writeAnimation(writer: BinWriter, clip: Clip, name: string, binding: NodeBinding): GltfAnimation {
  const channels: GltfChannel[] = [];
  const samplers: GltfSampler[] = [];
  const times = clip.times ?? Float32Array.from({ length: clip.frames }, (_, frame) => frame / clip.rate);
  const everyFrame = writer.addTimes(times);
  let ends: number | undefined;
  const add = (node: number, path: keyof typeof TYPES, values: Float32Array, size: number): void => {
    const still = channels.length > 0 && clip.frames > 2 && isStill(values, size);
    if (still) ends ??= writer.addTimes(Float32Array.of(times[0]!, times[clip.frames - 1]!));
    const kept = still ? Float32Array.of(...values.subarray(0, size), ...values.subarray(0, size)) : values;
    const output = writer.addFloats(kept, TYPES[path]);
    const sampler = samplers.push({ input: still ? ends! : everyFrame, output, interpolation: 'LINEAR' }) - 1;
    channels.push({ sampler, target: { node, path } });
  };
  clip.translated.forEach((joint, column) =>
    add(binding.nodes[joint]!, 'translation', translationsOf(clip, column, binding.scales[joint]!), 3),
  );
  for (let joint = 0; joint < clip.rig.names.length; joint++) {
    const values = rotationsOf(clip, joint);
    const isLastChance = channels.length === 0 && joint === clip.rig.names.length - 1;
    if (isLastChance || !isAt(values, binding.rotations, joint * 4)) add(binding.nodes[joint]!, 'rotation', values, 4);
  }
  for (const face of binding.faces) {
    const values = weightsOf(clip, face.names, face.weights);
    if (values) add(face.node, 'weights', values, face.names.length);
  }
  return { name, channels, samplers, extras: { kinora: extrasOf(writer, clip) } };
}

function extrasOf(writer: BinWriter, clip: Clip): Readonly<Record<string, unknown>> {
  return {
    rate: clip.rate,
    ...(clip.confidence && { confidence: writer.addShares(clip.confidence) }),
    ...(clip.contacts && { contacts: clip.contacts }),
    ...(clip.report && { report: clip.report }),
  };
}

/** [frames × 4], of unit length to the last digit. */
function rotationsOf({ rig, frames, rotations }: Clip, joint: number): Float32Array {
  const joints = rig.names.length;
  const values = new Float32Array(frames * 4);
  for (let frame = 0; frame < frames; frame++) {
    const at = (frame * joints + joint) * 4;
    const length = Math.hypot(rotations[at]!, rotations[at + 1]!, rotations[at + 2]!, rotations[at + 3]!);
    for (let i = 0; i < 4; i++) values[frame * 4 + i] = rotations[at + i]! / length;
  }
  return values;
}

/** [frames × 3] in the node's own space. */
function translationsOf({ frames, translated, translations }: Clip, column: number, scale: number): Float32Array {
  const values = new Float32Array(frames * 3);
  for (let frame = 0; frame < frames; frame++) {
    const at = (frame * translated.length + column) * 3;
    for (let axis = 0; axis < 3; axis++) values[frame * 3 + axis] = translations[at + axis]! / scale;
  }
  return values;
}

/**
 * [frames × targets] the weights of one mesh: what the clip says, and for targets of other names what the mesh has
 * without it. Undefined where the clip knows none of the names.
 */
function weightsOf(
  { frames, morphs }: Clip,
  names: readonly string[],
  still: readonly number[],
): Float32Array | undefined {
  const columnOf = new Map(morphs?.names.map((name, column) => [name, column]));
  if (!morphs || !names.some((name) => columnOf.has(name))) return undefined;
  const values = new Float32Array(frames * names.length);
  names.forEach((name, target) => {
    const column = columnOf.get(name);
    for (let frame = 0; frame < frames; frame++) {
      values[frame * names.length + target] =
        column === undefined ? still[target]! : morphs.weights[frame * morphs.names.length + column]!;
    }
  });
  return values;
}

function isStill(values: Float32Array, size: number): boolean {
  return values.every((value, i) => Math.abs(value - values[i % size]!) <= SAME);
}

/** Whether all rotations are one rotation, be it as q or as −q. */
function isAt(values: Float32Array, rotations: ArrayLike<number>, at: number): boolean {
  const sign = [0, 1, 2, 3].reduce((dot, i) => dot + values[i]! * rotations[at + i]!, 0) < 0 ? -1 : 1;
  return values.every((value, i) => Math.abs(value - sign * rotations[at + (i % 4)]!) <= SAME);
}
