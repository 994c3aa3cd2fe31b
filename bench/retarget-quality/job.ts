import type { Clip, HumanoidMap, Rig } from '@kinora/core/motion';

/** xyzw. */
export type Turn = readonly [number, number, number, number];

/**
 * One clip to be carried to one avatar. All tools get Kinora's reading of the files: metres, unique joints, and the map
 * of human bones, which none of the others makes. What is compared is retargeting alone.
 */
export interface Job {
  readonly title: string;
  /** Uniform in time. */
  readonly clip: Clip;
  readonly sourceMap: HumanoidMap;
  /** Brings the source upright and to look along +Z, as a person would place it in a scene by hand. */
  readonly sourceTurn: Turn;
  readonly target: Rig;
  readonly targetMap: HumanoidMap;
  readonly targetTurn: Turn;
  /** The bytes of the clip as a VRM animation, for the tool that plays nothing else. */
  readonly vrma?: Uint8Array<ArrayBuffer>;
  /** VRM version of the avatar. Absent where it is none. */
  readonly vrm?: '0' | '1';
}

/** A library, set up as its own documentation recommends. */
export interface Tool {
  readonly name: string;
  /** The settings that it ran with, for the reader of the table. */
  readonly settings: string;
  /** The results of its recommended settings, of which the best counts. None where it does not take such a pair. */
  retarget(job: Job): Promise<Clip[]>;
}

/** Pairs of joints, source → target, of the bones that both rigs have. */
export function jointPairs({ sourceMap, targetMap }: Job): [source: number, target: number][] {
  return Object.entries(sourceMap.bones).flatMap(([bone, { joint }]) => {
    const match = targetMap.bones[bone as keyof typeof targetMap.bones];
    return match ? [[joint, match.joint] as [number, number]] : [];
  });
}

/** A clip of the target in which all joints rest, for a tool to write its keys into. */
export function restingClip({ clip, target, targetMap }: Job): Clip {
  const joints = target.parents.length;
  const hips = targetMap.bones.hips!.joint;
  const rotations = new Float32Array(clip.frames * joints * 4);
  const translations = new Float32Array(clip.frames * 3);
  for (let frame = 0; frame < clip.frames; frame++) {
    rotations.set(target.restRotations, frame * joints * 4);
    translations.set(target.restTranslations.subarray(hips * 3, hips * 3 + 3), frame * 3);
  }
  const translated = Int16Array.of(hips);
  return { name: clip.name, rig: target, frames: clip.frames, rate: clip.rate, rotations, translated, translations };
}
