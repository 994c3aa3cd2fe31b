import { alignSigns } from '../../clip/align-signs.ts';
import type { Clip, ClipMorphs } from '../../clip/clip.ts';
import { REQUIRED_BONES } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { findFrames } from './find-frames.ts';
import { KINANIM_BLENDSHAPES, KINANIM_BONES } from './kinanim-layout.ts';
import { kinanimRig } from './kinanim-rig.ts';
import { readFrames } from './read-frames.ts';
import type { KinanimFrames } from './read-frames.ts';
import { readHeader } from './read-header.ts';
import type { Track } from './track.ts';

/** A kinanim file taken apart. */
export interface ParsedKinanim {
  readonly rig: Rig;
  /** Always one. */
  readonly clips: readonly Clip[];
  /** Sentences for a person: what was left out or assumed. */
  readonly warnings: readonly string[];
}

/**
 * Reads Kinetix's kinanim, version 0.
 *
 * The format stores turns of 55 named bones and no skeleton. They are read as turns from a T-pose whose joints have the
 * axes of the world, on a skeleton of ours: `kinanimRig`. A bone that the file does not move is left out, unless a body
 * needs it. Blendshapes become `morphs` of the clip, by ARKit's names.
 *
 * @param name - of the clip, normally the file name.
 * @throws KinoraError `formats/kinanim`, `formats/truncated`; `formats/unsupported` for another version.
 */
export function readKinanim(bytes: Uint8Array, name: string): ParsedKinanim {
  const warnings: string[] = [];
  const header = readHeader(bytes);
  const motion = readFrames(bytes, header, findFrames(bytes, header, warnings));
  if (motion.scaled) warnings.push('Bones of the file grow or shrink; that was left out.');
  const moved = [...motion.rotations.keys(), ...motion.places.keys()].map((transform) => KINANIM_BONES[transform]!);
  const rig = kinanimRig(new Set([...REQUIRED_BONES, ...moved]));
  finishTracks(motion, warnings);
  const morphs = morphsOf(motion);
  const clip: Clip = {
    name,
    rig,
    frames: motion.frames,
    rate: header.rate,
    rotations: rotationsOf(rig, motion),
    ...translationsOf(rig, motion),
    ...(morphs && { morphs }),
  };
  return { rig, clips: [clip], warnings };
}

function finishTracks({ rotations, places, weights }: KinanimFrames, warnings: string[]): void {
  const open = [...rotations].filter(([, track]) => track.finish()).map(([transform]) => KINANIM_BONES[transform]!);
  for (const track of [...places.values(), ...weights.values()]) track.finish();
  if (open.length === 0) return;
  const some = open.slice(0, 5).join(', ');
  warnings.push(
    `${open.length} bones (${some}${open.length > 5 ? ', …' : ''}) have no key on the first or the last frame; there they stand as in the T-pose.`,
  );
}

function rotationsOf({ names }: Rig, { frames, rotations }: KinanimFrames): Float32Array {
  const stride = names.length * 4;
  const values = new Float32Array(frames * stride);
  names.forEach((bone, joint) => {
    const track = trackOf(rotations, bone);
    for (let frame = 0; frame < frames; frame++) {
      const at = frame * stride + joint * 4;
      if (track) values.set(track.values.subarray(frame * 4, frame * 4 + 4), at);
      else values[at + 3] = 1;
    }
  });
  alignSigns(values, frames, names.length);
  return values;
}

function translationsOf({ names }: Rig, { frames, places }: KinanimFrames): Pick<Clip, 'translated' | 'translations'> {
  const columns = names.flatMap((bone, joint) => {
    const track = trackOf(places, bone);
    return track ? [{ joint, track }] : [];
  });
  const translations = new Float32Array(frames * columns.length * 3);
  columns.forEach(({ track }, column) => {
    for (let frame = 0; frame < frames; frame++) {
      translations.set(track.values.subarray(frame * 3, frame * 3 + 3), (frame * columns.length + column) * 3);
    }
  });
  return { translated: Int16Array.from(columns, ({ joint }) => joint), translations };
}

function morphsOf({ frames, weights }: KinanimFrames): ClipMorphs | undefined {
  const shapes = [...weights].sort(([a], [b]) => a - b);
  if (shapes.length === 0) return undefined;
  const values = new Float32Array(frames * shapes.length);
  shapes.forEach(([, track], column) => {
    for (let frame = 0; frame < frames; frame++) values[frame * shapes.length + column] = track.values[frame]!;
  });
  return { names: shapes.map(([shape]) => KINANIM_BLENDSHAPES[shape]!), weights: values };
}

function trackOf(tracks: ReadonlyMap<number, Track>, bone: string): Track | undefined {
  return tracks.get((KINANIM_BONES as readonly string[]).indexOf(bone));
}
