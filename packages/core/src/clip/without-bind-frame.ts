import { angleBetweenQuats } from '../math/quat.ts';
import type { Clip } from './clip.ts';
import { framePlace } from './sample-clip.ts';

/** A joint that is turned by more from the first frame to the second has not moved: the clip begins with the second. */
const POP = (45 * Math.PI) / 180;
/** Seconds: over a longer time a body may well go from its rest pose into another. */
const LONGEST_FRAME = 0.1;
/** What single precision and files in degrees leave of a rest pose. */
const SAME_TURN = (0.5 * Math.PI) / 180;

/**
 * The same frames and times without a first frame that is the rest pose of the rig and jumps from there into the motion,
 * as tools write it for others to calibrate by: the second is shown in its place. Every other clip is
 * returned as it is.
 */
export function withoutBindFrame(clip: Clip): Clip {
  if (!beginsWithBind(clip)) return clip;
  const rotations = clip.rotations.slice();
  const translations = clip.translations.slice();
  rotations.copyWithin(0, rotations.length / clip.frames, (2 * rotations.length) / clip.frames);
  translations.copyWithin(0, translations.length / clip.frames, (2 * translations.length) / clip.frames);
  return { ...clip, rotations, translations };
}

function beginsWithBind(clip: Clip): boolean {
  const { rig, rotations } = clip;
  // Two frames are a pose and another.
  if (clip.frames < 3 || framePlace(clip, LONGEST_FRAME) < 1) return false;
  let largest = 0;
  for (const [joint, parent] of rig.parents.entries()) {
    // Where the root is turned says where the body faces, and not in which pose it is.
    if (parent < 0) continue;
    if (angleBetweenQuats(rotations, joint * 4, rig.restRotations, joint * 4) > SAME_TURN) return false;
    largest = Math.max(largest, angleBetweenQuats(rotations, joint * 4, rotations, (rig.parents.length + joint) * 4));
  }
  return largest > POP;
}
