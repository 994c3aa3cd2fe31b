import type { PersonModel } from '../wire/persons.ts';
import { checkCombination, checkRanges } from './check-params.ts';
import { isWholeFrame } from './crop.ts';
import type { CropEdges } from './crop.ts';
import { writeRender } from './render.ts';
import type { RenderParams } from './render.ts';
import { decimal, digit } from './wire-text.ts';

export type FootLockingMode = 'auto' | 'always' | 'never' | 'grounding';

/** What a job may be told, typed. What is absent is left to the service. */
export interface ProcessParams {
  /** Default `configDefault`, the only one that is documented. */
  readonly config?: string;
  /** Kinds of files: `glb`, `bvh`, `fbx`, `dmpe`; `mp4` of a video; `png` and `jpg` of an image. */
  readonly formats?: readonly string[];
  /** Id of a character. Without one the service takes its own. Not with `models`. */
  readonly model?: string;
  /** Who is followed, and as which characters, 1 to 16, each once: v2.0.0, after a detection. */
  readonly models?: readonly PersonModel[];
  /** `mp_detection` looks for people instead of following one. */
  readonly pipeline?: string;
  /** The physics filter: fewer limbs that pass through each other. Default off. */
  readonly sim?: boolean;
  /** Expressions, for a character with the blend shapes of ARKit. Slower, and charged. Default off. */
  readonly trackFace?: boolean;
  /** Fingers, for a character that has them. Slower, and charged. Default off. */
  readonly trackHand?: boolean;
  /** A joint at the origin above the hips. Newer services may ignore it. Default off. */
  readonly rootAtOrigin?: boolean;
  /** Not in the documents: older services may ignore it. */
  readonly upperBodyOnly?: boolean;
  /**
   * `auto` (default) locks feet and lets them glide; `always` locks; `grounding` never locks and keeps to the ground;
   * `never` does neither: in the air, in the water.
   */
  readonly footLockingMode?: FootLockingMode;
  /** How many times slower the video is than life, [1, 8]. Default 1. */
  readonly videoSpeedMultiplier?: number;
  /** How much is smoothed, [0, 1]. Default 0. */
  readonly poseFilteringStrength?: number;
  /** From and to, seconds, to the millisecond. Of a video alone. */
  readonly trim?: readonly [from: number, to: number];
  /** Edges as shares of the frame, [0, 1], from the top left. */
  readonly crop?: CropEdges;
  /** How a picture or a video of the character looks, where one is asked for. */
  readonly render?: RenderParams;
  /** What `render.camera` was before v1.5.1, and is sent as: that wins where both are given. */
  readonly camera?: 'closeup' | 'fixed';
  /** Keys that are not typed here, as they travel. */
  readonly others?: Readonly<Record<string, string>>;
}

/** What is known of what goes in, for checks that need it. */
export interface InputFacts {
  readonly kind: 'video' | 'image';
  readonly durationSeconds?: number | undefined;
}

/**
 * The `params` of a request: one `key=value` string each, `config` first as official clients do.
 *
 * @param input - what the parameters have to fit, where it is known.
 * @throws `animate3d/parameter` for a value out of its range, and for values that do not go together.
 */
export function writeParams(params: ProcessParams, input?: InputFacts): string[] {
  checkRanges(params);
  checkCombination(params, input);
  const { config = 'configDefault', formats, trim, crop, models, footLockingMode, others = {} } = params;
  const pairs: [string, string | undefined][] = [
    ['config', config],
    ['formats', formats?.join(',')],
    ['model', params.model],
    ['models', models && JSON.stringify(models.map(({ trackingId, modelId }) => ({ trackingId, modelId })))],
    ['pipeline', params.pipeline],
    ['sim', digit(params.sim)],
    ['trackFace', digit(params.trackFace)],
    ['trackHand', digit(params.trackHand)],
    ['rootAtOrigin', digit(params.rootAtOrigin)],
    ['upperBodyOnly', params.upperBodyOnly?.toString()], // A word, as the only clients that know it send it.
    ['footLockingMode', footLockingMode],
    ['videoSpeedMultiplier', decimal(params.videoSpeedMultiplier)],
    ['poseFilteringStrength', decimal(params.poseFilteringStrength)],
    ['trim', trim?.map((seconds) => decimal(seconds, 3)).join(',')],
    ['crop', crop && !isWholeFrame(crop) ? crop.map((edge) => decimal(edge)).join(',') : undefined],
    ...writeRender(params),
    ...Object.entries(others),
  ];
  return pairs.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
}
