import { alignSigns } from '../../../clip/align-signs.ts';
import type { Clip } from '../../../clip/clip.ts';
import type { Pose } from '../../../clip/pose.ts';
import { KinoraError } from '../../../errors.ts';
import { clipExtras, rateExtra } from './clip-extras.ts';
import type { GlbRig } from './glb-rig.ts';
import type { GltfAnimation } from '../gltf.ts';
import { readKeyframes, sampleKeyframes } from './keyframes.ts';
import type { Keyframes } from './keyframes.ts';
import { sampleGrid } from './sample-grid.ts';
import type { SampleGrid } from './sample-grid.ts';
import type { GlbFile } from '../vet/vet-glb.ts';

/** Under this a joint counts as standing at its rest, metres: a tenth of a millimetre, above the noise of exporters. */
const STILL = 1e-4;
/** Over all clips of a file: 2²⁶ numbers are 256 MiB. */
const MAX_NUMBERS = 2 ** 26;

interface Track {
  readonly joint: number;
  readonly path: string;
  readonly keys: Keyframes;
}

/**
 * The animations of a file as uniform clips that start at their first key. Joints without keys hold the transform of
 * their node. Only joints that leave their rest translation are listed as translated.
 */
export function readClips(file: GlbFile, glbRig: GlbRig, warnings: string[]): Clip[] {
  let numbers = 0;
  return (file.json.animations ?? []).flatMap((animation, index) => {
    const name = animation.name ?? `animation_${index}`;
    const tracks = readTracks(file, glbRig, animation);
    const moving = tracks.filter(({ path }) => path !== 'scale');
    if (moving.length === 0) {
      warnings.push(`Animation "${name}" moves no joint and was left out.`);
      return [];
    }
    if (tracks.some((track) => track.path === 'scale' && scales(track, glbRig))) {
      warnings.push(`Animation "${name}" changes the size of joints; that part was left out.`);
    }
    const grid = sampleGrid(
      moving.map(({ keys }) => keys),
      rateExtra(animation),
    );
    numbers += grid.frames * glbRig.nodes.length * 7;
    if (numbers > MAX_NUMBERS) {
      throw new KinoraError(
        'formats/too-large',
        `Cannot read the animations: with "${name}" they would take more than ${MAX_NUMBERS} numbers`,
        {
          hint: 'Cut the animation into shorter pieces.',
          details: { animation: name, frames: grid.frames },
        },
      );
    }
    return [buildClip(file, glbRig, name, animation, moving, grid)];
  });
}

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

/** Whether a scale track leaves the node's own scale: most exporters write one for every joint that never does. */
function scales({ joint, keys }: Track, { ownScales }: GlbRig): boolean {
  if (keys.interpolation === 'CUBICSPLINE') return true;
  return keys.values.some((value) => Math.abs(value - ownScales[joint]!) > 0.01 * ownScales[joint]!);
}

function buildClip(
  file: GlbFile,
  glbRig: GlbRig,
  name: string,
  animation: GltfAnimation,
  tracks: readonly Track[],
  grid: SampleGrid,
): Clip {
  const { rig } = glbRig;
  const { frames, rate } = grid;
  const joints = rig.names.length;
  const rotations = standingFrames(glbRig, frames);
  for (const { joint, path, keys } of tracks) {
    if (path === 'rotation') sampleKeyframes(keys, 4, grid, rotations, joint * 4, joints * 4);
  }
  alignSigns(rotations, frames, joints);
  const moved = movedJoints(glbRig, tracks, grid);
  const translations = new Float32Array(frames * moved.length * 3);
  moved.forEach(({ values }, column) => {
    for (let i = 0; i < values.length; i++) {
      translations[(Math.floor(i / 3) * moved.length + column) * 3 + (i % 3)] = values[i]!;
    }
  });
  const translated = Int16Array.from(moved, ({ joint }) => joint);
  return {
    name,
    rig,
    frames,
    rate,
    rotations,
    translated,
    translations,
    ...clipExtras(file, animation, frames, joints),
  };
}

/** Every frame as the nodes stand, which need not be the rig's rest. */
function standingFrames({ standing }: GlbRig, frames: number): Float32Array {
  const stride = standing.rotations.length;
  const rotations = new Float32Array(frames * stride);
  for (let frame = 0; frame < frames; frame++) rotations.set(standing.rotations, frame * stride);
  return rotations;
}

/** [frames × 3] metres for each joint that leaves its rest translation, joints rising. */
function movedJoints(
  { rig, nodes, scales, standing }: GlbRig,
  tracks: readonly Track[],
  grid: SampleGrid,
): { joint: number; values: Float32Array }[] {
  const keysOf = new Map(tracks.flatMap(({ joint, path, keys }) => (path === 'translation' ? [[joint, keys]] : [])));
  return Array.from(nodes.keys()).flatMap((joint) => {
    const rest = rig.restTranslations.subarray(joint * 3, joint * 3 + 3);
    const leavesRest = (value: number, i: number): boolean => Math.abs(value * scales[joint]! - rest[i % 3]!) > STILL;
    const keys = keysOf.get(joint) ?? stillKeys(standing, joint, scales[joint]!);
    // The tangents of a spline are no places; sampling it costs little, and comes out still if it is.
    if (keys.interpolation !== 'CUBICSPLINE' && !keys.values.some(leavesRest)) return [];
    const values = new Float32Array(grid.frames * 3);
    sampleKeyframes(keys, 3, grid, values, 0, 3);
    if (!values.some(leavesRest)) return [];
    return [{ joint, values: values.map((value) => value * scales[joint]!) }];
  });
}

/** A joint without keys, in the space of its node. */
function stillKeys({ translations }: Pose, joint: number, scale: number): Keyframes {
  const values = translations.slice(joint * 3, joint * 3 + 3).map((value) => value / scale);
  return { times: new Float32Array(1), values, interpolation: 'STEP' };
}
