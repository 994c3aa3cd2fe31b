import { join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Profile } from '../field/profile.ts';
import { readProfile } from '../field/profile.ts';
import { section } from '../field/section.ts';
import type { Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { clamp, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, dot, normalize, subtract } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { moveMesh } from '../mesh/mesh.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import type { Influences } from '../skin/influences.ts';
import { chain } from '../skin/influences.ts';
import { SKIN } from './palette.ts';
import type { Finger } from './skeleton.ts';
import { ARM_BIND_TURN, ELBOW, FINGER_NAMES, FINGERS, lowerArm, mirrorName, SHOULDER, WRIST } from './skeleton.ts';

// The left arm is modelled held out along +x and lowered afterwards.

/** Rows of [distance from the shoulder, half-height, half-depth]. */
const ARM: Profile = [
  [-0.02, 0.026, 0.036],
  [0.025, 0.04, 0.049],
  [0.07, 0.0485, 0.055],
  [0.14, 0.047, 0.05],
  [0.23, 0.041, 0.043],
  [0.282, 0.0385, 0.041],
  [0.33, 0.0405, 0.043],
  [0.39, 0.036, 0.038],
  [0.46, 0.028, 0.031],
  [0.53, 0.0215, 0.0285],
  [0.56, 0.02, 0.0285],
];

const FINGER_RADII: Record<Finger, readonly number[]> = {
  Thumb: [0.0122, 0.0112, 0.0106, 0.0092],
  Index: [0.01, 0.0092, 0.0085, 0.0074],
  Middle: [0.0103, 0.0094, 0.0087, 0.0076],
  Ring: [0.0099, 0.009, 0.0083, 0.0072],
  Pinky: [0.009, 0.0081, 0.0075, 0.0066],
};
/** How far a finger's joints share the skin around them. */
const FINGER_HINGE = 0.01;

/** Half-height and half-depth of the bare arm at a distance from the shoulder. */
function armSection(distance: number): readonly [number, number] {
  return readProfile(ARM, distance) as [number, number];
}

/** The arm from inside the shoulder to inside the hand, `thicker` all round by so much. */
export function armTube(p: Vec3, thicker = 0): number {
  const along = p[0] - SHOULDER[0];
  const s = clamp(along, -0.02, 0.56);
  const [height, depth] = armSection(s);
  const behind = along > ELBOW[0] - SHOULDER[0] ? 0.004 : 0;
  return section(
    p[1] - SHOULDER[1],
    p[2] - SHOULDER[2] - behind,
    height + thicker,
    depth + thicker,
    Math.abs(along - s),
  );
}

/** The skin of one arm, fingertips to under the sleeve. */
export function armAndHand(p: Vec3): number {
  const elbow = bar(p, [0.428, SHOULDER[1], -0.034], [0.463, SHOULDER[1], -0.036], 0.026, 0.026);
  const bare = join(armTube(p), elbow, 0.03);
  const arm = Math.max(meet(bare, p[0] - WRIST[0] - 0.02, 0.02), SHOULDER[0] + 0.12 - p[0]);
  return p[0] < WRIST[0] - 0.06 ? arm : join(arm, hand(subtract(p, WRIST)), 0.03);
}

export function makeArms(): Part[] {
  const held = surfaceNets(armAndHand, [
    axis(
      SHOULDER[0] + 0.09,
      [ELBOW[0] - 0.06, 0.03],
      [ELBOW[0] + 0.06, 0.02],
      [WRIST[0] - 0.04, 0.03],
      [WRIST[0] + 0.2, 0.0106],
    ),
    axis(
      SHOULDER[1] - 0.068,
      [SHOULDER[1] - 0.027, 0.0137],
      [SHOULDER[1] + 0.027, 0.0082],
      [SHOULDER[1] + 0.068, 0.0137],
    ),
    axis(SHOULDER[2] - 0.068, [SHOULDER[2] + 0.09, 0.0082]),
  ]);
  const part = makePart(held, { name: 'LeftSkin', colour: armColour, influences: armInfluences });
  return bothSides({ ...part, mesh: moveMesh(held, lowerArm, ARM_BIND_TURN) }, mirrorName);
}

/** Bone by bone down the arm, then into the nearest finger. */
export function armInfluences(p: Vec3): Influences {
  const elbow = smoothstep(-0.04, 0.04, p[0] - ELBOW[0]);
  const wrist = smoothstep(-0.035, 0.025, p[0] - WRIST[0]);
  const inHand = subtract(p, WRIST);
  const finger = nearestFinger(inHand);
  const along = [0, 1, 2].map((i) => alongFinger(finger, i, inHand));
  const knuckle = finger === 'Thumb' ? 0.016 : FINGER_HINGE;
  return chain(
    'LeftArm',
    ['LeftForeArm', elbow],
    ['LeftHand', wrist],
    [`LeftHand${finger}1`, smoothstep(-knuckle, knuckle, along[0]!) * wrist],
    [`LeftHand${finger}2`, smoothstep(-0.008, 0.008, along[1]!) * wrist],
    [`LeftHand${finger}3`, smoothstep(-0.007, 0.007, along[2]!) * wrist],
  );
}

function hand(p: Vec3): number {
  let d = ellipsoid(p, [0.045, 0, 0], [0.056, 0.0155, 0.04]);
  d = join(d, bar(p, [0.03, 0, 0.014], [0.088, 0.002, 0.024], 0.0125, 0.0108), 0.012);
  d = join(d, bar(p, [0.03, 0, 0], [0.09, 0.003, 0.006], 0.0125, 0.011), 0.012);
  d = join(d, bar(p, [0.03, 0, -0.012], [0.086, 0.001, -0.014], 0.0125, 0.0105), 0.012);
  d = join(d, bar(p, [0.03, -0.001, -0.018], [0.078, -0.002, -0.03], 0.0125, 0.0098), 0.012);
  d = join(d, bar(p, [0.012, -0.008, 0.014], [0.05, -0.014, 0.05], 0.017, 0.0128), 0.018);
  return join(d, Math.min(...FINGER_NAMES.map((finger) => fingerField(p, finger))), 0.006);
}

function fingerField(p: Vec3, finger: Finger): number {
  const points = FINGERS[finger];
  const radii = FINGER_RADII[finger];
  return Math.min(...[0, 1, 2].map((i) => bar(p, points[i]!, points[i + 1]!, radii[i]!, radii[i + 1]!)));
}

function nearestFinger(p: Vec3): Finger {
  const distances = FINGER_NAMES.map((finger) => fingerField(p, finger));
  return FINGER_NAMES[distances.indexOf(Math.min(...distances))]!;
}

/** How far a point lies beyond a joint of a finger, along the finger. */
function alongFinger(finger: Finger, joint: number, p: Vec3): number {
  const points = FINGERS[finger];
  return dot(subtract(p, points[joint]!), normalize(subtract(points[joint + 1]!, points[Math.max(joint - 1, 0)]!)));
}

/** Fingertips and elbows are a little redder. */
function armColour(p: Vec3): Vec3 {
  const tip = smoothstep(0.1, 0.19, p[0] - WRIST[0]) * 0.06;
  const elbow = smoothstep(0.05, 0, Math.hypot(p[0] - ELBOW[0], p[1] - ELBOW[1], p[2] - ELBOW[2] + 0.05)) * 0.05;
  const red = tip + elbow;
  return add(SKIN, [0, -red, -red]);
}
