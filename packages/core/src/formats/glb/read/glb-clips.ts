import { alignSigns } from '../../../clip/align-signs.ts';
import type { Clip } from '../../../clip/clip.ts';
import type { Pose } from '../../../clip/pose.ts';
import { KinoraError } from '../../../errors.ts';
import type { MorphMesh } from '../face/morph-meshes.ts';
import { readMorphTracks, sampleMorphTracks } from '../face/morph-tracks.ts';
import type { VrmaFace } from '../face/vrma-face.ts';
import type { GltfAnimation } from '../gltf.ts';
import type { GlbFile } from '../vet/vet-glb.ts';
import { isReadable } from './accessor.ts';
import { clipExtras, rateExtra } from './clip-extras.ts';
import type { GlbRig } from './glb-rig.ts';
import { readJointMotion } from './joint-tracks.ts';
import type { JointMotion } from './joint-tracks.ts';
import { PLACE, sampleKeyframes, TURN } from './keyframes.ts';
import type { Keyframes } from './keyframes.ts';
import { sampleGrid } from './sample-grid.ts';
import type { SampleGrid } from './sample-grid.ts';

/** Under this a joint counts as standing at its rest, metres: a tenth of a millimetre, above the noise of exporters. */
const STILL = 1e-4;
/** Over all clips of a file: 2²⁶ numbers are 256 MiB. */
const MAX_NUMBERS = 2 ** 26;

/** What the clips of a file have in common. */
export interface ClipSource {
  readonly file: GlbFile;
  readonly glbRig: GlbRig;
  readonly morphMeshes: readonly MorphMesh[];
  readonly vrmaFace: VrmaFace;
}

/**
 * The animations of a file as uniform clips that start at their first key. Joints without keys hold the transform of
 * their node. Only joints that leave their rest translation are listed as translated.
 */
export function readClips(source: ClipSource, warnings: string[]): Clip[] {
  const { file, glbRig, morphMeshes, vrmaFace } = source;
  let numbers = 0;
  return (file.json.animations ?? []).flatMap((animation, index) => {
    const name = animation.name ?? `animation_${index}`;
    const warn = (what: string): void => void warnings.push(`Animation "${name}" ${what}.`);
    if (!animation.samplers.every(({ input, output }) => isReadable(file, input) && isReadable(file, output))) {
      warn('is compressed and was left out: export it again without compression');
      return [];
    }
    const motion = readJointMotion(file, glbRig, animation, warn);
    const morphs = readMorphTracks(file, animation, morphMeshes, vrmaFace);
    if (animation.channels.some(({ target }) => target.node !== undefined && target.node === vrmaFace.lookAt)) {
      warn('turns the gaze; that part was left out');
    }
    const tracks = [...motion.tracks, ...morphs];
    if (tracks.length === 0) {
      warn('moves no joint and was left out');
      return [];
    }
    const grid = sampleGrid(
      tracks.map(({ keys }) => keys),
      rateExtra(animation),
    );
    const weights = morphs.reduce((sum, { shape }) => sum + shape.size, 0);
    numbers += grid.frames * (glbRig.nodes.length * 7 + weights);
    if (numbers > MAX_NUMBERS) throw tooLarge(name, grid.frames);
    const face = sampleMorphTracks(morphs, grid, (blendshape) =>
      warn(`moves "${blendshape}" differently in several meshes; the first was taken`),
    );
    return [{ ...buildClip(file, glbRig, name, animation, motion, grid), ...(face && { morphs: face }) }];
  });
}

function tooLarge(name: string, frames: number): KinoraError {
  return new KinoraError(
    'formats/too-large',
    `Cannot read the animations: with "${name}" they would take more than ${MAX_NUMBERS} numbers`,
    {
      hint: 'Cut the animation into shorter pieces.',
      details: { animation: name, frames },
    },
  );
}

function buildClip(
  file: GlbFile,
  glbRig: GlbRig,
  name: string,
  animation: GltfAnimation,
  motion: JointMotion,
  grid: SampleGrid,
): Clip {
  const { rig } = glbRig;
  const { frames, rate } = grid;
  const joints = rig.names.length;
  const rotations = standingFrames(glbRig, frames);
  for (const { joint, path, keys } of motion.tracks) {
    if (path === 'rotation') sampleKeyframes(keys, TURN, grid, rotations, joint * 4, joints * 4);
  }
  alignSigns(rotations, frames, joints);
  const moved = movedJoints(glbRig, motion, grid);
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
  { rig, nodes, scales: standingScales, standing }: GlbRig,
  { tracks, scales }: JointMotion,
  grid: SampleGrid,
): { joint: number; values: Float32Array }[] {
  const keysOf = new Map(tracks.flatMap(({ joint, path, keys }) => (path === 'translation' ? [[joint, keys]] : [])));
  return Array.from(nodes.keys()).flatMap((joint) => {
    const rest = rig.restTranslations.subarray(joint * 3, joint * 3 + 3);
    const leavesRest = (value: number, i: number): boolean => Math.abs(value * scales[joint]! - rest[i % 3]!) > STILL;
    const keys = keysOf.get(joint) ?? stillKeys(standing, joint, standingScales[joint]!);
    // The tangents of a spline are no places; sampling it costs little, and comes out still if it is.
    if (keys.interpolation !== 'CUBICSPLINE' && !keys.values.some(leavesRest)) return [];
    const values = new Float32Array(grid.frames * 3);
    sampleKeyframes(keys, PLACE, grid, values, 0, 3);
    if (!values.some(leavesRest)) return [];
    return [{ joint, values: values.map((value) => value * scales[joint]!) }];
  });
}

/** A joint without keys, in the space of its node. */
function stillKeys({ translations }: Pose, joint: number, scale: number): Keyframes {
  const values = translations.slice(joint * 3, joint * 3 + 3).map((value) => value / scale);
  return { times: new Float32Array(1), values, interpolation: 'STEP' };
}
