import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Extra } from '@kinora/capture/node';
import { KinoraError } from '@kinora/core/motion';
import { usageError } from '../arguments.ts';
import type { Command } from '../command.ts';
import { checkOutputs, writeOutputs } from '../files/write-output.ts';
import type { Io } from '../io.ts';
import { plainText } from '../terminal/plain-text.ts';

const EXTRAS: readonly Extra[] = ['heavy', 'hands', 'face'];

export const assets: Command = {
  name: 'assets',
  summary: 'Fill a folder with the models that are not shipped: of the quality "heavy", of hands and of a face',
  files: ['DIR'],
  options: { only: { value: 'WHAT', help: `One of ${EXTRAS.join(', ')}; default: all of them` } },
  examples: ['assets models', 'assets models --only heavy'],
  async run(args, io) {
    const folder = args.files[0]!;
    const extras = chosen(args.get('only'));
    // Loaded here, so that the other commands start without it.
    const { readExtraAssets } = await import('@kinora/capture/node');
    const files = (await readExtraAssets(extras)).map(({ name, bytes }) => ({
      path: join(folder, name),
      content: bytes,
    }));
    makeFolder(folder, io);
    checkOutputs(
      files.map(({ path }) => path),
      [],
      io,
    );
    writeOutputs(files, io);
    for (const { path, content } of files) {
      io.stdout.write(`${plainText(path)}: ${sizeText(content.byteLength)}\n`);
    }
  },
};

function sizeText(bytes: number): string {
  return bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function chosen(only: string | undefined): readonly Extra[] {
  if (only === undefined) return EXTRAS;
  const extra = EXTRAS.find((known) => known === only);
  if (!extra) throw usageError(assets, `--only takes ${EXTRAS.join(', ')}`);
  return [extra];
}

function makeFolder(folder: string, io: Io): void {
  try {
    mkdirSync(resolve(io.cwd, folder), { recursive: true });
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new KinoraError('cli/unwritable-file', `Cannot use the folder "${folder}": the system says ${code}`, {
      hint: 'Name a folder that can be written.',
      cause: error,
    });
  }
}
