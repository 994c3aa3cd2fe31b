import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGatewayToken, readUploadAnswer, writeBasicAuthorization } from '@kinora/core/protocol';
import { createService, openDirectoryStore, openJournalQueue, Records, Signer } from '@kinora/service';
import type { JobQueue } from '@kinora/service';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const HOUR_MS = 3_600_000;
const account = { clientId: '1a2b', clientSecret: '3c4d' };

describe('createService()', () => {
  let directory: string;
  let jobs: JobQueue;
  let nowMs: number;
  let app: ReturnType<typeof createService>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kinora-app-'));
    nowMs = Date.UTC(2026, 0, 1);
    jobs = await openJournalQueue(join(directory, 'journal'), {
      run: () => Promise.resolve({ files: [], durationSeconds: 1 }),
      failureOf: () => ({ code: 507, message: 'broken' }),
    });
    app = createService({
      files: await openDirectoryStore({ directory, maxFileBytes: 1000, maxTotalBytes: 10_000 }),
      jobs,
      records: Records.inMemory(),
      credits: 100,
      probeVideo: () => Promise.reject(new Error('not a video')),
      signer: new Signer(new Uint8Array(32).fill(7)),
      account,
      isLocal: true,
      maxUploadBytes: 1000,
      now: () => nowMs,
      log: () => {},
    });
  });
  afterEach(async () => {
    await jobs.close();
    await rm(directory, { recursive: true });
  });

  const backEnd = { Authorization: writeBasicAuthorization(account), 'x-useruid': 'anna' };
  const askForToken = async (): Promise<Response> => ask('/kinora/token', { method: 'POST', headers: backEnd });
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
    app.request(path.startsWith('http') ? path : `http://localhost${path}`, init);

  test('opens sessions that outlive any job, and no longer than a day', async () => {
    const response = await ask('/session/auth', { headers: { Authorization: writeBasicAuthorization(account) } });
    const headers = { Cookie: response.headers.get('Set-Cookie')!.split(';')[0]! };
    nowMs += 23 * HOUR_MS;
    expect((await ask('/list', { headers })).status).toBe(200);
    nowMs += HOUR_MS;
    expect((await ask('/list', { headers })).status).toBe(401);
  });

  test('mints tokens that end when it said so, and a minute later where a clock is behind', async () => {
    const { token, expiresInSeconds } = readGatewayToken(await (await askForToken()).json());
    const headers = { Authorization: `Bearer ${token}` };
    nowMs += (expiresInSeconds + 60) * 1000 - 1;
    expect((await ask('/kinora/v1/list', { headers })).status).toBe(200);
    nowMs += 1;
    expect((await ask('/kinora/v1/list', { headers })).status).toBe(401);
  });

  test('gives links that end, but lets a job take what was uploaded in time', async () => {
    const { token } = readGatewayToken(await (await askForToken()).json());
    const headers = { Authorization: `Bearer ${token}` };
    const upload = async (): Promise<string> =>
      readUploadAnswer(await (await ask('/kinora/v1/upload?name=a.mp4&resumable=0', { headers })).json()).url;
    const [used, late] = [await upload(), await upload()];
    expect((await ask(used, { method: 'PUT', body: 'video' })).status).toBe(200);
    nowMs += HOUR_MS;
    expect((await ask(late, { method: 'PUT', body: 'video' })).status).toBe(403);
    const fresh = readGatewayToken(await (await askForToken()).json());
    const process = await ask('/kinora/v1/process', {
      method: 'POST',
      headers: { Authorization: `Bearer ${fresh.token}` },
      body: JSON.stringify({ url: used, processor: 'video2anim', params: [] }),
    });
    expect(process.status).toBe(200);
  });

  test('keeps the reasons of its own faults to itself', async () => {
    const broken = createService({
      ...({} as Parameters<typeof createService>[0]),
      signer: new Signer(new Uint8Array(32)),
      isLocal: true,
      now: () => nowMs,
      log: () => {},
      account: undefined,
    });
    const response = await broken.request('http://localhost/list');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'The service failed to answer', code: 'service/failed' });
  });
});
