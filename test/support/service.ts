import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '@kinora/service';
import type { RunningService, StartServiceOptions } from '@kinora/service';

/** A folder for one test, removed behind it. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'kinora-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface TestService extends RunningService {
  readonly dataDir: string;
  readonly log: readonly string[];
}

/** A service on a free port with an empty data directory, which its end removes. */
export async function openService(options: Partial<StartServiceOptions> = {}): Promise<TestService> {
  const folder = await temporaryFolder();
  const log: string[] = [];
  const service = await startService({ dataDir: folder.path, log: (line) => log.push(line), ...options });
  return {
    url: service.url,
    dataDir: folder.path,
    log,
    close: async () => {
      await service.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
