import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '@kinora/service';
import type { StartServiceOptions } from '@kinora/service';

export interface TestService {
  readonly url: string;
  readonly dataDir: string;
  readonly log: readonly string[];
  /** Ends it, and starts it again on the same data. */
  restart(options?: Partial<StartServiceOptions>): Promise<void>;
  /** The bytes that were uploaded to a URL of `/upload`, as they lie on disk. */
  fileBehind(url: string): Promise<Uint8Array>;
  /** Bytes of each upload that is not complete. */
  draftSizes(): Promise<number[]>;
  /** Ends it, and removes its data. */
  close(): Promise<void>;
}

/** A service on a free port with an empty data directory. */
export async function openService(options: Partial<StartServiceOptions> = {}): Promise<TestService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kinora-service-'));
  const log: string[] = [];
  const start = (more: Partial<StartServiceOptions> = {}): ReturnType<typeof startService> =>
    startService({ dataDir, log: (line) => log.push(line), ...options, ...more });
  let running = await start();
  return {
    get url() {
      return running.url;
    },
    dataDir,
    log,
    restart: async (more) => {
      await running.close();
      running = await start(more);
    },
    fileBehind: async (url) =>
      new Uint8Array(await readFile(join(dataDir, 'files', new URL(url).pathname.split('/')[3]!))),
    draftSizes: async () => {
      const drafts = join(dataDir, 'drafts');
      return Promise.all((await readdir(drafts)).map(async (name) => (await stat(join(drafts, name))).size));
    },
    close: async () => {
      await running.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
