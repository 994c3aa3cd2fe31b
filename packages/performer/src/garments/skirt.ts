import type { Body, Piece } from '../body/body.ts';
import type { BodyShape } from '../body/build.ts';
import { lathe, pelvis, torso } from '../body/trunk.ts';
import type { Profile } from '../field/profile.ts';
import type { Field } from '../field/field.ts';
import { join, meet } from '../field/field.ts';
import type { Colour } from '../figure.ts';
import { makePart } from '../figure.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';
import type { Influences } from '../skin/influences.ts';
import { blend, chain } from '../skin/influences.ts';

const WAIST = 1.055;

/** What moves a skirt: mostly the thighs, which it must not let through; both of them in its middle. */
export function skirtInfluences(p: Vec3): Influences {
  const thigh = 0.9 * smoothstep(0.97, 0.72, p[1]);
  const across = smoothstep(-0.09, 0.09, p[0]);
  return blend({ Hips: 1 }, { LeftUpLeg: across, RightUpLeg: 1 - across }, thigh);
}

/** From the waist to a hem above the knee, wider as it falls. */
export function skirtProfile(hem: number, flare: number, hips: number): Profile {
  const bottom = 0.19 + flare;
  return [
    [hem - 0.03, bottom * 1.02, bottom * 0.86, -0.004],
    [hem, bottom, bottom * 0.84, -0.004],
    [0.8, 0.196 * hips + 0.35 * flare, 0.158 * hips + 0.28 * flare, -0.012],
    [0.89, 0.184 * hips, 0.146 * hips, -0.014],
    [0.96, 0.166 * hips, 0.126 * hips, -0.01],
    [1.03, 0.152, 0.114, -0.004],
    [1.07, 0.147, 0.107, -0.002],
  ];
}

export interface SkirtCut {
  /** Rows of [height, half-width, half-depth, centre z]. */
  readonly profile: Profile;
  readonly pleats: number;
  /** How far it stands off the waist, metres. */
  readonly waistSlack: number;
}

/** The body of a skirt: it falls from the hips and lets nothing of them through. */
export function skirtField(shape: BodyShape, { profile, pleats, waistSlack }: SkirtCut, p: Vec3): number {
  const left = leftOf(p);
  const pleat = 0.007 * smoothstep(0.98, 0.6, p[1]) * Math.sin(Math.atan2(p[0], p[2]) * pleats);
  const falling = lathe(p, profile, 2.1) + pleat;
  // Loose over the seat, for that comes out where a leg goes back.
  const hips = Math.min(
    pelvis(shape, left) - 0.024,
    torso(shape, left) - mix(0.018, waistSlack, smoothstep(0.97, 1.06, p[1])),
  );
  return p[1] > 0.78 ? join(falling, Math.max(hips, 0.8 - p[1]), 0.04) : falling;
}

/** A skirt with a waistband, over leggings or bare legs; the top is tucked in. */
export function makeSkirt({ shape, grain }: Body, colour: Colour, hem: number, flare: number): Piece {
  // A top is tucked into it.
  const cut = { profile: skirtProfile(hem, flare, shape.hips), pleats: 13, waistSlack: 0.018 };
  const field: Field = (p) => meet(meet(skirtField(shape, cut, p), hem - p[1], 0.01), p[1] - WAIST, 0.01);
  const influences = waistInfluences;
  const wide = 0.25 + flare;
  const mesh = surfaceNets(field, [
    axis(-wide, [wide, 0.0165 * grain]),
    axis(hem - 0.02, [1.08, 0.022 * grain]),
    axis(-wide, [wide, 0.0165 * grain]),
  ]);
  const trim = colour.map((channel) => channel * 0.8) as unknown as Colour;
  return {
    parts: [
      makePart(mesh, { name: 'Skirt', colour, influences }),
      makePart(ringAround(field, hem + 0.007, 0.008), { name: 'SkirtHem', colour: trim, influences }),
      makePart(ringAround(field, WAIST - 0.017, 0.018), { name: 'Waistband', colour: trim, influences }),
    ],
    solid: { field, low: hem - 0.02, high: 1.08 },
  };
}

/** A flat band around a garment at a height. */
export function ringAround(field: Field, height: number, halfWidth: number): Mesh {
  const path = Array.from({ length: 72 }, (_, i): Vec3 => {
    const angle = (i / 72) * 2 * Math.PI;
    const [x, , z] = march(field, [0, height + 0.008, 0], [Math.sin(angle), 0, Math.cos(angle)], -0.002);
    return [x, height, z];
  });
  return sweep(path, () => halfWidth, { closed: true, flat: Math.min(0.6, 0.0052 / halfWidth) });
}

/** As a top moves above, as a skirt below. */
function waistInfluences(p: Vec3): Influences {
  const above = chain('Hips', ['Spine', smoothstep(1.04 - 0.055, 1.04 + 0.055, p[1])]);
  return blend(above, skirtInfluences(p), smoothstep(1, 0.9, p[1]));
}
