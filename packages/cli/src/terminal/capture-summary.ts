import { clipDuration, mapHumanoid } from '@kinora/core/motion';
import type { CaptureAdvice, CaptureGap, CapturePeople, Clip, HumanoidBone } from '@kinora/core/motion';
import { bvhFaceLoss, endingOf } from '../files/formats.ts';
import { blendshapesOf } from '../inspect/blendshapes.ts';
import type { ListedBlendshape } from '../inspect/blendshapes.ts';
import { plainText } from './plain-text.ts';

/** What `kinora capture --json` prints. */
export interface CaptureSummary {
  /** As it was typed. */
  readonly out: string;
  readonly clip: { readonly name: string; readonly durationSeconds: number; readonly frames: number };
  /** [0, 1]: frames in which a person was seen. */
  readonly tracked: number;
  /** [0, 1]: frames in which the fingers of each hand were seen. Where hands were asked for. */
  readonly hands?: { readonly left: number; readonly right: number };
  /** Of the face, where one was asked for; empty where nothing came of it. */
  readonly blendshapes?: readonly ListedBlendshape[];
  /** Stretches that were not seen and hold the last pose: seconds, and the names of the joints. */
  readonly gaps: readonly CaptureGap[];
  readonly warnings: readonly string[];
  /** Who was in view when it was decided whom to follow: boxes in shares of the picture, seconds of the video. */
  readonly people?: CapturePeople;
  /** What a better take would do otherwise: stable codes, sentences, seconds of the clip. */
  readonly advice: readonly CaptureAdvice[];
}

/** What was asked for besides the body. */
export interface CaptureWish {
  readonly hands?: boolean;
  readonly face?: boolean;
}

/** The facts of a capture, for a program. */
export function captureSummary(out: string, clip: Clip, { hands, face }: CaptureWish): CaptureSummary {
  const { tracked = 1, gaps = [], warnings = [], people, advice = [] } = clip.report ?? {};
  return {
    out,
    clip: { name: clip.name, durationSeconds: clipDuration(clip), frames: clip.frames },
    tracked,
    ...(hands && {
      hands: { left: seenShare(clip, 'leftIndexProximal'), right: seenShare(clip, 'rightIndexProximal') },
    }),
    ...(face && { blendshapes: blendshapesOf(clip) }),
    gaps,
    warnings: [...warnings, ...(endingOf(out, ['.bvh', '.glb']) === '.bvh' ? bvhFaceLoss(clip) : [])],
    ...(people && { people }),
    advice,
  };
}

/** The same in one line for a person. */
export function captureSentence({ out, clip, tracked, people, hands, blendshapes }: CaptureSummary): string {
  const length = `${clip.durationSeconds.toFixed(2)} s, ${clip.frames} frames`;
  const facts = [
    `${plainText(out)}: ${length}, a person in ${percent(tracked)} of them`,
    ...(hands ? [`left fingers in ${percent(hands.left)}, right in ${percent(hands.right)}`] : []),
    ...(blendshapes ? [faceText(blendshapes)] : []),
    ...(people && people.persons.length > 1 ? [`${people.persons.length} people seen`] : []),
  ];
  return `${facts.join('; ')}\n`;
}

function faceText(blendshapes: readonly ListedBlendshape[]): string {
  if (blendshapes.length === 0) return 'no face';
  return `a face, ${blendshapes.filter(({ moves }) => moves).length} of ${blendshapes.length} blendshapes move`;
}

/** [0, 1]: frames in which a joint was seen at all. */
function seenShare({ rig, frames, confidence }: Clip, bone: HumanoidBone): number {
  const joint = mapHumanoid(rig).bones[bone]?.joint;
  if (joint === undefined || !confidence) return 0;
  const seen = Array.from({ length: frames }, (_, frame) => confidence[frame * rig.names.length + joint]! > 0);
  return seen.filter(Boolean).length / frames;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
