import { resolve } from 'node:path';
import { isKinoraError, KinoraError } from '@kinora/core/motion';
import type { RunningService, StartServiceOptions } from '@kinora/service';
import { usageError } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Io } from '../io.ts';
import { demoFolder } from '../own-files.ts';
import { plainText } from '../terminal/plain-text.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'Run the Animate 3D service, the gateway for web pages, and the demo',
  files: [],
  options: {
    port: { value: 'N', help: 'Port to listen to; 0 takes any free one', required: true },
    data: { value: 'DIR', help: 'Folder for videos, results and jobs; made if needed', required: true },
    host: { value: 'H', help: 'Address to listen to. Default: 127.0.0.1. Any other needs an account' },
    'client-id': { value: 'ID', help: 'Account. Better: the variable KINORA_CLIENT_ID' },
    'client-secret': { value: 'S', help: 'Its secret. Better: the variable KINORA_CLIENT_SECRET' },
  },
  examples: ['serve --port 8080 --data kinora-data'],
  async run(args, io) {
    const options = optionsOf(args, io);
    const stop = io.interruption();
    const service = await start(options);
    try {
      io.stdout.write(`Kinora listens to ${service.url}\n`);
      await aborted(stop);
    } finally {
      await service.close();
    }
  },
};

function optionsOf(args: Arguments, { cwd, env, stderr }: Io): StartServiceOptions {
  const port = Number(args.need('port'));
  if (!/^\d{1,5}$/.test(args.need('port')) || port > 65_535) {
    throw usageError(serve, '--port is a number from 0 to 65535');
  }
  const host = args.get('host');
  // An argument can be seen by every user of the machine, so the environment is the better place.
  const clientId = args.get('client-id') ?? env['KINORA_CLIENT_ID'];
  const clientSecret = args.get('client-secret') ?? env['KINORA_CLIENT_SECRET'];
  const demoDir = demoFolder();
  return {
    port,
    dataDir: resolve(cwd, args.need('data')),
    log: (line) => stderr.write(`${plainText(line)}\n`),
    ...(host !== undefined && { host }),
    ...(clientId !== undefined && { clientId }),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(demoDir !== undefined && { demoDir }),
  };
}

async function start(options: StartServiceOptions): Promise<RunningService> {
  // Loaded here, so that the other commands start without it.
  const { startService } = await import('@kinora/service');
  try {
    return await startService(options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isKinoraError(error) || code === undefined) throw error;
    throw new KinoraError(
      'cli/unwritable-file',
      `Cannot use the folder "${options.dataDir}": the system says ${code}`,
      {
        hint: 'Give --data a folder that can be written.',
        cause: error,
      },
    );
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
