import type { Skeleton } from '../skeleton.ts';
import { humanoidOf } from './bones.ts';
import { EXPRESSIONS, spell } from './expressions.ts';

export const VRM = 'VRMC_vrm';

export interface VrmOptions {
  readonly name: string;
  readonly skeleton: Skeleton;
  /** Node of a joint. */
  readonly nodeOf: (joint: string) => number;
  /** Node of the mesh with the face, and the names of its blendshapes in order. */
  readonly face?: { readonly node: number; readonly morphs: readonly string[] };
}

/** How far the eyes follow: degrees in, and out of what the eye does with them (VRM 1.0, lookAt). */
const RANGES = {
  rangeMapHorizontalInner: { inputMaxValue: 90, outputScale: 12 },
  rangeMapHorizontalOuter: { inputMaxValue: 90, outputScale: 14 },
  rangeMapVerticalDown: { inputMaxValue: 90, outputScale: 12 },
  rangeMapVerticalUp: { inputMaxValue: 90, outputScale: 11 },
};

/** The VRM 1.0 extension: who may use it, which node is which bone, how the face is moved, where it looks. */
export function vrmExtension({ name, skeleton, nodeOf, face }: VrmOptions): object {
  const bones = humanoidOf(skeleton);
  const joint = (bone: string) => skeleton.find((candidate) => candidate.name === bones.get(bone));
  const [head, eye] = [joint('head'), joint('leftEye')];
  return {
    specVersion: '1.0',
    meta: metaOf(name),
    humanoid: {
      humanBones: Object.fromEntries([...bones].map(([bone, name]) => [bone, { node: nodeOf(name) }])),
    },
    ...(head &&
      eye && {
        lookAt: {
          type: 'bone',
          offsetFromHeadBone: [0, eye.rest[1] - head.rest[1], eye.rest[2] - head.rest[2]],
          ...RANGES,
        },
      }),
    ...(face && { expressions: expressionsOf(face) }),
  };
}

function metaOf(name: string): object {
  return {
    name,
    version: '1',
    authors: ['Kinora'],
    licenseUrl: 'https://vrm.dev/licenses/1.0/',
    otherLicenseUrl: 'https://spdx.org/licenses/MIT.html',
    avatarPermission: 'everyone',
    allowExcessivelyViolentUsage: false,
    allowExcessivelySexualUsage: false,
    commercialUsage: 'corporation',
    allowPoliticalOrReligiousUsage: false,
    allowAntisocialOrHateUsage: false,
    creditNotation: 'unnecessary',
    allowRedistribution: true,
    modification: 'allowModificationRedistribution',
  };
}

/** The presets, and each of ARKit's blendshapes as an expression of its own, for whoever drives the face by camera. */
function expressionsOf({ node, morphs }: NonNullable<VrmOptions['face']>): object {
  const expression = (weights: readonly (readonly [string, number])[]): object => ({
    isBinary: false,
    overrideBlink: 'none',
    overrideLookAt: 'none',
    overrideMouth: 'none',
    morphTargetBinds: weights.map(([name, weight]) => ({ node, index: morphs.indexOf(name), weight })),
  });
  return {
    preset: Object.fromEntries(
      Object.entries(EXPRESSIONS).map(([name, mixture]) => [name, expression(spell(mixture, morphs))]),
    ),
    custom: Object.fromEntries(morphs.map((name) => [name, expression([[name, 1]])])),
  };
}
