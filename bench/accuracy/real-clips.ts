import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { clipDuration } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { Track } from '../../packages/capture/src/track/landmarks.ts';
import { bestRotation, turnAll } from './measures/best-fit.ts';
import { boneWobble } from './measures/bones.ts';
import { claimedContacts, footSlide } from './measures/feet.ts';
import { unrest } from './measures/jitter.ts';
import { limbsOfClip, limbsOfLandmarks } from './measures/limbs.ts';
import type { LimbMotion } from './measures/limbs.ts';
import { mean, positionError } from './measures/position-error.ts';
import { cm } from './page.ts';
import type { Line } from './page.ts';
import { withoutErrors, withoutMarks } from './published-errors.ts';

const folder = fileURLToPath(new URL('../../../shared/assets/videos/', import.meta.url));

export interface RealClip {
  readonly name: string;
  readonly videoPath: string;
  /** Published reference landmarks, world metres and pixels: of another runtime of the same models, and no truth. */
  readonly golden?: { readonly world: string; readonly image: string };
}

const ALL: readonly RealClip[] = [
  {
    name: 'pose_squats',
    videoPath: `${folder}pose_squats.mp4`,
    golden: { world: `${folder}pose_squats_3d.full.json`, image: `${folder}pose_squats.full.json` },
  },
  { name: 'pose2sim_singleperson_cam02', videoPath: `${folder}pose2sim_singleperson_cam02.mp4` },
];

/** None in a bare clone. */
export const realClips: readonly RealClip[] = existsSync(folder) ? ALL : [];

/** A capture of a clip. */
export interface Captured {
  readonly track: Track;
  readonly solved: Clip;
}

/**
 * What can be told of a clip whose true motion nobody knows.
 *
 * @param best - the same clip in the best quality, which is nearest to the truth; none where it was not captured, or is it.
 */
export function realLines({ track, solved }: Captured, { golden }: RealClip, best: Captured | undefined): Line[] {
  const seen = track.frames.flatMap(({ time, landmarks }) => (landmarks ? [{ time, world: landmarks.world }] : []));
  const tracked = limbsOfLandmarks(seen);
  const frames = Math.round(clipDuration(solved) * solved.rate) + 1;
  const ours = limbsOfClip(
    solved,
    Array.from({ length: frames }, (_, i) => i / solved.rate),
  );
  const claimed = claimedContacts(solved.contacts ?? [], frames, solved.rate);
  return [
    ['frames tracked', `${((seen.length / track.frames.length) * 100).toFixed(0)} %`],
    ...goldenLines(track, solved, golden),
    ...bestLines(tracked, solved, best),
    ['solved: limb joints from the tracked ones', cm(turnedError(atTimesOf(solved, tracked), tracked))],
    ['tracker: acceleration', `${unrest(tracked, 2).toFixed(1)} m/s²`],
    ['solved: acceleration', `${unrest(ours, 2).toFixed(1)} m/s²`],
    ['tracker: bones change their length by', `${(boneWobble(tracked) * 100).toFixed(1)} %`],
    ['solved: bones change their length by', `${(boneWobble(ours) * 100).toFixed(1)} %`],
    ['feet: slide in claimed contacts', `${cm(footSlide(solved, claimed))}/s`],
  ];
}

function goldenLines(track: Track, solved: Clip, golden: RealClip['golden']): Line[] {
  const whats = [
    'tracker: from the golden landmarks',
    'tracker: the same in the picture',
    'solved: from the golden ones',
    'solved: from the golden ones, hips and shoulders put right',
    'solved: from the golden ones, all published errors put right',
  ];
  if (!golden) return whats.map((what) => [what, '–']);
  const [world, image] = [read(golden.world), read(golden.image)];
  const frames = track.frames.flatMap(({ landmarks, time }, i) => (landmarks ? [{ landmarks, time, i }] : []));
  const off = (a: ArrayLike<number>, stride: number, b: Golden[number], axes: number): number =>
    mean(b.map((point, p) => Math.hypot(...point.slice(0, axes).map((value, axis) => value - a[p * stride + axis]!))));
  const from = (put: (world: Golden[number]) => Golden[number]): string => {
    const theirs = limbsOfLandmarks(frames.map(({ time, i }) => ({ time, world: put(world[i]!).flat() })));
    return cm(turnedError(atTimesOf(solved, theirs), theirs));
  };
  return [
    [whats[0]!, cm(mean(frames.map(({ landmarks, i }) => off(landmarks.world, 3, world[i]!, 3))))],
    [whats[1]!, `${mean(frames.map(({ landmarks, i }) => off(landmarks.image, 4, image[i]!, 2))).toFixed(1)} px`],
    [whats[2]!, from((points) => points)],
    [whats[3]!, from(withoutMarks)],
    [whats[4]!, from(withoutErrors)],
  ];
}

/** How far from the best quality: that of the tracker shows where it took left for right, and what was solved should not. */
function bestLines(tracked: LimbMotion, solved: Clip, best: Captured | undefined): Line[] {
  const whats = ['tracker: limb joints from those of heavy', 'solved: limb joints from those of heavy, solved'];
  if (!best) return whats.map((what) => [what, '–']);
  const theirs = limbsOfLandmarks(
    best.track.frames.flatMap(({ time, landmarks }) => (landmarks ? [{ time, world: landmarks.world }] : [])),
  );
  const comparable = theirs.times.length === tracked.times.length;
  return [
    [whats[0]!, comparable ? cm(positionError(tracked, theirs)) : '–'],
    [whats[1]!, cm(turnedError(atTimesOf(solved, tracked), atTimesOf(best.solved, tracked)))],
  ];
}

/** Landmarks lean with their camera, a solved motion stands upright: it is turned onto them once, as a whole. */
function turnedError(ours: LimbMotion, theirs: LimbMotion): number {
  return positionError({ ...ours, places: turnAll(bestRotation(ours.places, theirs.places), ours.places) }, theirs);
}

function atTimesOf(solved: Clip, { times }: LimbMotion): LimbMotion {
  return limbsOfClip(
    solved,
    times.map((time) => Math.min(time - times[0]!, clipDuration(solved))),
  );
}

/** Points of every frame. */
type Golden = readonly (readonly (readonly [number, number, number])[])[];

function read(path: string): Golden {
  return JSON.parse(readFileSync(path, 'utf8')) as Golden;
}
