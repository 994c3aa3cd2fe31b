import type { Clip, Contact } from '../../clip/clip.ts';
import { validateClip } from '../../clip/validate-clip.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import { SIDES } from '../canonical/bones.ts';
import { canonicalRig } from '../canonical/canonical-rig.ts';
import { trackLegs } from '../legs/leg-tracks.ts';
import type { LegTracks } from '../legs/leg-tracks.ts';
import { findLegs } from '../legs/legs.ts';
import type { Legs } from '../legs/legs.ts';
import { groundDrift, settledDrift } from './ground-drift.ts';
import { heldRuns } from './held-runs.ts';
import { plantedRuns } from './planted-runs.ts';
import { mergeRuns } from './runs.ts';
import type { Run } from './runs.ts';

/** How the feet of a clip meet the ground. */
export interface Steps {
  readonly tracks: LegTracks;
  /** [frames] seconds. */
  readonly times: Float64Array;
  readonly contacts: readonly Contact[];
  /** The same in frames, rising, for the left and the right foot. */
  readonly runs: readonly [left: readonly Run[], right: readonly Run[]];
  /** In frames: where each foot stands or is straight above where it stands; each run is in one of them. */
  readonly held: readonly [left: readonly Run[], right: readonly Run[]];
  readonly floor: number;
  /** [3] velocity with which the ground passes under a body that walks on the spot; zeros for one that travels. */
  readonly drift: Float64Array;
}

/**
 * Finds when the feet of a clip stand on the ground, or on a stair: slow and low, by the limits at which animators plant
 * a foot. A clip that knows its contacts, as a captured one does, keeps them.
 *
 * @param map - of `clip.rig`: hips, head and the long bones of arms and legs must be in it.
 * @returns in the order of `from`.
 * @throws KinoraError `clip/invalid` where the clip is malformed, and `rig/invalid` where its rig has no extent.
 */
export function findContacts(clip: Clip, map: HumanoidMap): readonly Contact[] {
  if (clip.contacts) return clip.contacts;
  validateClip(clip);
  return findSteps(clip, findLegs(canonicalRig(clip.rig, map, clip))).contacts;
}

export function findSteps(clip: Clip, legs: Legs): Steps {
  const tracks = trackLegs(clip, legs);
  const times = Float64Array.from({ length: clip.frames }, (_, frame) => clip.times?.[frame] ?? frame / clip.rate);
  const floor = floorOf(tracks, legs);
  const stage = { legs, times, rate: clip.rate, floor };
  const known = clip.contacts;
  const drift = settledDrift(groundDrift(stage, tracks), stage, tracks);
  const runs: Steps['runs'] = known
    ? [framesOf(known, 'left', times), framesOf(known, 'right', times)]
    : plantedRuns({ ...stage, drift }, tracks);
  const above = { ...stage, drift };
  const held = [heldRuns(above, tracks[0], runs[0]), heldRuns(above, tracks[1], runs[1])] as const;
  return { tracks, times, contacts: known ?? toContacts(runs, times), runs, held, floor, drift };
}

function toContacts(runs: Steps['runs'], times: Float64Array): Contact[] {
  return runs
    .flatMap((side, index) =>
      side.map(({ first, last }): Contact => ({ side: SIDES[index]!, from: times[first]!, to: times[last]! })),
    )
    .sort((a, b) => a.from - b.from);
}

/** The frames inside each contact of one side. */
function framesOf(contacts: readonly Contact[], side: Contact['side'], times: Float64Array): Run[] {
  // Half a millisecond is what seconds lose on their way through a file.
  const runs = contacts
    .filter((contact) => contact.side === side)
    .map(({ from, to }) => ({
      first: times.findIndex((time) => time >= from - 5e-4),
      last: times.findLastIndex((time) => time <= to + 5e-4),
    }))
    .filter(({ first, last }) => first >= 0 && last >= first)
    .sort((a, b) => a.first - b.first);
  return mergeRuns(runs, times, 1e-6);
}

/**
 * The height on which the lower foot is in its lowest frames, their 5th percentile, so that noise cannot dig. Where that
 * is far from the ground that the rig stands on, the feet never touch it: they hang from a chair, or the body flies.
 */
function floorOf(tracks: LegTracks, { ground, length }: Legs): number {
  const [left, right] = tracks;
  const lowest = left.low.map((low, frame) => Math.min(low, right.low[frame]!)).sort();
  const floor = lowest[Math.floor(lowest.length * 0.05)]!;
  return Math.abs(floor - ground) < 0.15 * length ? floor : ground;
}
