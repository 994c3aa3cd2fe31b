import type { Clip } from '../../clip/clip.ts';
import type { Pose } from '../../clip/pose.ts';
import { KinoraError } from '../../errors.ts';
import type { Rig } from '../../rig/rig.ts';
import { tooLarge } from './document/fbx-error.ts';
import { readBinaryDocument } from './document/read-binary.ts';
import { readTextDocument } from './document/read-text.ts';
import { bindPlaces, isPosed } from './motion/bind-pose.ts';
import { readClips, restingValues } from './motion/fbx-clips.ts';
import { rigOf, settler, unitOf } from './scene/fbx-rig.ts';
import { buildScene } from './scene/fbx-scene.ts';
import { buildSkeleton } from './scene/fbx-skeleton.ts';
import { createPlaces, JointPlacer } from './scene/place-joints.ts';
import type { Places } from './scene/place-joints.ts';

/** An FBX file taken apart. */
export interface ParsedFbx {
  readonly rig: Rig;
  /** One for each animation stack that moves a joint. */
  readonly clips: readonly Clip[];
  /** Sentences for a person: what was left out or approximated. */
  readonly warnings: readonly string[];
}

const MAX_BYTES = 512 * 2 ** 20;
const BINARY_MAGIC = 'Kaydara FBX Binary  \0';

/**
 * Reads skeleton and animations of an FBX file of version 7.0 (2011) or newer, binary or text. Meshes, materials and
 * pictures are stepped over.
 *
 * The rig stands in house axes (+Y up by the file's settings) and metres; scales, pivots and every kind of scale
 * inheritance are worked into its translations, frame by frame. The rest pose is how the models stand. Where that is
 * the first frame of one of the clips and the skin was bound in another pose, it is the bind pose. Shape keys that are
 * animated become `Clip.morphs`. Of several layers only the base is read, with a warning.
 *
 * @param name - the file name: it stands in errors, and names a clip that has none.
 * @throws KinoraError `formats/empty`, `formats/too-large`, `formats/truncated`, `formats/unsupported`,
 * `formats/fbx-syntax`, `formats/fbx-number`, `formats/fbx-version`, `formats/fbx-scene`.
 */
export function readFbx(bytes: Uint8Array, name: string): ParsedFbx {
  if (bytes.length === 0) throw new KinoraError('formats/empty', `Cannot read "${name}": it is empty`);
  if (bytes.length > MAX_BYTES) throw tooLarge(`${bytes.length} bytes are more than ${MAX_BYTES}`);
  const warnings: string[] = [];
  const scene = buildScene(isBinary(bytes) ? readBinaryDocument(bytes) : readTextDocument(bytes));
  const skeleton = buildSkeleton(scene);
  const joints = skeleton.models.length;
  const standing = createPlaces(joints);
  new JointPlacer(skeleton.transforms, skeleton.parents).place(restingValues(skeleton), standing);
  const unitMetres = unitOf(scene, skeleton, standing, warnings);
  const settle = settler(scene, skeleton, unitMetres);
  const settled = (places: Places): Pose => {
    const pose = { rotations: new Float32Array(joints * 4), translations: new Float32Array(joints * 3) };
    settle(places, pose);
    return pose;
  };
  const bindPlacesFound = bindPlaces(scene, skeleton, standing);
  const rest = settled(standing);
  const standingRig = rigOf(skeleton, rest, unitMetres);
  const source = { scene, skeleton, settle, name: name.replace(/\.fbx$/i, '') };
  const clips = readClips(source, standingRig, warnings);
  const bind = bindPlacesFound && settled(bindPlacesFound);
  if (!bind || !isPosed(rest, bind, clips)) return { rig: standingRig, clips, warnings };
  warnings.push('The figure stands as in a clip; its bind pose was taken for its rest.');
  const rig = rigOf(skeleton, bind, unitMetres);
  return { rig, clips: readClips(source, rig, []), warnings };
}

function isBinary(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, BINARY_MAGIC.length)) === BINARY_MAGIC;
}
