import { across, add, cross, dot, length, middle, scale, subtract, unit, vecAt } from '../geometry.ts';
import type { Vec } from '../geometry.ts';
import { slopeAlong, unknownOf } from './depths.ts';
import type { Depths } from './depths.ts';
import { BONES, FIT } from './joints.ts';
import type { BoneLengths } from './joints.ts';
import type { LeastSquares } from '../equations/least-squares.ts';

// Metres. Points in the picture and the lengths of bones are right to 2 cm each, and what both are wrong by lasts for
// many frames: from 3 to 7 cm the known motions of eleven films came out alike, with 1 or 2 cm worse.
const BONE = 0.04;
const KNEE = 0.03;
// A facing within 17° of the leg says nothing about which way its knee bends.
const SIDEWAYS = 0.3;

/** Bones have one length. Of one that lies across the view this tells little, and nearly all of one along it. */
export function addBones(squares: LeastSquares, depths: Depths, lengths: BoneLengths): void {
  const { frames, places } = depths;
  for (let frame = 0; frame < frames; frame++) {
    for (const { name, from, to } of BONES) {
      const [a, b] = [unknownOf(frame, from), unknownOf(frame, to)];
      const x = places[b * 3]! - places[a * 3]!;
      const y = places[b * 3 + 1]! - places[a * 3 + 1]!;
      const z = places[b * 3 + 2]! - places[a * 3 + 2]!;
      const size = Math.sqrt(x * x + y * y + z * z) || 1;
      squares.slope(a, -slopeAlong(depths, a, x / size, y / size, z / size));
      squares.slope(b, slopeAlong(depths, b, x / size, y / size, z / size));
      squares.add(size - lengths[name], BONE);
    }
    const trunk = trunkOf(depths, frame);
    const [x, y, z] = unit(trunk);
    for (const right of [0, 1]) {
      const [shoulder, hip] = [unknownOf(frame, FIT.shoulder + right), unknownOf(frame, FIT.hip + right)];
      squares.slope(shoulder, slopeAlong(depths, shoulder, x, y, z) / 2);
      squares.slope(hip, -slopeAlong(depths, hip, x, y, z) / 2);
    }
    squares.add(length(trunk) - lengths.trunk, BONE);
  }
}

/** Knees bend one way: they are not behind the line from hip to ankle. */
export function addKnees(squares: LeastSquares, depths: Depths): void {
  for (let frame = 0; frame < depths.frames; frame++) {
    const hips = subtract(placeOf(depths, frame, FIT.hip), placeOf(depths, frame, FIT.hip + 1));
    const facing = unit(cross(hips, trunkOf(depths, frame)));
    for (const right of [0, 1]) addKnee(squares, depths, frame, right, facing);
  }
}

function addKnee(squares: LeastSquares, depths: Depths, frame: number, right: number, facing: Vec): void {
  const joints = [FIT.hip, FIT.knee, FIT.ankle].map((joint) => joint + right);
  const [hip, knee, ankle] = joints.map((joint) => placeOf(depths, frame, joint)) as [Vec, Vec, Vec];
  const leg = subtract(ankle, hip);
  const forwards = across(facing, unit(leg));
  if (length(forwards) < SIDEWAYS) return;
  const [x, y, z] = unit(forwards);
  const share = Math.max(0, Math.min(1, dot(subtract(knee, hip), leg) / (dot(leg, leg) || 1)));
  const bend = dot(subtract(knee, add(hip, scale(leg, share))), [x, y, z]);
  if (bend >= 0) return;
  [share - 1, 1, -share].forEach((part, i) => {
    const unknown = unknownOf(frame, joints[i]!);
    squares.slope(unknown, part * slopeAlong(depths, unknown, x, y, z));
  });
  squares.add(bend, KNEE);
}

/** From the middle of the hips to the middle of the shoulders. */
function trunkOf(depths: Depths, frame: number): Vec {
  const [a, b, c, d] = [FIT.shoulder, FIT.shoulder + 1, FIT.hip, FIT.hip + 1].map((joint) =>
    placeOf(depths, frame, joint),
  ) as [Vec, Vec, Vec, Vec];
  return subtract(middle(a, b), middle(c, d));
}

function placeOf({ places }: Depths, frame: number, joint: number): Vec {
  return vecAt(places, unknownOf(frame, joint) * 3);
}
