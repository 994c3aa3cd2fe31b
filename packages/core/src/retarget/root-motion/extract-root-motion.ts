import type { Clip } from '../../clip/clip.ts';
import { validateClip } from '../../clip/validate-clip.ts';
import { startAtFirst } from '../../clip/root-motion.ts';
import { rotateVec3 } from '../../math/quat.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import { canonicalRig } from '../canonical/canonical-rig.ts';
import type { CanonicalRig } from '../canonical/canonical-rig.ts';
import { findSteps } from '../contacts/find-contacts.ts';
import { findLegs } from '../legs/legs.ts';
import { bodyWay } from './body-way.ts';
import { moveBody } from './move-body.ts';

export interface RootMotionOptions {
  /**
   * What is taken out of the body: its way over the ground, that and where it faces, or its way with its height. Default
   * `xz+yaw`.
   */
  readonly mode?: 'none' | 'xz' | 'xz+yaw' | 'xyz';
  /**
   * What tells the way. `hips` (default): where they are. `feet`: for a body that walks on the spot, the ground that
   * passes under them; the body stays as it is. Where it does not, as `hips`.
   */
  readonly reference?: 'hips' | 'feet';
}

/**
 * Takes the travel of a body out of its joints into `rootMotion`, so that a game moves
 * the character by it. Do this last, on the clip of the avatar: feet are planted in clips that travel.
 *
 * The sum is the same motion: `applyRootMotion` gives it back.
 *
 * @param map - of `clip.rig`.
 * @throws KinoraError `clip/invalid` where the clip is malformed, and `rig/invalid` where its rig has no extent.
 * @example
 * const inPlace = extractRootMotion(clip, mapHumanoid(clip.rig), { mode: 'xz' });
 * sampleRootMotion(inPlace, player.time, out); // every frame: x, y, z, yaw since the start
 */
export function extractRootMotion(clip: Clip, map: HumanoidMap, options: RootMotionOptions = {}): Clip {
  const { mode = 'xz+yaw', reference = 'hips' } = options;
  if (mode === 'none') return clip;
  validateClip(clip);
  const whole = clip.rootMotion ? applyRootMotion(clip, map) : clip;
  const canonical = canonicalRig(clip.rig, map, whole);
  const passing = reference === 'feet' ? groundPassing(canonical, whole) : undefined;
  if (passing) return { ...whole, rootMotion: passing };
  const { hips, heading } = bodyWay(canonical, whole);
  const rootMotion = new Float32Array(clip.frames * 4);
  for (let frame = 0; frame < clip.frames; frame++) {
    for (let axis = 0; axis < 3; axis++) {
      if (axis !== 1 || mode === 'xyz') rootMotion[frame * 4 + axis] = hips[frame * 3 + axis]! - hips[axis]!;
    }
    if (mode === 'xz+yaw') rootMotion[frame * 4 + 3] = heading[frame]! - heading[0]!;
  }
  return { ...moveBody(canonical, whole, rootMotion, 'back'), rootMotion };
}

/** Puts `rootMotion` back into the joints: the clip travels by itself again. One without it is handed on. */
export function applyRootMotion(clip: Clip, map: HumanoidMap): Clip {
  const { rootMotion, ...inPlace } = clip;
  if (!rootMotion) return clip;
  return moveBody(canonicalRig(clip.rig, map, clip), inPlace, rootMotion, 'there');
}

/** [frames × 4] the way over the ground that passes under a body that walks on the spot; undefined where none does. */
function groundPassing(canonical: CanonicalRig, clip: Clip): Float32Array | undefined {
  const { drift, times } = findSteps(clip, findLegs(canonical));
  if (drift.every((value) => value === 0)) return undefined;
  const velocity = new Float64Array(3);
  rotateVec3(velocity, 0, canonical.reference.frame.rotation, 0, drift, 0);
  if (canonical.reference.frame.mirrored) velocity[0] = -velocity[0]!;
  const way = new Float32Array(clip.frames * 4);
  times.forEach((time, frame) => way.set([-velocity[0]! * time, 0, -velocity[2]! * time], frame * 4));
  startAtFirst(way);
  return way;
}
