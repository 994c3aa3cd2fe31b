import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KinoraError } from '@kinora/core/motion';
import type { Command } from '../command.ts';
import { checkOutputs, writeOutputs } from '../files/write-output.ts';
import type { Io } from '../io.ts';
import { plainText } from '../terminal/plain-text.ts';

export const assets: Command = {
  name: 'assets',
  summary: 'Fill a folder with the body model of the quality "heavy", which is not shipped',
  files: ['DIR'],
  options: {},
  examples: ['assets models'],
  async run(args, io) {
    const folder = args.files[0]!;
    // Loaded here, so that the other commands start without it.
    const { readExtraAssets } = await import('@kinora/capture/node');
    const files = (await readExtraAssets()).map(({ name, bytes }) => ({ path: join(folder, name), content: bytes }));
    makeFolder(folder, io);
    checkOutputs(
      files.map(({ path }) => path),
      [],
      io,
    );
    writeOutputs(files, io);
    for (const { path, content } of files) {
      io.stdout.write(`${plainText(path)}: ${(content.byteLength / 1e6).toFixed(1)} MB\n`);
    }
  },
};

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
