import type { Clip } from '../../clip/clip.ts';
import { validateClip } from '../../clip/validate-clip.ts';
import { clipGltf } from './clip-gltf.ts';
import { writeContainer } from './glb-container.ts';

/**
 * Writes a clip as a GLB file of its own: the rig's joints as nodes and one animation. `readGlb` gives back the same rig
 * (with its tips) and clip, contacts, confidence to 1/255 and report included. There is no mesh, but where the clip moves
 * blendshapes: glTF keeps their names and weights on a mesh, so its first joint shows a triangle without area that has them.
 *
 * @throws KinoraError `clip/invalid`.
 */
export function writeGlbClip(clip: Clip): Uint8Array<ArrayBuffer> {
  validateClip(clip);
  const { json, bin } = clipGltf(clip);
  return writeContainer(json, bin);
}
