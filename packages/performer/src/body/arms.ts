import { join, meet } from '../field/field.ts';
import { bar } from '../field/primitives.ts';
import { readProfile } from '../field/profile.ts';
import { section } from '../field/section.ts';
import { bothSides, makePart } from '../figure.ts';
import { clamp, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf, subtract } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { moveMesh } from '../mesh/mesh.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import type { Influences } from '../skin/influences.ts';
import { chain } from '../skin/influences.ts';
import type { Body, Piece } from './body.ts';
import type { BodyShape } from './build.ts';
import { fingerShares, hand } from './hand.ts';
import { ARM_BIND_TURN, ELBOW, lowerArm, mirrorName, raiseArm, SHOULDER, WRIST } from './skeleton.ts';

// The left arm is modelled held out along +x and lowered afterwards.

/** The arm from inside the shoulder to inside the hand, `thicker` all round by so much. */
export function armTube({ arm }: BodyShape, p: Vec3, thicker = 0): number {
  const along = p[0] - SHOULDER[0];
  const s = clamp(along, -0.02, 0.56);
  const [height, depth] = readProfile(arm, s) as [number, number];
  const behind = 0.004 * smoothstep(0.24, 0.32, along);
  return section(
    p[1] - SHOULDER[1],
    p[2] - SHOULDER[2] - behind,
    height + thicker,
    depth + thicker,
    Math.abs(along - s),
  );
}

/** The bare skin of both arms, from `from` metres along the arm to the fingertips. */
export function makeArms({ shape, looks, grain }: Body, from: number): Piece {
  const bare = (p: Vec3): number => armAndHand(shape, p, from);
  const start = SHOULDER[0] + from - 0.03;
  const upper =
    start < ELBOW[0] - 0.07
      ? ([
          [ELBOW[0] - 0.06, 0.03 * grain],
          [ELBOW[0] + 0.06, 0.02 * grain],
        ] as const)
      : [];
  const held = surfaceNets(bare, [
    axis(start, ...upper, [WRIST[0] - 0.04, 0.03 * grain], [WRIST[0] + 0.2, 0.0106 * grain]),
    axis(
      SHOULDER[1] - 0.068,
      [SHOULDER[1] - 0.027, 0.0137 * grain],
      [SHOULDER[1] + 0.027, 0.0082 * grain],
      [SHOULDER[1] + 0.068, 0.0137 * grain],
    ),
    axis(SHOULDER[2] - 0.068, [SHOULDER[2] + 0.09, 0.0082 * grain]),
  ]);
  /** Fingertips and elbows are a little redder. */
  const colour = (p: Vec3): Vec3 => {
    const tip = smoothstep(0.1, 0.19, p[0] - WRIST[0]) * 0.06;
    const elbow = smoothstep(0.05, 0, Math.hypot(p[0] - ELBOW[0], p[1] - ELBOW[1], p[2] - ELBOW[2] + 0.05)) * 0.05;
    return looks.blush(tip + elbow);
  };
  const part = makePart(held, { name: 'LeftSkin', finish: 'skin', colour, influences: armInfluences });
  return {
    parts: bothSides({ ...part, mesh: moveMesh(held, lowerArm, ARM_BIND_TURN) }, mirrorName),
    solid: {
      field: (p) => {
        const left = leftOf(p);
        const raised = raiseArm(left);
        return left[0] > 0.2 && raised[0] > 0.2 ? bare(raised) : 1;
      },
      low: 0.4,
      high: 1.5,
    },
  };
}

/** Bone by bone down the arm, then into the nearest finger. */
export function armInfluences(p: Vec3): Influences {
  const elbow = smoothstep(-0.04, 0.04, p[0] - ELBOW[0]);
  const wrist = smoothstep(-0.035, 0.025, p[0] - WRIST[0]);
  const fingers = p[0] < WRIST[0] ? [] : fingerShares(subtract(p, WRIST));
  return chain(
    'LeftArm',
    ['LeftForeArm', elbow],
    ['LeftHand', wrist],
    ...fingers.map(([joint, share]) => [`LeftHand${joint}`, share * wrist] as const),
  );
}

function armAndHand(shape: BodyShape, p: Vec3, from: number): number {
  const elbow = bar(p, [0.428, SHOULDER[1], -0.034], [0.463, SHOULDER[1], -0.036], 0.026, 0.026);
  const tube = join(armTube(shape, p), elbow, 0.03);
  const arm = Math.max(meet(tube, p[0] - WRIST[0] - 0.02, 0.02), SHOULDER[0] + from - p[0]);
  return p[0] < WRIST[0] - 0.06 ? arm : join(arm, hand(subtract(p, WRIST)), 0.034);
}
