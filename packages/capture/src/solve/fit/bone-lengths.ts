import { LANDMARKS } from '../../track/landmarks.ts';
import { length, subtract } from '../geometry.ts';
import { middleAt, POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';
import { BONES, FITTED } from './joints.ts';
import type { BoneLengths } from './joints.ts';

/** Bones that a person has twice, and whose length the model and the picture show. */
type LimbBone = 'upperArm' | 'forearm' | 'thigh' | 'shin';

// Parts of trunk, thigh and shin together, which are what the model knows best of a person's size. De Leva 1996,
// "Adjustments to Zatsiorsky-Seluyanov's segment inertia parameters", table 4, means of women and men between joint
// centres: trunk 507, thigh 395, shank 433, upper arm 278, forearm 267 mm.
const USUAL: Readonly<Record<LimbBone, number>> = { upperArm: 0.208, forearm: 0.2, thigh: 0.296, shin: 0.325 };
// Between the centres of the joints, of adults: 18 cm (Bell, Brand, Pedersen 1990) and 35 cm.
const HIPS = 0.135;
const SHOULDERS = 0.26;
// Of the lengths that the model sees in a clip; it sees upper arms too short wherever they are not across the view.
const IN_MODEL: Readonly<Record<LimbBone, number>> = { upperArm: 0.9, forearm: 0.5, thigh: 0.6, shin: 0.6 };
// A bone is never shorter than its projection, but for noise: one frame in ten may show it longer than it is, and half
// of what is beyond the estimate is believed.
const IN_PICTURE = 0.9;
const PICTURE_SHARE = 0.5;
// A point of a bone could be missing in all frames or lie on its neighbour: bones must keep a direction.
const SHORTEST = 0.02;

/**
 * How long a person's bones are: the mean of usual proportions and of what the model sees, longer where the picture
 * shows them longer.
 *
 * @param root - [frames × 3] where the origin of the metres is.
 */
export function estimateLengths(points: Points, root: Float64Array): BoneLengths {
  const { leftShoulder, leftHip } = POINT;
  const trunks = seenFrames(points, [leftShoulder, leftHip]).map((frame) =>
    length(
      subtract(middleAt(points, frame, leftShoulder, leftShoulder + 1), middleAt(points, frame, leftHip, leftHip + 1)),
    ),
  );
  const trunk = quantile(trunks, 0.5);
  const size = trunk + inModel(points, 'thigh') + inModel(points, 'shin');
  const estimate = (bone: LimbBone): number => {
    const usual = (USUAL[bone] * size + inModel(points, bone)) / 2;
    const shown = quantile(
      bothSides(points, bone, (frame, a, b) => projection(points, root, frame, a, b)),
      IN_PICTURE,
    );
    return Math.max(SHORTEST, usual + PICTURE_SHARE * Math.max(0, shown - usual));
  };
  return {
    trunk: Math.max(SHORTEST, trunk),
    hips: Math.max(SHORTEST, HIPS * size),
    shoulders: Math.max(SHORTEST, SHOULDERS * size),
    upperArm: estimate('upperArm'),
    forearm: estimate('forearm'),
    thigh: estimate('thigh'),
    shin: estimate('shin'),
  };
}

function inModel(points: Points, bone: LimbBone): number {
  const lengths = bothSides(points, bone, (frame, a, b) =>
    length(subtract(pointAt(points, frame, b), pointAt(points, frame, a))),
  );
  return quantile(lengths, IN_MODEL[bone]);
}

/** At the distance of the whole person; nothing where the picture does not show it. */
function projection(points: Points, root: Float64Array, frame: number, a: number, b: number): number {
  const [i, k] = [(frame * LANDMARKS + a) * 2, (frame * LANDMARKS + b) * 2];
  const [u, v] = [points.rays[k]! - points.rays[i]!, points.rays[k + 1]! - points.rays[i + 1]!];
  const size = Math.abs(root[frame * 3 + 2]!) * Math.hypot(u, v);
  return Number.isNaN(size) ? 0 : size;
}

/** What was measured at the bones of both sides, in the frames that show them. */
function bothSides(
  points: Points,
  name: LimbBone,
  measure: (frame: number, from: number, to: number) => number,
): number[] {
  return BONES.filter((bone) => bone.name === name).flatMap(({ from, to }) => {
    const [a, b] = [FITTED[from]!, FITTED[to]!];
    return seenFrames(points, [a, b]).map((frame) => measure(frame, a, b));
  });
}

/** All frames, where none shows them: the model's guess is better than nothing. */
function seenFrames({ frames, seen }: Points, ends: readonly number[]): number[] {
  const all = Array.from({ length: frames }, (_, frame) => frame);
  const shown = all.filter((frame) => ends.every((point) => seen[frame * LANDMARKS + point]! > 0));
  return shown.length > 0 ? shown : all;
}

function quantile(values: number[], share: number): number {
  return values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))]!;
}
