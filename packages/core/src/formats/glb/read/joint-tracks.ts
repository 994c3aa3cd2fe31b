import type { HumanoidBone } from '../../../rig/humanoid.ts';
import { isVrma } from '../face/vrma-face.ts';
import type { GltfAnimation } from '../gltf.ts';
import type { GlbFile } from '../vet/vet-glb.ts';
import { transformOf } from './glb-rig.ts';
import type { GlbRig } from './glb-rig.ts';
import { readKeyframes } from './keyframes.ts';
import type { Keyframes } from './keyframes.ts';

/** Keys that turn or move one joint. */
export interface JointTrack {
  readonly joint: number;
  readonly path: 'rotation' | 'translation';
  readonly keys: Keyframes;
}

/** What an animation does to the joints of a rig. */
export interface JointMotion {
  readonly tracks: readonly JointTrack[];
  /** [joints] node-local translation × this = rig translation in this animation, which may show the figure at another size. */
  readonly scales: Float32Array;
}

type Track = Omit<JointTrack, 'path'> & { readonly path: string };

/** Most exporters write a scale track for every joint that never changes. Under this share of its size it does not. */
const EVEN = 0.01;

/** @param warn - takes the end of a sentence that begins with the animation. */
export function readJointMotion(
  file: GlbFile,
  glbRig: GlbRig,
  animation: GltfAnimation,
  warn: (what: string) => void,
): JointMotion {
  const all = readTracks(file, glbRig, animation);
  const scales = clipScales(file, glbRig, all, warn);
  const tracks = all.filter((track): track is JointTrack => track.path !== 'scale');
  if (!isVrma(file.json)) return { tracks, scales };
  // VRMC_vrm_animation-1.0: of the human bones only the hips may move, and a reader passes over what others do.
  const { declared } = glbRig.rig;
  const fixed = new Set(Object.entries(declared ?? {}).flatMap(([bone, joint]) => (bone === HIPS ? [] : [joint])));
  const kept = tracks.filter(({ joint, path }) => path === 'rotation' || !fixed.has(joint));
  if (kept.length < tracks.length)
    warn('moves bones other than the hips, which a VRM animation may not; that part was left out');
  return { tracks: kept, scales };
}

const HIPS: HumanoidBone = 'hips';

/** One track for each joint and path: glTF allows no second one, and the last wins where there is. */
function readTracks(file: GlbFile, { nodes }: GlbRig, { channels, samplers }: GltfAnimation): Track[] {
  const jointOfNode = new Map([...nodes].map((node, joint) => [node, joint]));
  const tracks = new Map<string, Track>();
  for (const { sampler, target } of channels) {
    const { node, path } = target;
    const joint = node === undefined ? undefined : jointOfNode.get(node);
    if (joint === undefined || !['rotation', 'translation', 'scale'].includes(path)) continue;
    tracks.set(`${joint} ${path}`, { joint, path, keys: readKeyframes(file, samplers[sampler]!) });
  }
  return [...tracks.values()];
}

/**
 * A size that an animation holds all the time is part of its places, as that of a node is. A size that changes has no
 * word in a clip.
 */
function clipScales(
  file: GlbFile,
  glbRig: GlbRig,
  tracks: readonly Track[],
  warn: (what: string) => void,
): Float32Array {
  const { nodes, rig, scales } = glbRig;
  const factors = new Map<number, number>();
  let changes = false;
  for (const { joint, path, keys } of tracks) {
    if (path !== 'scale') continue;
    const own = transformOf(file.json.nodes![nodes[joint]!]!).scale;
    const held = heldScale(keys);
    const ratios = held?.map((axis, i) => axis / own[i]!) ?? [];
    const isEven = held !== undefined && ratios.every((ratio) => ratio > 0 && Math.abs(ratio / ratios[0]! - 1) < EVEN);
    if (!isEven)
      changes = changes || !held || held.some((axis, i) => Math.abs(axis - own[i]!) > EVEN * Math.abs(own[i]!));
    else if (Math.abs(ratios[0]! - 1) > EVEN) factors.set(joint, ratios[0]!);
  }
  if (changes) warn('changes the size of joints; that part was left out');
  if (factors.size === 0) return scales;
  warn('shows joints at another size than the figure has; places were scaled with it');
  const above = new Float32Array(nodes.length);
  return scales.map((scale, joint) => {
    const parent = rig.parents[joint]!;
    above[joint] = parent < 0 ? 1 : above[parent]! * (factors.get(parent) ?? 1);
    return scale * above[joint];
  });
}

/** [3] the scale of all keys; undefined where they differ. */
function heldScale({ values, interpolation }: Keyframes): readonly number[] | undefined {
  const isSpline = interpolation === 'CUBICSPLINE';
  const first = [...values.subarray(isSpline ? 3 : 0, isSpline ? 6 : 3)];
  const largest = Math.max(...first.map(Math.abs));
  for (let i = 0; i < values.length; i++) {
    // A spline has its value between two tangents, which are 0 where nothing changes.
    const expected = isSpline && Math.floor(i / 3) % 3 !== 1 ? 0 : first[i % 3]!;
    if (Math.abs(values[i]! - expected) > EVEN * largest) return undefined;
  }
  return first;
}
