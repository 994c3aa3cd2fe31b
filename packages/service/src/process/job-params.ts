import { KinoraError, readParams } from '@kinora/core/protocol';

/** What a job makes. */
export interface JobParams {
  readonly formats: readonly ('bvh' | 'glb')[];
  /** The part of the motion that is wanted, seconds. */
  readonly trim?: readonly [from: number, to: number];
}

const FORMATS: readonly string[] = ['bvh', 'glb'];

/**
 * Reads the parameters of a job. Those that only ask for more care (filters, foot locking, face and hands where a
 * character has them) are taken and change nothing; those that would make another thing than this service makes are refused.
 *
 * @throws `animate3d/parameter`; `animate3d/bad-character` for a character, since none is kept here.
 */
export function readJobParams(strings: readonly string[]): JobParams {
  const {
    config = 'configDefault',
    formats = ['bvh', 'glb'],
    model,
    pipeline,
    crop,
    trim,
    ...rest
  } = readParams(strings);
  if (config !== 'configDefault') throw refused('config', 'only configDefault is known');
  if (model !== undefined && model !== '') {
    throw new KinoraError('animate3d/bad-character', 'This service keeps no characters', {
      hint: 'Leave "model" out and retarget the result: any humanoid avatar will do.',
    });
  }
  if (pipeline !== undefined || rest.others?.['models'] !== undefined) {
    throw refused(pipeline === undefined ? 'models' : 'pipeline', 'this service follows one person');
  }
  if (crop) throw refused('crop', 'this service looks at the whole picture');
  if ((rest.videoSpeedMultiplier ?? 1) !== 1) {
    throw refused('videoSpeedMultiplier', 'this service keeps the speed of the video');
  }
  const unknown = formats.find((format) => !FORMATS.includes(format));
  if (unknown !== undefined) throw refused('formats', `this service makes bvh and glb, not ${unknown}`);
  const wanted = new Set(formats as JobParams['formats']); // Each is one of FORMATS: looked at above.
  return { formats: [...wanted], ...(trim && { trim }) };
}

function refused(parameter: string, why: string): KinoraError {
  return new KinoraError('animate3d/parameter', `The parameter "${parameter}" cannot be followed: ${why}`, {
    details: { parameter },
  });
}
