import { extname } from 'node:path';
import {
  assertHumanoid,
  createRetargetPlan,
  KinoraError,
  kinanimRig,
  mapHumanoid,
  retargetClip,
  writeBvh,
  writeGlbClip,
  writeKinanim,
} from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';

export interface WrittenClip {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Sentences for a person: what the format cannot hold. */
  readonly warnings: readonly string[];
}

type Writer = (clip: Clip) => WrittenClip;

/** Every format that a clip is written in, by the ending of its files. */
const WRITERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['.bvh', (clip) => ({ bytes: writeBvh(clip), warnings: [] })],
  ['.glb', (clip) => ({ bytes: writeGlbClip(clip), warnings: [] })],
  ['.kinanim', writeOnKinanimRig],
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

/** A kinanim file has no skeleton: the motion must be on the one that its readers take for granted. */
function writeOnKinanimRig(clip: Clip): WrittenClip {
  const sourceMap = mapHumanoid(clip.rig);
  assertHumanoid(clip.rig, sourceMap);
  const plan = createRetargetPlan(clip.rig, kinanimRig(), { sourceMap, sourceClip: clip });
  const { bytes, warnings } = writeKinanim({
    ...retargetClip(plan, clip),
    ...(clip.morphs && { morphs: clip.morphs }),
  });
  return { bytes, warnings: [...plan.report.warnings, ...warnings] };
}
