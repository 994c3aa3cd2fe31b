import type { Scene } from '@babylonjs/core/scene.js';
import { assertHumanoid, faceOf, KinoraError, mapHumanoid, readGlb } from '@kinora/core/motion';
import { createAvatar, type Avatar } from './avatar.ts';
import { faceMorphs } from './face-morphs.ts';
import { importGlb } from './import-glb.ts';
import { jointNodes } from './joint-nodes.ts';
import { readSource, type AvatarSource } from './read-source.ts';

export interface LoadAvatarOptions {
  /** Aborts reading and loading. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Puts any humanoid GLB or VRM into a Babylon scene of your own, left- or right-handed. The file is vetted and its
 * skeleton understood before Babylon sees a byte of it; no address inside the file is ever fetched.
 *
 * @throws KinoraError `viewer/load` where the file cannot be fetched or Babylon cannot read it; `formats/…` where it is
 * not a sound GLB; `rig/not-humanoid`, with reasons, where it is not a person; `viewer/no-figure` where it has a skeleton
 * and no body, as files of animations do. On abort the signal's reason.
 *
 * @example
 * const avatar = await loadAvatar(scene, '/avatars/knight.glb');
 * scene.onBeforeRenderObservable.add(() => avatar.player.update(engine.getDeltaTime() / 1000));
 * avatar.player.play(clip, { loop: true });
 */
export async function loadAvatar(
  scene: Scene,
  source: AvatarSource,
  { signal }: LoadAvatarOptions = {},
): Promise<Avatar> {
  const { name, bytes } = await readSource(source, signal);
  // Bounds and checks the file first: nothing after it has to doubt a number.
  const file = readGlb(bytes);
  const { rig, clips, scales, warnings, decoders } = file;
  // Babylon would fetch the decoder from a foreign server.
  if (decoders.length > 0) throw needsDecoder(name, decoders[0]!);
  const map = mapHumanoid(rig);
  assertHumanoid(rig, map);
  const container = await importGlb(bytes, name, scene, signal);
  try {
    const avatar = createAvatar({
      name,
      bytes,
      rig,
      map,
      clips,
      container,
      nodes: jointNodes(container, file),
      scales,
      face: faceOf(file),
      morphs: faceMorphs(container, file),
      warnings,
    });
    if (avatar.meshes.length === 0) throw noFigure(name);
    container.addAllToScene();
    return avatar;
  } catch (error) {
    container.dispose();
    throw error;
  }
}

function noFigure(name: string): KinoraError {
  return new KinoraError('viewer/no-figure', `Cannot show "${name}": there is a skeleton in it, and no body to see`, {
    hint: 'Play it as an animation, on an avatar of another file.',
  });
}

function needsDecoder(name: string, extension: string): KinoraError {
  return new KinoraError('formats/unsupported', `Cannot show "${name}": it is compressed, by ${extension}`, {
    hint: 'Export it again without compression.',
    details: { extension },
  });
}
