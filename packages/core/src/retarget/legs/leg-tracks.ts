import type { Clip } from '../../clip/clip.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { copyVec3 } from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { Legs } from './legs.ts';
import { placeJoints, withAncestors } from './place-joints.ts';
import { createFootPlace, readFoot } from './read-foot.ts';

/** One leg through a whole clip, model space. */
export interface LegTrack {
  /** [frames × 3] the joint of the thigh. */
  readonly socket: Float64Array;
  /** [frames × 3] */
  readonly ankle: Float64Array;
  /** [frames × 3] the point of the sole under the base of the toes. */
  readonly ball: Float64Array;
  /** [frames] height of the lowest point of the sole. */
  readonly low: Float64Array;
}

export type LegTracks = readonly [left: LegTrack, right: LegTrack];

export function createLegTracks(frames: number): LegTracks {
  return [createLegTrack(frames), createLegTrack(frames)];
}

function createLegTrack(frames: number): LegTrack {
  return {
    socket: new Float64Array(frames * 3),
    ankle: new Float64Array(frames * 3),
    ball: new Float64Array(frames * 3),
    low: new Float64Array(frames),
  };
}

const foot = createFootPlace();

/** Writes one frame of both legs, of a body whose legs are placed. */
export function recordLegs(tracks: LegTracks, frame: number, model: RestModel, { sides, up }: Legs): void {
  tracks.forEach((track, index) => {
    const leg = sides[index]!;
    readFoot(foot, model, up, leg);
    copyVec3(track.socket, frame * 3, model.positions, leg.upper * 3);
    copyVec3(track.ankle, frame * 3, foot.ankle, 0);
    copyVec3(track.ball, frame * 3, foot.ball, 0);
    track.low[frame] = foot.low[0]!;
  });
}

/** The legs of a clip on its own rig. Only the joints that carry them are placed: this runs while a page waits. */
export function trackLegs(clip: Clip, legs: Legs): LegTracks {
  const { parents } = clip.rig;
  const joints = jointsOfLegs(parents, legs);
  const tracks = createLegTracks(clip.frames);
  const pose = createPose(clip.rig);
  const model: RestModel = {
    positions: new Float64Array(parents.length * 3),
    rotations: new Float64Array(parents.length * 4),
  };
  for (let frame = 0; frame < clip.frames; frame++) {
    readFrame(clip, frame, pose);
    placeJoints(model, clip.rig, joints, pose);
    recordLegs(tracks, frame, model, legs);
  }
  return tracks;
}

/** The joints of both legs and all that carries them, parents first. */
function jointsOfLegs(parents: Int16Array, { sides }: Legs): Int16Array {
  return withAncestors(
    parents,
    sides.flatMap(({ upper, lower, foot: ankle, toes }) => [upper, lower, ankle, toes]),
  );
}
