import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isKinoraError, KinoraError } from '@kinora/core/motion';
import type { GatewayOptions, RunningService, StartServiceOptions } from '@kinora/service';
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
    gateway: { help: 'Stand before a real Animate 3D account, of KINORA_ACCOUNT_HOST, instead of capturing here' },
    credentials: { value: 'FILE', help: 'The account in JSON: host, clientId, clientSecret. With --gateway' },
    anonymous: { help: 'Let any page of this machine in without a token of yours. For work on 127.0.0.1' },
  },
  examples: ['serve --port 8080 --data kinora-data'],
  async run(args, io) {
    const stop = io.interruption();
    const server = await start(args, io);
    try {
      io.stdout.write(`Kinora listens to ${server.url}\n`);
      await aborted(stop);
    } finally {
      await server.close();
    }
  },
};

type Common = Pick<StartServiceOptions, 'port' | 'host' | 'dataDir' | 'demoDir'> & {
  readonly log: (line: string) => void;
};

function commonOf(args: Arguments, { cwd, stderr }: Io): Common {
  const port = Number(args.need('port'));
  if (!/^\d{1,5}$/.test(args.need('port')) || port > 65_535) {
    throw usageError(serve, '--port is a number from 0 to 65535');
  }
  const host = args.get('host');
  const demoDir = demoFolder();
  return {
    port,
    dataDir: resolve(cwd, args.need('data')),
    log: (line) => stderr.write(`${plainText(line)}\n`),
    ...(host !== undefined && { host }),
    ...(demoDir !== undefined && { demoDir }),
  };
}

async function start(args: Arguments, io: Io): Promise<RunningService> {
  const common = commonOf(args, io);
  if (!args.has('gateway') && args.has('credentials')) throw usageError(serve, '--credentials goes with --gateway');
  // Loaded here, so that the other commands start without it.
  const service = await import('@kinora/service');
  const gateway: GatewayOptions = {
    ...service.gatewayOptionsOf(io.env),
    ...(args.has('anonymous') && { anonymous: true }),
  };
  const isLocal = service.isLoopback(common.host ?? '127.0.0.1');
  if (args.has('anonymous') && !isLocal)
    throw usageError(serve, '--anonymous is for this machine alone, not for --host');
  try {
    if (!args.has('gateway')) {
      const house = service.houseOptionsOf(io.env);
      return await service.startService({ ...common, ...house, ...credentialsOf(args, io), gateway });
    }
    const account = service.accountOf(io.env, readCredentials(args, io));
    return await service.startGateway({ ...common, ...gateway, account });
  } catch (error) {
    throw systemError(error, common.dataDir);
  }
}

function credentialsOf(args: Arguments, { env }: Io): Pick<StartServiceOptions, 'clientId' | 'clientSecret'> {
  // An argument can be seen by every user of the machine, so the environment is the better place.
  const clientId = args.get('client-id') ?? env['KINORA_CLIENT_ID'];
  const clientSecret = args.get('client-secret') ?? env['KINORA_CLIENT_SECRET'];
  return { ...(clientId !== undefined && { clientId }), ...(clientSecret !== undefined && { clientSecret }) };
}

/** The secret of an account that somebody pays for is never taken from the command line. */
function readCredentials(args: Arguments, { cwd, env }: Io): string | undefined {
  if (args.has('client-id') || args.has('client-secret')) {
    throw usageError(
      serve,
      'with --gateway the account comes from variables or from --credentials: arguments can be seen',
    );
  }
  const name = args.get('credentials') ?? env['KINORA_CREDENTIALS_FILE'];
  if (name === undefined) return undefined;
  const path = resolve(cwd, name);
  try {
    // On Windows a file has no such mode: all bits of it are set for everybody.
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) throw openToOthers(name);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isKinoraError(error)) throw error;
    throw new KinoraError('cli/unreadable-file', `Cannot read the credentials in "${name}"`, {
      hint: 'Check the path, and that you may read it.',
      cause: error,
    });
  }
}

function openToOthers(name: string): KinoraError {
  return new KinoraError('service/config', `Others may read the credentials in "${name}"`, {
    hint: `Keep them to yourself: chmod 600 ${name}`,
  });
}

/** A failure of the system while the folder was opened; anything else as it is. */
function systemError(error: unknown, dataDir: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (isKinoraError(error) || code === undefined) return error;
  return new KinoraError('cli/unwritable-file', `Cannot use the folder "${dataDir}": the system says ${code}`, {
    hint: 'Give --data a folder that can be written.',
    cause: error,
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
