import type { Clip } from '../../clip/clip.ts';
import { validateClip } from '../../clip/validate-clip.ts';
import { KinoraError } from '../../errors.ts';
import { copyVec3, subtractVec3 } from '../../math/vec3.ts';
import { HUMANOID_BONES, REQUIRED_BONES } from '../../rig/humanoid.ts';
import type { HumanoidBone, HumanoidMap } from '../../rig/humanoid.ts';
import { mapHumanoid } from '../../rig/map/map-humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { bodyTurns } from '../body-turns.ts';
import type { BodyTurns } from '../body-turns.ts';
import { clipGltf } from '../glb/clip-gltf.ts';
import { writeContainer } from '../glb/glb-container.ts';
import { GAZE_PRESETS, VRMA_PRESETS } from './vrm-expressions.ts';

/** VRMC_vrm_animation-1.0 gives the eyes to `lookAt`. */
const EYES: readonly HumanoidBone[] = ['leftEye', 'rightEye'];
const HINT = 'Retarget the clip onto humanoidRig() first.';
const BONES = HUMANOID_BONES.filter((bone) => !EYES.includes(bone));

/**
 * Writes a clip as a VRM animation (`VRMC_vrm_animation` 1.0): turns of the human bones on a body at rest in the VRM
 * T-pose whose bones have the axes of the world, the place of the hips, and blendshapes as expressions: under a preset of
 * VRM 1.0 where they have its name, else as custom ones; 0…1.
 *
 * Whoever reads the file has a skeleton of his own, so the clip must be on a body that stands in a T-pose at rest and
 * faces +Z: retarget it onto `humanoidRig()` first. What the format has no place for is left out: joints that are no human
 * bones (their turns go into the bones below them), and the eyes.
 *
 * @param map - Default: `mapHumanoid(clip.rig)`.
 * @throws KinoraError `clip/invalid`, also where the rig does not rest in a T-pose; `rig/not-humanoid` where a bone is
 * missing that VRM requires.
 */
export function writeVrma(clip: Clip, map: HumanoidMap = mapHumanoid(clip.rig)): Uint8Array<ArrayBuffer> {
  validateClip(clip);
  requireBones(clip, map);
  const body = bodyTurns(clip, map, BONES, (fact) => refusal(clip, fact));
  const expressions = expressionsOf(clip);
  const { json, bin } = clipGltf(vrmaClip(clip, body, expressions));
  const first = body.bones.length;
  const nodesOf = (isPreset: boolean): object =>
    Object.fromEntries(
      expressions.flatMap(({ name }, i) => (VRMA_PRESETS.has(name) === isPreset ? [[name, { node: first + i }]] : [])),
    );
  const extension = {
    specVersion: '1.0',
    humanoid: { humanBones: Object.fromEntries(body.bones.map((bone, node) => [bone, { node }])) },
    ...(expressions.length > 0 && { expressions: { preset: nodesOf(true), custom: nodesOf(false) } }),
  };
  return writeContainer(
    { ...json, extensionsUsed: ['VRMC_vrm_animation'], extensions: { VRMC_vrm_animation: extension } },
    bin,
  );
}

/** A blendshape that a VRM animation can move, and its column in the clip's weights. */
interface Expression {
  readonly name: string;
  readonly column: number;
}

function expressionsOf({ morphs }: Clip): readonly Expression[] {
  const names = morphs?.names ?? [];
  return names.flatMap((name, column) =>
    GAZE_PRESETS.has(name) || names.indexOf(name) !== column ? [] : [{ name, column }],
  );
}

/** The clip on the nodes of the file: bones, then one for each expression, whose weight is the x of its place. */
function vrmaClip(clip: Clip, body: BodyTurns, expressions: readonly Expression[]): Clip {
  const { name, frames, rate, times, morphs } = clip;
  const { bones } = body;
  const rig = vrmaRig(body, expressions);
  const stride = rig.names.length * 4;
  const rotations = new Float32Array(frames * stride);
  const translated = Int16Array.from([0, ...expressions.map((_, i) => bones.length + i)]);
  const translations = new Float32Array(frames * translated.length * 3);
  for (let frame = 0; frame < frames; frame++) {
    rotations.set(rig.restRotations, frame * stride);
    rotations.set(body.rotations.subarray(frame * bones.length * 4, (frame + 1) * bones.length * 4), frame * stride);
    const at = frame * translated.length * 3;
    translations.set(body.places.subarray(frame * 3, frame * 3 + 3), at);
    expressions.forEach(({ column }, i) => {
      const weight = morphs!.weights[frame * morphs!.names.length + column]!;
      translations[at + 3 + i * 3] = Math.min(Math.max(weight, 0), 1);
    });
  }
  return { name, rig, frames, rate, ...(times && { times }), rotations, translated, translations };
}

/** Bones where they are at rest, without turns; expressions at the origin. */
function vrmaRig({ bones, parents, restPlaces }: BodyTurns, expressions: readonly Expression[]): Rig {
  const names = [...bones, ...expressions.map(({ name }) => name)];
  const restTranslations = new Float32Array(names.length * 3);
  bones.forEach((_, bone) => {
    const parent = parents[bone]!;
    if (parent < 0) copyVec3(restTranslations, bone * 3, restPlaces, bone * 3);
    else subtractVec3(restTranslations, bone * 3, restPlaces, bone * 3, restPlaces, parent * 3);
  });
  return {
    names,
    parents: Int16Array.from(names, (_, joint) => parents[joint] ?? -1),
    restTranslations,
    restRotations: Float32Array.from({ length: names.length * 4 }, (_, i) => (i % 4 === 3 ? 1 : 0)),
    unitMetres: 1,
  };
}

function requireBones(clip: Clip, { bones }: HumanoidMap): void {
  const missing = REQUIRED_BONES.filter((bone) => !bones[bone]);
  if (missing.length === 0) return;
  throw new KinoraError(
    'rig/not-humanoid',
    `Cannot write "${clip.name}" as a VRM animation: its body lacks ${missing.join(', ')}`,
    { hint: HINT, details: { clip: clip.name, missing: missing.length } },
  );
}

function refusal(clip: Clip, fact: string): KinoraError {
  return new KinoraError('clip/invalid', `Cannot write "${clip.name}" as a VRM animation: ${fact}`, {
    hint: HINT,
    details: { clip: clip.name },
  });
}
