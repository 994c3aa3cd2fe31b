import { extname } from 'node:path';
import {
  assertHumanoid,
  createMorphPlan,
  createRetargetPlan,
  HUMANOID_BONES,
  humanoidRig,
  KinoraError,
  KINANIM_BLENDSHAPES,
  kinanimRig,
  mapHumanoid,
  REQUIRED_BONES,
  retargetClip,
  writeBvh,
  writeGlbClip,
  writeKinanim,
  writeVrma,
} from '@kinora/core/motion';
import type { Clip, Face, HumanoidMap, Rig } from '@kinora/core/motion';

export interface WrittenClip {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Sentences for a person: what the format cannot hold. */
  readonly warnings: readonly string[];
}

type Writer = (clip: Clip) => WrittenClip;

/** Every format that a clip is written in, by the ending of its files. */
const WRITERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['.bvh', (clip) => ({ bytes: writeBvh(clip), warnings: bvhLosses(clip) })],
  ['.glb', (clip) => ({ bytes: writeGlbClip(clip), warnings: [] })],
  ['.kinanim', writeKinanimFile],
  ['.vrma', writeVrmaFile],
]);

/** Endings of files that a clip can be written to. */
export const CLIP_ENDINGS: readonly string[] = [...WRITERS.keys()];

/**
 * The ending of a file that is to be written, in small letters.
 *
 * @throws KinoraError `cli/unknown-format` where it is none of those that are possible.
 */
export function endingOf(path: string, possible: readonly string[]): string {
  const ending = extname(path).toLowerCase();
  if (possible.includes(ending)) return ending;
  throw new KinoraError(
    'cli/unknown-format',
    `Cannot write "${path}": ${ending === '' ? 'its name has no ending' : `${ending} is not written by this command`}`,
    { hint: `The name decides the format: end it with ${possible.join(' or ')}.` },
  );
}

/** A file with this ending. */
export function writeClip(clip: Clip, ending: string): WrittenClip {
  return WRITERS.get(ending)!(clip);
}

/** What BVH has no place for: all but joints that turn. */
function bvhLosses(clip: Clip): string[] {
  const report = 'What was said when it was captured has no place in BVH and was left out; a .glb file holds it.';
  return [...bvhFaceLoss(clip), ...(clip.report ? [report] : [])];
}

/** A sentence for a person where a clip moves blendshapes. */
export function bvhFaceLoss({ morphs }: Pick<Clip, 'morphs'>): string[] {
  if (!morphs) return [];
  return [`${morphs.names.length} blendshapes have no place in BVH and were left out; a .glb file holds them.`];
}

function writeKinanimFile(clip: Clip): WrittenClip {
  const face = { blendshapes: KINANIM_BLENDSHAPES };
  const body = onBody(clip, () => kinanimRig(), face);
  const { bytes, warnings } = writeKinanim(body.clip);
  const lost = createMorphPlan(clip.morphs?.names ?? [], face).report.lost.length;
  const lostFace = lost > 0 ? [`${lost} blendshapes have no like among those of kinanim and were left out.`] : [];
  return { bytes, warnings: [...body.warnings, ...lostFace, ...warnings] };
}

function writeVrmaFile(clip: Clip): WrittenClip {
  // Bones that nothing moves say nothing, but a VRM animation has to have some of them.
  const body = onBody(clip, ({ bones }) =>
    humanoidRig(HUMANOID_BONES.filter((bone) => bones[bone] !== undefined || REQUIRED_BONES.includes(bone))),
  );
  return { bytes: writeVrma(body.clip), warnings: body.warnings };
}

/**
 * The motion on the body that readers of the format take for granted, since the file has none. Turns alone: whoever puts
 * it on an avatar corrects the feet there, and never twice.
 */
function onBody(
  clip: Clip,
  bodyFor: (map: HumanoidMap) => Rig,
  face?: Face,
): { readonly clip: Clip; readonly warnings: readonly string[] } {
  const sourceMap = mapHumanoid(clip.rig);
  assertHumanoid(clip.rig, sourceMap);
  const plan = createRetargetPlan(clip.rig, bodyFor(sourceMap), { sourceMap, sourceClip: clip });
  const baked = retargetClip(plan, clip, { ik: false, ...(face && { face }) });
  return { clip: baked, warnings: plan.report.warnings };
}
