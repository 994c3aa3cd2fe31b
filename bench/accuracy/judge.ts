import { clipDuration } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { Track } from '../../packages/capture/src/track/landmarks.ts';
import { alignedError, leanError } from './measures/best-fit.ts';
import { boneErrors } from './measures/bones.ts';
import type { Bone } from './measures/bones.ts';
import { intoCamera, intoHeading } from './measures/camera-axes.ts';
import type { FilmCamera } from './measures/camera-axes.ts';
import { claimedContacts, contactAgreement, footSlide } from './measures/feet.ts';
import { pathError } from './measures/hip-path.ts';
import type { PathError } from './measures/hip-path.ts';
import { unrest } from './measures/jitter.ts';
import { angleErrors } from './measures/joint-angles.ts';
import type { Angle } from './measures/joint-angles.ts';
import { hipPath, limbsOfClip, limbsOfLandmarks, mapLimbs } from './measures/limbs.ts';
import type { LimbMotion, Part } from './measures/limbs.ts';
import { errorByPart, positionError } from './measures/position-error.ts';
import type { TrueMotion } from './measures/true-motion.ts';

// Seconds: less than any camera leaves between frames.
const SAME_TIME = 1e-3;

/** How far a body in motion is from the truth. Metres, radians. */
export interface BodyError {
  readonly position: number;
  readonly aligned: number;
  readonly parts: Readonly<Record<Part, number>>;
  readonly angles: Readonly<Record<Angle, number>>;
  readonly bones: Readonly<Record<Bone, number>>;
  /** Mean acceleration and jerk by those of the truth. */
  readonly acceleration: number;
  readonly jerk: number;
}

export interface Verdict {
  /** Share of the frames. */
  readonly tracked: number;
  readonly tracker: BodyError;
  readonly solved: BodyError;
  readonly lean: number;
  readonly path: PathError;
  /** Of the balls of the feet, metres per second: while they truly stand, and while the clip says so. */
  readonly slide: { readonly true: number; readonly claimed: number };
  readonly contactF1: number;
}

/** Compares what was tracked and what was solved from it with a motion that is known. */
export function judge(track: Track, solved: Clip, truth: TrueMotion, camera: FilmCamera): Verdict {
  const seen = track.frames.flatMap(({ time, landmarks }) => (landmarks ? [{ time, world: landmarks.world }] : []));
  const isKnown = (at: number): boolean => !truth.times || truth.times.some((time) => Math.abs(time - at) < SAME_TIME);
  const tracked = limbsOfLandmarks(seen.filter(({ time }) => isKnown(time)));
  const trueInView = mapLimbs(truth.limbs(tracked.times), intoCamera(camera));
  // Solved motions begin at 0 with the first frame of the video.
  const start = track.frames[0]!.time;
  const last = Math.min(clipDuration(solved), truth.duration - start) + 1e-6;
  const frames = Math.floor(last * solved.rate) + 1;
  const even = Array.from({ length: frames }, (_, i) => i / solved.rate);
  const times = truth.times ? truth.times.map((time) => time - start).filter((time) => time <= last) : even;
  const trueTimes = times.map((time) => time + start);
  const heading = intoHeading(camera);
  const ours = limbsOfClip(solved, times);
  const theirs = mapLimbs(truth.limbs(trueTimes), heading);
  const stands = truth.stands(frames, solved.rate);
  const claimed = claimedContacts(solved.contacts ?? [], frames, solved.rate);
  const truePath = turned(truth.hips(trueTimes), heading);
  return {
    tracked: seen.length / track.frames.length,
    tracker: bodyError(tracked, trueInView),
    solved: bodyError(ours, theirs),
    lean: leanError(ours, theirs),
    path: pathError(hipPath(solved, times), truePath, solved.rate),
    slide: { true: footSlide(solved, stands), claimed: footSlide(solved, claimed) },
    contactF1: contactAgreement(claimed, stands),
  };
}

function bodyError(ours: LimbMotion, truth: LimbMotion): BodyError {
  return {
    position: positionError(ours, truth),
    aligned: alignedError(ours, truth),
    parts: errorByPart(ours, truth),
    angles: angleErrors(ours, truth),
    bones: boneErrors(ours, truth),
    acceleration: unrest(ours, 2) / unrest(truth, 2),
    jerk: unrest(ours, 3) / unrest(truth, 3),
  };
}

function turned(path: Float64Array, map: (x: number, y: number, z: number) => number[]): Float64Array {
  return mapLimbs({ times: [], places: path }, map).places;
}
