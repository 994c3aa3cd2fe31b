import { armTube } from '../body/arms.ts';
import type { Body, Piece } from '../body/body.ts';
import type { BodyShape } from '../body/build.ts';
import { tailInfluences, topInfluences } from '../body/influences.ts';
import { ARM_BIND_TURN, lowerArm, mirrorName, raiseArm, SHOULDER } from '../body/skeleton.ts';
import { folds, leg, pelvis, torso } from '../body/trunk.ts';
import { neck } from '../face/head.ts';
import type { Field } from '../field/field.ts';
import { join, meet } from '../field/field.ts';
import { sphere } from '../field/primitives.ts';
import type { Profile } from '../field/profile.ts';
import type { Colour, Part } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { badge } from '../mesh/badge.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import { moveMesh } from '../mesh/mesh.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import type { Influences } from '../skin/influences.ts';
import { ringAround, skirtField, skirtInfluences } from './skirt.ts';

export interface TopStyle {
  readonly colour: Colour;
  /** Collar, cuffs and hem. */
  readonly trim: Colour;
  /** Metres along the arm. */
  readonly sleeve: number;
  /** Height at which it ends. */
  readonly hem: number;
  /** How far it stands off the body, metres. */
  readonly slack: number;
  /** How far the sleeve stands off the arm at its end. */
  readonly sleeveSlack: number;
  /** Colour of a mark on the chest. */
  readonly badge?: Colour;
  /** Below the waist, a skirt: rows of [height, half-width, half-depth, centre z]. */
  readonly skirt?: Profile;
}

export const T_SHIRT = { sleeve: 0.185, hem: 0.872, slack: 0.004, sleeveSlack: 0.02 };
export const LONG_SLEEVES = { sleeve: 0.512, hem: 0.872, slack: 0.006, sleeveSlack: 0.009 };

/** Anything with sleeves that is put on over the head. */
export function makeTop(body: Body, style: TopStyle): Piece {
  const { shape, grain } = body;
  const field: Field = (p) => cloth(shape, style, p);
  const influences = influencesOf(shape, style);
  const wide = 0.46 + Math.max(0, style.sleeve - 0.2) * 0.62;
  const deep = Math.max(0.2 + shape.belly, ...(style.skirt ?? []).map(([, a]) => a! + 0.02));
  const low = 1.36 - style.sleeve * 0.75 - 0.12;
  const bottom = Math.min(style.hem - 0.03, low);
  const mesh = surfaceNets(field, [
    axis(-wide, [wide, 0.0185 * grain]),
    axis(bottom, [1.3, 0.0215 * grain], [1.52, 0.0165 * grain]),
    axis(-deep, [deep, 0.0188 * grain]),
  ]);
  const { colour, trim, hem } = style;
  return {
    parts: [
      makePart(mesh, { name: 'Top', colour, influences }),
      makePart(makeCollar(style), { name: 'Collar', colour: trim, influences }),
      makePart(ringAround(field, hem + 0.009, 0.0095), { name: 'Hem', colour: trim, influences }),
      ...(style.skirt ? [makePart(ringAround(field, 1.03, 0.014), { name: 'Belt', colour: trim, influences })] : []),
      ...(style.badge
        ? [makePart(badge(field, [0.066, 1.315], 0.034), { name: 'Badge', colour: style.badge, influences })]
        : []),
      ...makeCuffs(field, style, influences),
    ],
    solid: { field, low: bottom, high: 1.55 },
  };
}

function cloth(shape: BodyShape, style: TopStyle, p: Vec3): number {
  const { slack, hem, skirt } = style;
  const left = leftOf(p);
  const raised = raiseArm(left);
  let d = torso(shape, left) - slack;
  // Raised over the shoulders, the cloth would stand like a box.
  d = join(d, sleeve(shape, style, raised), 0.05);
  if (left[1] < 1.1) {
    // Below the waist a top hangs over the trousers, or they would show through it.
    const below = skirt
      ? skirtField(shape, { profile: skirt, pleats: 11, waistSlack: slack }, p)
      : join(pelvis(shape, left), leg(shape, left), 0.035) - 0.011 - slack;
    d = join(d, below, 0.025);
  }
  const waves =
    0.0028 * (smoothstep(1.15, 1, p[1]) + 0.35) * smoothstep(hem - 0.03, hem + 0.03, p[1]) * (skirt ? 0.3 : 1);
  return meet(meet(d + folds(p, 58, 0) * waves, hem - p[1], 0.018), p[1] - neckline(p), 0.01);
}

function influencesOf(shape: BodyShape, { skirt }: TopStyle): (p: Vec3) => Influences {
  return topInfluences(shape, skirt ? skirtInfluences : tailInfluences);
}

/** The height at which the cloth ends around the neck: lower at the throat than at the nape. */
function neckline(p: Vec3): number {
  return mix(1.486, 1.452, smoothstep(-0.085, 0.035, p[2]));
}

function sleeve(shape: BodyShape, { sleeve: end, sleeveSlack, slack }: TopStyle, raised: Vec3): number {
  const along = raised[0] - SHOULDER[0];
  const loose = 0.004 + slack + (sleeveSlack - 0.003 - slack) * smoothstep(0.03, Math.min(end, 0.25), along);
  const crumple = end > 0.3 ? 0.0022 * Math.sin(along * 95 + raised[2] * 30) * smoothstep(0.12, 0.24, along) : 0;
  const tube = armTube(shape, raised, loose) + crumple;
  const ball = sphere(raised, [SHOULDER[0] - 0.014, SHOULDER[1] - 0.006, SHOULDER[2]], 0.05);
  return Math.max(meet(join(tube, ball, 0.045), along - end + 0.005, 0.014), -(along + 0.06));
}

/** A ring where neck and cloth meet: it covers the cut edge. */
function makeCollar({ slack }: TopStyle): ReturnType<typeof sweep> {
  const path = Array.from({ length: 48 }, (_, i) => {
    const angle = (i / 48) * 2 * Math.PI;
    const outward: Vec3 = [Math.sin(angle), 0, Math.cos(angle)];
    const [x, , z] = march(neck, [0, neckline([0, 0, 0.03 * outward[2]]), -0.028], outward, 0.0055 + slack * 0.3);
    return [x, neckline([x, 0, z]) + 0.0005, z] satisfies Vec3;
  });
  return sweep(path, () => 0.0095, { closed: true, flat: 0.85 });
}

function makeCuffs(field: Field, { sleeve: end, trim }: TopStyle, influences: (p: Vec3) => Influences): Part[] {
  const held: Field = (p) => field(lowerArm(p));
  const path = Array.from({ length: 32 }, (_, i): Vec3 => {
    const angle = (-i / 32) * 2 * Math.PI;
    const axle: Vec3 = [SHOULDER[0] + end - 0.016, SHOULDER[1], SHOULDER[2]];
    return march(held, axle, [0, Math.cos(angle), Math.sin(angle)], -0.002);
  });
  const long = end > 0.3;
  const ring = sweep(path, () => (long ? 0.02 : 0.0125), { closed: true, flat: long ? 0.3 : 0.5, up: [1, 0, 0] });
  const cuff = moveMesh(ring, lowerArm, ARM_BIND_TURN);
  return bothSides(makePart(cuff, { name: 'LeftCuff', colour: trim, influences }), mirrorName);
}
