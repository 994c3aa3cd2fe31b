import type { CaptureTuning, Extra } from '@kinora/capture/node';
import { readParams } from '@kinora/core/protocol';
import type { KinoraError, ProcessParams } from '@kinora/core/protocol';
import { refusedParameter } from './job-faults.ts';
import type { Extras } from './price.ts';

/** The kinds of files that this version makes. */
export type MadeFormat = 'bvh' | 'glb';

/** What a job makes, and how. */
export interface JobParams {
  readonly formats: readonly MadeFormat[];
  readonly tuning: CaptureTuning;
  /** Id of a character; undefined for the person who was captured. */
  readonly model?: string;
  /** Why the job fails all the same: something that this version does not have. It is told after the price. */
  readonly lack?: KinoraError;
  readonly extras: Extras;
  readonly rootAtOrigin: boolean;
  /** Keeps elbows and hands out of the trunk. */
  readonly sim: boolean;
}

/** What the documents know beside: answered as what this version lacks, not as a mistake. */
const DOCUMENTED: readonly string[] = ['fbx', 'dmpe', 'mp4', 'png', 'jpg'];

/**
 * Reads the parameters of a job, and checks each by its range. What cannot be followed is refused by the number of the
 * documents, never passed over (docs/service.md lists what each does here).
 *
 * @throws `animate3d/parameter`, with the number of the failure in `details.jobCode`.
 */
export function readJobParams(strings: readonly string[]): JobParams {
  const params = readParams(strings);
  const { config = 'configDefault', formats = ['bvh', 'glb'], model, sim = false, rootAtOrigin = false } = params;
  if (config !== 'configDefault') throw refusedParameter('config', 'only configDefault is known', 509);
  const [other] = Object.keys(params.others ?? {});
  if (other !== undefined) throw refusedParameter(other.slice(0, 40), 'it is not known');
  const unknown = formats.find((format) => !isMade(format) && !DOCUMENTED.includes(format));
  if (unknown !== undefined) throw refusedParameter('formats', `nobody makes "${unknown}"`);
  const lack = lackOf(params, formats);
  const made = [...new Set(formats)].filter(isMade);
  return {
    formats: made,
    ...(lack && { lack }),
    // BVH has no place for a face: nobody waits and pays for one that no file of theirs would hold.
    extras: { face: params.trackFace === true && made.includes('glb'), hands: params.trackHand === true },
    tuning: tuningOf(params),
    ...(model !== undefined && model !== '' && { model }),
    rootAtOrigin,
    sim,
  };
}

/** What needs models that are not here. */
export function lackOfModels({ face, hands }: Extras, here: readonly Extra[]): KinoraError | undefined {
  if (face && !here.includes('face')) return missing('trackFace', `its models are not here. ${FILL}`, 701);
  if (hands && !here.includes('hands')) return missing('trackHand', `its model is not here. ${FILL}`, 1301);
  return undefined;
}

const FILL = 'Fill a folder by "kinora assets DIR", and name it in KINORA_ASSETS';

/** What the documents have and this version has not. */
function lackOf(params: ProcessParams, formats: readonly string[]): KinoraError | undefined {
  const { pipeline, models, upperBodyOnly, render, camera } = params;
  if (pipeline !== undefined) return missing('pipeline', 'it follows one person, and detects no others');
  if (models !== undefined) return missing('models', 'it follows one person: give "model"');
  if (upperBodyOnly === true) return missing('upperBodyOnly', 'it follows the whole body');
  if (render !== undefined || camera !== undefined) return missing('render', 'it makes no pictures');
  const unmade = formats.find((format) => !isMade(format));
  return unmade === undefined ? undefined : missing('formats', `it makes bvh and glb, not ${unmade}`);
}

function missing(parameter: string, why: string, jobCode?: number): KinoraError {
  return refusedParameter(parameter, `this version of the embedded service does not have it: ${why}`, jobCode);
}

function isMade(format: string): format is MadeFormat {
  return format === 'bvh' || format === 'glb';
}

function tuningOf(params: ProcessParams): CaptureTuning {
  const { trim, crop, videoSpeedMultiplier, footLockingMode, poseFilteringStrength } = params;
  return {
    ...(trim && { trim }),
    ...(crop && { crop }),
    ...(videoSpeedMultiplier !== undefined && { slowness: videoSpeedMultiplier }),
    ...(footLockingMode !== undefined && { feet: footLockingMode }),
    ...(poseFilteringStrength !== undefined && { smoothing: poseFilteringStrength }),
  };
}
