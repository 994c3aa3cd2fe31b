import { alignSigns, KinoraError, resampleClip } from '@kinora/core/motion';
import type { Clip, Contact, Rig } from '@kinora/core/motion';
import type { Track } from '../track/landmarks.ts';
import { LANDMARKS } from '../track/landmarks.ts';
import { measureBody } from './body.ts';
import { solveFace } from './face/solve-face.ts';
import { fitBody } from './fit/fit-body.ts';
import { fillGaps } from './gaps.ts';
import { add, quatAt, relative, vecAt } from './geometry.ts';
import type { Vec } from './geometry.ts';
import { findContacts } from './ground/contacts.ts';
import type { Contact as FramesOfContact } from './ground/contacts.ts';
import { findDrift, sampleDrift } from './ground/drift.ts';
import { findFooting } from './ground/footing.ts';
import type { Footing } from './ground/footing.ts';
import { findUpright, turnUpright } from './ground/gravity.ts';
import { levelFeet } from './ground/level-feet.ts';
import { plantFeet } from './ground/plant-feet.ts';
import type { Steps } from './ground/legs.ts';
import { float, settle } from './ground/settle.ts';
import { placeKnuckles } from './hands/place-knuckles.ts';
import { HAND_JOINTS, solveHands } from './hands/solve-hands.ts';
import type { HandMotion } from './hands/solve-hands.ts';
import { middleAt, POINT, readPoints } from './points.ts';
import type { Points } from './points.ts';
import { poseArm, poseAt, poseLeg } from './pose/limbs.ts';
import { poseTrunk } from './pose/trunk.ts';
import { confidenceOf, reportOf } from './report.ts';
import { findRoot } from './root.ts';
import { untangleSides } from './sides/untangle-sides.ts';
import { BODY_JOINT_COUNT, buildRig, JOINT, soleOf } from './skeleton.ts';
import { medianFilter, smooth } from './smooth.ts';
import type { CaptureTuning, FeetMode } from '../tuning.ts';

const SIDES = ['left', 'right'] as const;
const MIN_TRACKED = 0.3;
const RATE = 30;
// Measured at 30 fps as a median of 3 and half a window of 4 frames: jitter falls to a fifth.
const MEDIAN = 1 / 30;
const HALF_WINDOW = 4 / 30;
// The strongest smoothing: a window of a second, which leaves a walk its steps and takes the tremor of hands.
const MORE_SMOOTHING = 3;

export type SolveOptions = Pick<CaptureTuning, 'feet' | 'smoothing' | 'fieldOfView'>;

/**
 * Turns the landmarks of a whole video into a motion: 22 joints of the body and 30 of the fingers, which stay at rest where
 * no hands were asked for; metres, +Y up, the ground at y = 0, the hips of the first frame above the origin, a person who
 * faces the camera faces +Z.
 * The clip has an even 30 frames per second, whatever the video had, and starts at its first frame. In its contacts the
 * ball of the foot stays in one place.
 *
 * @throws KinoraError `capture/no-person` where fewer than 30 % of the frames have landmarks.
 */
export function solveMotion(track: Track, { feet = 'auto', smoothing = 0, fieldOfView }: SolveOptions = {}): Clip {
  const points = readPoints(track, fieldOfView);
  const tracked = requirePerson(track, points);
  placeKnuckles(points, track);
  const { tangles, arms } = untangleSides(points);
  const gaps = fillGaps(points);
  medianFilter(points.times, points.positions, LANDMARKS * 3, MEDIAN);
  const halfWindow = HALF_WINDOW * (1 + MORE_SMOOTHING * smoothing);
  smooth(points.times, points.positions, LANDMARKS * 3, halfWindow);
  const hands = solveHands(track, points.times, arms, { median: MEDIAN, halfWindow });
  const root = findRoot(points);
  const measured = root.slice();
  const lengths = fitBody(points, root, halfWindow);
  const footing = findFooting(points, root);
  const upright = findUpright(points, root, footing);
  // By a lens that is only taken for granted, the size in the picture tells too little of the way.
  const drift = fieldOfView === undefined ? undefined : findDrift(points, measured, root, upright.camera);
  turnUpright(points, root, upright);
  const body = measureBody(points, lengths);
  const rig = buildRig(body);
  const joints = rig.parents.length;
  const morphs = solveFace(track);
  const even = resampleClip(
    {
      name: track.name,
      rig,
      frames: points.frames,
      rate: RATE,
      times: Float32Array.from(points.times),
      rotations: localRotations(poseBody(points, rig), rig, points.frames, hands),
      translated: Int16Array.of(JOINT.hips),
      translations: hipsPath(points, root),
      confidence: confidenceOf(points, joints, hands),
      ...(morphs && { morphs }),
      report: reportOf(track, { tracked, gaps, tangles, hands, morphs, tilt: upright.tilt }, rig.names),
    },
    RATE,
  );
  const steps = { ...even, sole: soleOf(body), hips: even.translations };
  const contacts = placeOnGround(steps, footing, feet, drift && sampleDrift(drift, even.frames, RATE));
  alignSigns(even.rotations, even.frames, joints);
  return { ...even, contacts: inSeconds(contacts) };
}

/** @returns the contacts in which feet stand still; where they may glide, none. */
function placeOnGround(
  steps: Steps,
  footing: Footing,
  feet: FeetMode,
  drift: Float64Array | undefined,
): readonly FramesOfContact[] {
  const isGrounded = feet !== 'never';
  const contacts = isGrounded ? findContacts(steps, footing, feet === 'always') : [];
  levelFeet(steps, contacts);
  if (!isGrounded) {
    float(steps, drift);
    return [];
  }
  const mayGlide = feet === 'grounding';
  settle(steps, contacts, mayGlide, drift);
  const planted = mayGlide ? [] : contacts;
  plantFeet(steps, planted);
  return planted;
}

function inSeconds(contacts: readonly FramesOfContact[]): Contact[] {
  return contacts
    .map(({ foot, from, to }): Contact => ({ side: SIDES[foot], from: from / RATE, to: to / RATE }))
    .sort((a, b) => a.from - b.from);
}

function requirePerson(track: Track, points: Points): number {
  let seen = 0;
  for (let frame = 0; frame < points.frames; frame++) {
    if (points.seen.subarray(frame * LANDMARKS, (frame + 1) * LANDMARKS).some((value) => value > 0)) seen++;
  }
  const tracked = points.frames > 0 ? seen / points.frames : 0;
  if (tracked >= MIN_TRACKED) return tracked;
  throw new KinoraError(
    'capture/no-person',
    `Cannot animate "${track.name}": a person was seen in ${seen} of ${track.frames.length} frames`,
    {
      hint: 'Film one person in good light, with the whole body in the picture and at least a third of its height.',
      details: { name: track.name, seen, frames: track.frames.length },
    },
  );
}

/** @returns [frames × 22 × 4] xyzw, model space. */
function poseBody(points: Points, rig: Rig): Float64Array {
  const poses = new Float64Array(points.frames * BODY_JOINT_COUNT * 4);
  const spine = [JOINT.spine, JOINT.spine1, JOINT.spine2, JOINT.neck].map((joint): Vec =>
    vecAt(rig.restTranslations, joint * 3),
  );
  for (let frame = 0; frame < points.frames; frame++) {
    poseTrunk(points, frame, spine, poses.subarray(poseAt(frame, 0), poseAt(frame + 1, 0)));
  }
  for (const side of [1, -1] as const) {
    poseArm(points, side, poses);
    poseLeg(points, side, poses);
  }
  return poses;
}

/** Model space to local; fingers that nobody looked at stay at rest. */
function localRotations(poses: Float64Array, rig: Rig, frames: number, hands: HandMotion | undefined): Float32Array {
  const joints = rig.parents.length;
  const rotations = new Float32Array(frames * joints * 4);
  for (let frame = 0; frame < frames; frame++) {
    rotations.set(rig.restRotations, frame * joints * 4);
    for (let joint = 0; joint < BODY_JOINT_COUNT; joint++) {
      const model = quatAt(poses, poseAt(frame, joint));
      const parent = rig.parents[joint]!;
      const local = parent < 0 ? model : relative(quatAt(poses, poseAt(frame, parent)), model);
      rotations.set(local, (frame * joints + joint) * 4);
    }
    const fingers = frame * 2 * HAND_JOINTS * 4;
    if (hands) {
      const turns = hands.rotations.subarray(fingers, fingers + 2 * HAND_JOINTS * 4);
      rotations.set(turns, (frame * joints + BODY_JOINT_COUNT) * 4);
    }
  }
  alignSigns(rotations, frames, joints);
  return rotations;
}

function hipsPath(points: Points, root: Float64Array): Float32Array {
  const path = new Float32Array(points.frames * 3);
  for (let frame = 0; frame < points.frames; frame++) {
    path.set(add(vecAt(root, frame * 3), middleAt(points, frame, POINT.leftHip, POINT.rightHip)), frame * 3);
  }
  return path;
}
