import { assertHumanoid, clipDuration, HUMANOID_BONES, isKinoraError } from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap, ParsedFile, Rig } from '@kinora/core/motion';
import { blendshapesOf } from './blendshapes.ts';
import type { ListedBlendshape } from './blendshapes.ts';

/** What `kinora inspect --json` prints. Public: nothing of it is renamed. */
export interface Inspection {
  readonly format: ParsedFile['format'];
  /** `parent` is an index in this list, always smaller than the joint's own; −1 for a root. */
  readonly joints: readonly { readonly name: string; readonly parent: number }[];
  /** VRM 1.0 bone → name of the joint that plays it. */
  readonly humanoid: Readonly<Partial<Record<HumanoidBone, string>>>;
  readonly clips: readonly InspectedClip[];
  readonly warnings: readonly string[];
}

export interface InspectedClip {
  readonly name: string;
  readonly durationSeconds: number;
  readonly frames: number;
  /** Only of a clip that has some. */
  readonly blendshapes?: readonly ListedBlendshape[];
}

/** The facts of a file, for a program. */
export function inspectionOf({ format, rig, clips, warnings }: ParsedFile, map: HumanoidMap): Inspection {
  return {
    format,
    joints: rig.names.map((name, joint) => ({ name, parent: rig.parents[joint]! })),
    humanoid: Object.fromEntries(
      HUMANOID_BONES.flatMap((bone) => {
        const match = map.bones[bone];
        return match ? [[bone, rig.names[match.joint]!]] : [];
      }),
    ),
    clips: clips.map(inspectClip),
    warnings: warningsOf(rig, warnings, map),
  };
}

function inspectClip(clip: Clip): InspectedClip {
  const facts = { name: clip.name, durationSeconds: clipDuration(clip), frames: clip.frames };
  return clip.morphs ? { ...facts, blendshapes: blendshapesOf(clip) } : facts;
}

/** What the file and the map warn of. Of what is no human body only the reason counts, not the doubts about its bones. */
export function warningsOf(rig: Rig, warnings: readonly string[], map: HumanoidMap): string[] {
  try {
    assertHumanoid(rig, map);
    return [...warnings, ...map.warnings];
  } catch (error) {
    if (!isKinoraError(error)) throw error;
    return [[error.message, error.hint].filter(Boolean).join('. '), ...warnings];
  }
}
