import type { Landmarks, Track } from '../../packages/capture/src/track/landmarks.ts';
import { markJoints } from './blazepose-marks.ts';

type Vec = readonly [number, number, number];

/** A stick figure of known size in one instant: metres, +Y up, the ground at 0, facing +Z before `heading`. */
export interface FigurePose {
  /** Middle of the hips. */
  readonly hips: Vec;
  /** Radians to its left. */
  readonly heading?: number;
  /** Radians forwards, of the trunk. */
  readonly lean?: number;
  /** Radians: upper arms from hanging (0) to level (π/2) sideways, and the bend of the elbows, forwards. */
  readonly raise?: number;
  readonly bend?: number;
  /** Ankles; the feet point ahead and are flat. */
  readonly ankles: readonly [left: Vec, right: Vec];
}

/** Of the figure, metres. */
export const FIGURE = {
  hip: 0.1,
  shoulder: 0.18,
  trunk: 0.5,
  upperArm: 0.28,
  forearm: 0.25,
  thigh: 0.42,
  shin: 0.41,
  ankle: 0.09,
} as const;

/** It stands at a place with legs a little bent. */
export function standing(x = 0, z = 0, crouch = 0.02): FigurePose {
  const { hip, thigh, shin, ankle } = FIGURE;
  return {
    hips: [x, thigh + shin + ankle - crouch, z],
    ankles: [
      [x + hip, ankle, z],
      [x - hip, ankle, z],
    ],
  };
}

/** BlazePose's points of the figure, in figure space. */
export function figurePoints(pose: FigurePose): Vec[] {
  const { heading = 0, lean = 0, raise = 0.15, bend = 0.6 } = pose;
  const points = Array.from({ length: 33 }, (): Vec => [0, 0, 0]);
  const ahead = (v: Vec): Vec => turnY(v, heading);
  const onTrunk = (v: Vec): Vec => add(pose.hips, ahead(turnX(v, lean)));
  for (const side of [1, -1]) {
    const right = side > 0 ? 0 : 1;
    const shoulder: Vec = [side * FIGURE.shoulder, FIGURE.trunk, 0];
    const upper: Vec = [side * Math.sin(raise), -Math.cos(raise), 0];
    const lower: Vec = [upper[0] * Math.cos(bend), upper[1] * Math.cos(bend), Math.sin(bend)];
    const elbow = along(shoulder, upper, FIGURE.upperArm);
    const wrist = along(elbow, lower, FIGURE.forearm);
    points[11 + right] = onTrunk(shoulder);
    points[13 + right] = onTrunk(elbow);
    points[15 + right] = onTrunk(wrist);
    // The back of the hand keeps the side that the elbow's axis gives it: index and little finger lie in its plane.
    const across: Vec = [upper[0] * -Math.sin(bend), upper[1] * -Math.sin(bend), Math.cos(bend)];
    points[19 + right] = onTrunk(along(along(wrist, lower, 0.1), across, 0.03));
    points[17 + right] = onTrunk(along(along(wrist, lower, 0.1), across, -0.03));
    points[21 + right] = onTrunk(along(along(wrist, lower, 0.05), across, 0.05));
    const hip = add(pose.hips, ahead([side * FIGURE.hip, 0, 0]));
    const ankle = pose.ankles[right];
    points[23 + right] = hip;
    points[25 + right] = kneeOf(hip, ankle, ahead([0, 0, 1]));
    points[27 + right] = ankle;
    points[29 + right] = add(ankle, ahead([0, -FIGURE.ankle, -0.05]));
    points[31 + right] = add(ankle, ahead([0, -FIGURE.ankle, 0.18]));
    points[7 + right] = onTrunk([side * 0.075, FIGURE.trunk + 0.2, 0]);
    points[9 + right] = onTrunk([side * 0.03, FIGURE.trunk + 0.13, 0.1]);
  }
  // As far below the ears as noses are: 17°.
  points[0] = onTrunk([0, FIGURE.trunk + 0.2 - 0.12 * Math.sin(0.2967), 0.12 * Math.cos(0.2967)]);
  for (const [point, x] of [
    [1, 0.02],
    [2, 0.035],
    [3, 0.05],
    [4, -0.02],
    [5, -0.035],
    [6, -0.05],
  ] as const) {
    points[point] = onTrunk([x, FIGURE.trunk + 0.21, 0.1]);
  }
  return points;
}

export interface FigureTrackOptions {
  readonly seconds: number;
  readonly fps: number;
  readonly pose: (time: number) => FigurePose;
  /** Makes another person of the figure's points. */
  readonly reshape?: (points: Vec[]) => Vec[];
  /** Radians by which the camera looks down. */
  readonly cameraPitch?: number;
  /** Radians by which it is turned about its line of sight, so that what is up leans to the right of the picture. */
  readonly cameraRoll?: number;
  /** Of its lens, along the longer side, radians. Default 55°. */
  readonly fieldOfView?: number;
  /** Metres from the camera to the middle of the figure's space. Default 4. */
  readonly distance?: number;
  /** Metres of even noise on every coordinate, from a fixed seed. */
  readonly noise?: number;
}

/** What BlazePose would see of the figure, free of noise, from 1 m above the ground, in 720 × 1280. */
export function figureTrack({
  seconds,
  fps,
  pose,
  reshape = (points) => points,
  cameraPitch = 0,
  cameraRoll = 0,
  fieldOfView = (55 * Math.PI) / 180,
  distance = 4,
  noise = 0,
}: FigureTrackOptions): Track {
  const random = seededRandom(7);
  const focal = 640 / Math.tan(fieldOfView / 2);
  const frames = Array.from({ length: Math.round(seconds * fps) + 1 }, (_, i) => {
    const seen = reshape(figurePoints(pose(i / fps))).map((point) =>
      turnZ(turnX(add(point, [0, -1, -distance]), cameraPitch), -cameraRoll),
    );
    return { time: i / fps, landmarks: project(i / fps, seen, focal, () => (random() - 0.5) * 2 * noise) };
  });
  return { width: 720, height: 1280, name: 'figure', frames };
}

function project(time: number, points: readonly Vec[], focal: number, noise: () => number): Landmarks {
  const { metres, picture } = markJoints(points);
  const origin = metres[23]!.map((value, axis) => (value + metres[24]![axis]!) / 2);
  return {
    time,
    score: 1,
    world: Float32Array.from(
      metres.flatMap(([x, y, z]) => [x - origin[0]! + noise(), origin[1]! - y + noise(), origin[2]! - z + noise()]),
    ),
    image: Float32Array.from(
      picture.flatMap(([x, y, z]) => [360 - (focal * x) / z + noise(), 640 + (focal * y) / z + noise(), 0, 1]),
    ),
  };
}

/** Where a knee lies between hip and ankle, bent ahead. */
function kneeOf(hip: Vec, ankle: Vec, ahead: Vec): Vec {
  const line = add(ankle, scale(hip, -1));
  const distance = Math.min(Math.hypot(...line), FIGURE.thigh + FIGURE.shin - 1e-6);
  const direction = scale(line, 1 / Math.hypot(...line));
  const onLine = (distance ** 2 + FIGURE.thigh ** 2 - FIGURE.shin ** 2) / (2 * distance);
  const dot = ahead[0] * direction[0] + ahead[1] * direction[1] + ahead[2] * direction[2];
  const side = add(ahead, scale(direction, -dot));
  return along(
    along(hip, direction, onLine),
    scale(side, 1 / Math.hypot(...side)),
    Math.sqrt(FIGURE.thigh ** 2 - onLine ** 2),
  );
}

function add(a: Vec, b: Vec): Vec {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function scale(a: Vec, factor: number): Vec {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

function along(from: Vec, direction: Vec, distance: number): Vec {
  return add(from, scale(direction, distance));
}

function turnX([x, y, z]: Vec, angle: number): Vec {
  return [x, y * Math.cos(angle) - z * Math.sin(angle), y * Math.sin(angle) + z * Math.cos(angle)];
}

function turnZ([x, y, z]: Vec, angle: number): Vec {
  return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle), z];
}

function turnY([x, y, z]: Vec, angle: number): Vec {
  return [x * Math.cos(angle) + z * Math.sin(angle), y, z * Math.cos(angle) - x * Math.sin(angle)];
}

/** Mulberry32: the same numbers in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
