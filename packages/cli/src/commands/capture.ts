import { resolve } from 'node:path';
import type { CaptureInChildOptions, ProviderFile } from '@kinora/capture/node';
import { clipDuration, KinoraError, parseMotion } from '@kinora/core/motion';
import type { CaptureGap, Clip } from '@kinora/core/motion';
import { usageError } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { endingOf } from '../files/formats.ts';
import { checkInput } from '../files/read-input.ts';
import { checkOutputs, writeOutputs } from '../files/write-output.ts';
import type { Io } from '../io.ts';
import { jsonText, plainText } from '../terminal/plain-text.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';
import { warn } from '../terminal/warn.ts';

/** What `kinora capture --json` prints. */
export interface CaptureSummary {
  /** As it was typed. */
  readonly out: string;
  readonly clip: { readonly name: string; readonly durationSeconds: number; readonly frames: number };
  /** [0, 1]: frames in which a person was seen. */
  readonly tracked: number;
  /** Stretches that were not seen and hold the last pose: seconds, and the names of the joints. */
  readonly gaps: readonly CaptureGap[];
  readonly warnings: readonly string[];
}

const QUALITIES = ['lite', 'full', 'heavy'] as const;

export const capture: Command = {
  name: 'capture',
  summary: 'Turn a video of a person into a motion file, on this machine',
  files: ['VIDEO'],
  options: {
    out: { value: 'X.bvh|X.glb', help: 'Where to write the motion', required: true },
    quality: { value: 'lite|full|heavy', help: 'Size of the body model. Default: full' },
    assets: { value: 'DIR', help: 'Folder that "kinora assets" filled, for the quality heavy' },
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
    const files = await captureFiles(video, choice, io);
    writeOutputs([{ path: out, content: fileOf(files, ending).bytes }], io);
    const summary = summaryOf(out, clipOf(fileOf(files, '.glb')));
    io.stdout.write(args.has('json') ? jsonText(summary) : sentenceOf(summary));
    warn(summary.warnings, io);
  },
};

async function captureFiles(
  video: string,
  choice: Pick<CaptureInChildOptions, 'quality' | 'assets'>,
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
    throw error;
  } finally {
    bar.clear();
  }
}

function choiceOf(args: Arguments, io: Io): Pick<CaptureInChildOptions, 'quality' | 'assets'> {
  const given = args.get('quality') ?? 'full';
  const quality = QUALITIES.find((candidate) => candidate === given);
  if (!quality) throw usageError(capture, `--quality is ${QUALITIES.join(', ')}, not "${given}"`);
  const folder = args.get('assets');
  if (folder !== undefined && quality !== 'heavy') throw usageError(capture, '--assets is for --quality heavy only');
  return { quality, ...(folder !== undefined && { assets: resolve(io.cwd, folder) }) };
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

function summaryOf(out: string, clip: Clip): CaptureSummary {
  const { tracked = 1, gaps = [], warnings = [] } = clip.report ?? {};
  return {
    out,
    clip: { name: clip.name, durationSeconds: clipDuration(clip), frames: clip.frames },
    tracked,
    gaps,
    warnings,
  };
}

function sentenceOf({ out, clip, tracked }: CaptureSummary): string {
  const share = Math.round(tracked * 100);
  return `${plainText(out)}: ${clip.durationSeconds.toFixed(2)} s, ${clip.frames} frames, a person in ${share} % of them\n`;
}
