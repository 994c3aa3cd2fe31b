import { KinoraError } from '../../../../errors.ts';
import { readContainer } from '../../../../formats/glb/glb-container.ts';
import { readVettedJson } from '../../../../formats/glb/vet/vet-json.ts';
import { sniff } from '../../../../formats/sniff.ts';

/** The largest character that is looked into. Real ones have some dozen megabytes. */
const MAX_BYTES = 512 * 2 ** 20;

/**
 * What a character's file is, by its bytes, since names lie. Nothing beside the file is uploaded, so it has to hold all
 * that it needs.
 *
 * @returns `fbx`, `glb`, `gltf` or `vrm`.
 * @throws `animate3d/bad-character` for another kind of file; `formats/external-file` for one that points to others.
 */
export async function modelExtension(file: Blob): Promise<'fbx' | 'glb' | 'gltf' | 'vrm'> {
  if (file.size > MAX_BYTES) throw badCharacter(`it is larger than ${MAX_BYTES} bytes`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const format = sniff(bytes);
  if (format === 'fbx') return 'fbx';
  if (format !== 'glb' && format !== 'gltf') throw badCharacter(`it is ${format}`);
  const json = readVettedJson(format === 'glb' ? readContainer(bytes).json : bytes);
  if (format === 'gltf') return 'gltf';
  const { extensionsUsed } = json;
  const isVrm = Array.isArray(extensionsUsed) && extensionsUsed.some((name) => name === 'VRM' || name === 'VRMC_vrm');
  return isVrm ? 'vrm' : 'glb';
}

function badCharacter(fact: string): KinoraError {
  return new KinoraError('animate3d/bad-character', `Cannot use this file as a character: ${fact}`, {
    hint: 'Choose an FBX, GLB or VRM file with a skinned figure in it.',
  });
}
