import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MintTokenOptions, OpenGatewayOptions } from '@kinora/service';
// By their files and not by the door: that would load all of the capture, of which a gateway needs nothing.
import { mintToken } from '../../packages/service/src/gateway/mint-token.ts';
import { openGateway } from '../../packages/service/src/gateway/open-gateway.ts';
import { FakeAccount } from './fake-account.ts';

export const TOKEN_KEY = 'a-key-of-tokens-that-nobody-can-guess';

export interface TestGateway {
  readonly account: FakeAccount;
  readonly log: readonly string[];
  /** Asks as it comes: no token, no origin. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Asks below `/kinora/v1` with a token for a player. */
  page(user: string, options?: MintTokenOptions): TestPage;
  /** Ends it, and starts it again on the same data. */
  restart(): Promise<void>;
  /** All that lies in its directory, as text. */
  stored(): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The page of one player. */
export interface TestPage {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  send(path: string, init: RequestInit): Promise<Response>;
  /** A signed URL of its own. */
  upload(name?: string): Promise<string>;
  /** Starts a job. @returns its rid, or what it was refused with. */
  start(url: string, key?: string, params?: readonly string[]): Promise<string>;
}

/** A gateway without a socket before an account that is made up. */
export async function openTestGateway(
  options: Partial<OpenGatewayOptions> & { readonly fake?: FakeAccount; readonly isLocal?: boolean } = {},
): Promise<TestGateway> {
  const { fake: account = new FakeAccount(), isLocal = true, ...more } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'kinora-gateway-'));
  const log: string[] = [];
  const open = (): ReturnType<typeof openGateway> =>
    openGateway(
      {
        account: { host: account.host, ...account.credentials },
        dataDir,
        fetch: account.fetch,
        tokenKeys: [TOKEN_KEY],
        log: (line) => log.push(line),
        ...more,
      },
      isLocal,
    );
  let running = await open();
  const ask = async (path: string, init?: RequestInit): Promise<Response> =>
    running.app.request(path.startsWith('http') ? path : `http://localhost${path}`, init);
  return {
    account,
    log,
    ask,
    page: (user, tokenOptions) => pageOf(ask, mintToken(user, { keys: [TOKEN_KEY], ...tokenOptions }).token),
    restart: async () => {
      await running.close();
      running = await open();
    },
    stored: async () => {
      const names = await readdir(dataDir);
      return (await Promise.all(names.map((name) => readFile(join(dataDir, name), 'latin1')))).join('\n');
    },
    [Symbol.asyncDispose]: async () => {
      await running.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

function pageOf(ask: TestGateway['ask'], token: string): TestPage {
  const send: TestPage['send'] = (path, init) => {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${token}`);
    return ask(`/kinora/v1${path}`, { ...init, headers });
  };
  const page: TestPage = {
    send,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, body, headers = {}) => send(path, { method: 'POST', headers, body: JSON.stringify(body) }),
    upload: async (name = 'dance.mp4') => {
      const response = await page.get(`/upload?name=${encodeURIComponent(name)}`);
      return ((await response.json()) as { url: string }).url;
    },
    start: async (url, key, params = []) => {
      const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key };
      const response = await page.post('/process', { url, processor: 'video2anim', params }, headers);
      const { rid, code } = (await response.json()) as { rid?: string; code?: string };
      return rid ?? `${response.status} ${code}`;
    },
  };
  return page;
}
