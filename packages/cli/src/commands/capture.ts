import { resolve } from 'node:path';
import type { CaptureInChildOptions, ProviderFile } from '@kinora/capture/node';
import { isKinoraError, KinoraError, parseMotion } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { usageError } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { endingOf } from '../files/formats.ts';
import { checkInput } from '../files/read-input.ts';
import { checkOutputs, writeOutputs } from '../files/write-output.ts';
import type { Io } from '../io.ts';
import { adviceText } from '../terminal/advice-text.ts';
import { captureSentence, captureSummary } from '../terminal/capture-summary.ts';
import { jsonText } from '../terminal/plain-text.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';
import { warn } from '../terminal/warn.ts';

const QUALITIES = ['lite', 'full', 'heavy'] as const;

export const capture: Command = {
  name: 'capture',
  summary: 'Turn a video of a person into a motion file, on this machine',
  files: ['VIDEO'],
  options: {
    out: { value: 'X.bvh|X.glb', help: 'Where to write the motion', required: true },
    quality: { value: 'lite|full|heavy', help: 'Size of the body model. Default: full' },
    hands: { help: 'Capture the fingers as well' },
    face: { help: 'Capture the face as well' },
    assets: { value: 'DIR', help: 'Folder that "kinora assets" filled, for heavy, --hands and --face' },
    person: { value: 'TIME,X,Y', help: 'Follow whom this point lies on: seconds, shares of width and height' },
    'field-of-view': { value: 'DEG', help: 'Of the lens, degrees, along the longer side of the picture. Default: 55' },
    json: { help: 'Print what was seen as JSON for a program' },
  },
  examples: ['capture dance.mp4 --out captured.bvh'],
  async run(args, io) {
    const video = args.files[0]!;
    const out = args.need('out');
    const ending = endingOf(out, ['.bvh', '.glb']);
    const choice = choiceOf(args, io);
    checkInput(video, io);
    checkOutputs([out], [video], io);
    const files = await captureFiles(video, choice, args.get('assets'), io);
    writeOutputs([{ path: out, content: fileOf(files, ending).bytes }], io);
    const summary = captureSummary(out, clipOf(fileOf(files, '.glb')), choice);
    io.stdout.write(args.has('json') ? jsonText(summary) : captureSentence(summary));
    warn(summary.warnings, io);
    if (!args.has('json')) io.stderr.write(adviceText(summary.advice));
  },
};

async function captureFiles(
  video: string,
  choice: Choice,
  folder: string | undefined,
  io: Io,
): Promise<readonly ProviderFile[]> {
  // Loaded here, so that the other commands start without it.
  const { captureInChild } = await import('@kinora/capture/node');
  const signal = io.interruption();
  const bar = new ProgressBar(io.stderr);
  try {
    return await captureInChild(resolve(io.cwd, video), {
      ...choice,
      signal,
      onProgress: (progress) => bar.show(progress),
    });
  } catch (error) {
    // Ctrl+C reaches the child as well, which may say so first.
    signal.throwIfAborted();
    throw withFolder(error, folder);
  } finally {
    bar.clear();
  }
}

/** The way out as it can be typed, where it speaks of the folder that `--assets` names. */
function withFolder(error: unknown, folder: string | undefined): unknown {
  if (folder === undefined || !isKinoraError(error) || error.hint === undefined) return error;
  const { code, message, details, cause } = error;
  const hint = error.hint.replace('kinora assets DIR', () => `kinora assets ${shellWord(folder)}`);
  return new KinoraError(code, message, { hint, details, cause });
}

/** A word that a shell takes for one. */
function shellWord(text: string): string {
  return /^[\w./\\:@~+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

type Choice = Pick<CaptureInChildOptions, 'quality' | 'hands' | 'face' | 'assets' | 'person' | 'fieldOfView'>;

function choiceOf(args: Arguments, io: Io): Choice {
  const given = args.get('quality') ?? 'full';
  const quality = QUALITIES.find((candidate) => candidate === given);
  if (!quality) throw usageError(capture, `--quality is ${QUALITIES.join(', ')}, not "${given}"`);
  const folder = args.get('assets');
  const [hands, face] = [args.has('hands'), args.has('face')];
  if (folder !== undefined && quality !== 'heavy' && !hands && !face) {
    throw usageError(capture, '--assets is for --quality heavy, --hands and --face only');
  }
  const person = personOf(args);
  const fieldOfView = fieldOfViewOf(args);
  return {
    quality,
    hands,
    face,
    ...(folder !== undefined && { assets: resolve(io.cwd, folder) }),
    ...(person && { person }),
    ...(fieldOfView !== undefined && { fieldOfView }),
  };
}

/** Radians. */
function fieldOfViewOf(args: Arguments): number | undefined {
  const given = args.get('field-of-view');
  if (given === undefined) return undefined;
  const degrees = given.trim() === '' ? NaN : Number(given);
  if (degrees >= 12 && degrees <= 126) return (degrees * Math.PI) / 180;
  throw usageError(capture, `--field-of-view is from 12 to 126 degrees, not "${given}"`);
}

function personOf(args: Arguments): Choice['person'] {
  const given = args.get('person');
  if (given === undefined) return undefined;
  const parts = given.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [time = NaN, x = NaN, y = NaN] = parts;
  const fits = parts.length === 3 && time >= 0 && Number.isFinite(time) && x >= 0 && x <= 1 && y >= 0 && y <= 1;
  if (!fits) throw usageError(capture, `--person is a time and a point from 0 to 1, like 0.5,0.25,0.6, not "${given}"`);
  return { time, x, y };
}

function fileOf(files: readonly ProviderFile[], ending: string): ProviderFile {
  const file = files.find(({ format }) => `.${format}` === ending);
  if (file) return file;
  throw new KinoraError('provider/no-motion', `The capture gave no ${ending} file`);
}

function clipOf({ name, bytes }: ProviderFile): Clip {
  const [clip] = parseMotion(bytes, name).clips;
  if (clip) return clip;
  throw new KinoraError('provider/no-motion', `The capture gave a file without a motion, "${name}"`);
}
