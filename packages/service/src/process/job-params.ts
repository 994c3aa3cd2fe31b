import type { CaptureTuning } from '@kinora/capture/node';
import { readParams } from '@kinora/core/protocol';
import type { ProcessParams } from '@kinora/core/protocol';
import { refusedParameter } from './job-faults.ts';

/** The kinds of files that this version makes. */
export type MadeFormat = 'bvh' | 'glb';

/** What a job makes, and how. */
export interface JobParams {
  readonly formats: readonly MadeFormat[];
  readonly tuning: CaptureTuning;
  /** Id of a character; undefined for the person who was captured. */
  readonly model?: string;
  readonly rootAtOrigin: boolean;
  /** Pushes hands and forearms out of the body. */
  readonly sim: boolean;
}

const MADE: readonly string[] = ['bvh', 'glb'] satisfies MadeFormat[];
/** What the documents know beside: answered as what this version lacks, not as a mistake. */
const PICTURES: readonly string[] = ['mp4', 'png', 'jpg'];
const DOCUMENTED: readonly string[] = ['fbx', 'dmpe', ...PICTURES];

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
  refuseWhatIsMissing(params, formats);
  const [other] = Object.keys(params.others ?? {});
  if (other !== undefined) throw refusedParameter(other.slice(0, 40), 'it is not known');
  const wanted = new Set(formats as readonly MadeFormat[]); // Each is one of MADE: looked at above.
  return {
    formats: [...wanted],
    tuning: tuningOf(params),
    ...(model !== undefined && model !== '' && { model }),
    rootAtOrigin,
    sim,
  };
}

/** What the documents have and this version has not. */
function refuseWhatIsMissing(params: ProcessParams, formats: readonly string[]): void {
  if (params.pipeline !== undefined) throw missing('pipeline', 'it follows one person, and detects no others');
  if (params.models !== undefined) throw missing('models', 'it follows one person: give "model"');
  if (params.trackFace === true) throw missing('trackFace', 'it tracks no faces', 701);
  if (params.trackHand === true) throw missing('trackHand', 'it tracks no fingers', 1301);
  if (params.upperBodyOnly === true) throw missing('upperBodyOnly', 'it follows the whole body');
  const unmade = formats.find((format) => !MADE.includes(format));
  if (unmade === undefined) return;
  if (!DOCUMENTED.includes(unmade)) throw refusedParameter('formats', `nobody makes "${unmade}"`);
  throw missing('formats', `it makes bvh and glb, not ${unmade}`);
}

function missing(parameter: string, why: string, jobCode?: number): ReturnType<typeof refusedParameter> {
  return refusedParameter(parameter, `this version of the embedded service does not have it: ${why}`, jobCode);
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
