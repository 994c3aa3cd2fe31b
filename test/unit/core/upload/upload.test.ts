import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nextChunkBytes } from '../../../../packages/core/src/upload/chunk-size.ts';
import { ResumableStorage } from '../../../support/resumable-storage.ts';
import type { Fault } from '../../../support/resumable-storage.ts';
import { startScriptedServer } from '../../../support/scripted-server.ts';
import type { ServerOptions } from '../../../support/scripted-server.ts';
import {
  CHUNK_BYTES as CHUNK,
  hasty,
  openUploadHouse as openHouse,
  sha256,
  video,
  videoBytes as bytes,
} from '../../../support/upload-house.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => vi.unstubAllGlobals());

describe('upload()', () => {
  test('sends everything once, and gives the signed URL unchanged', async () => {
    await using house = await openHouse();
    const heard: number[] = [];
    const { url } = await house.upload(video, { onBytes: (done, total) => heard.push(done / total) });
    expect(url).toBe(house.urls[0]);
    expect(sha256(house.storage.objects.get('v1')!)).toBe(sha256(bytes));
    expect(house.storage).toMatchObject({ received: bytes.byteLength, sessions: 1, queries: 0 });
    expect(heard[0]).toBe(0);
    expect(heard.at(-1)).toBe(1);
    expect(heard.length).toBeGreaterThan(2);
  });

  test('every chunk but the last is a multiple of 256 KiB', async () => {
    await using house = await openHouse();
    await house.upload();
    const chunks = house.server.requests.filter(({ body }) => body.byteLength > 0);
    for (const { body } of chunks.slice(0, -1)) expect(body.byteLength % 262_144).toBe(0);
  });

  test('cut at any byte it goes on from there, and the SHA-256 is equal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: CHUNK }), { minLength: 1, maxLength: 4 }), async (cuts) => {
        vi.stubGlobal('indexedDB', new IDBFactory());
        const left = [...cuts];
        const cutRequest: ServerOptions['cutRequest'] = ({ headers }) =>
          Number(headers['content-length']) > 0 ? left.shift() : undefined;
        await using house = await openHouse([], { cutRequest });
        await house.upload();
        expect(sha256(house.storage.objects.get('v1')!)).toBe(sha256(bytes));
        expect(house.storage.sessions).toBe(1);
        expect(house.storage.received).toBe(bytes.byteLength);
      }),
      { numRuns: 8 },
    );
  });

  test.each<[string, Fault, number]>([
    ['a lost answer is asked for, and nothing is sent twice', 'lost-answer', 1],
    ['a chunk of which half was taken is sent from its half', 'half', 1],
    ['a chunk that was refused for a moment is sent again', 503, 1],
    ['a session that nobody knows is begun anew', 404, 2],
    ['a session that is gone is begun anew', 410, 2],
  ])('%s', async (_what, fault, sessions) => {
    await using house = await openHouse([fault]);
    const { url } = await house.upload();
    expect(url).toBe(house.urls[sessions - 1]);
    expect(house.urls).toHaveLength(sessions);
    expect(sha256(house.storage.objects.get(`v${sessions}`)!)).toBe(sha256(bytes));
    if (fault === 'lost-answer') expect(house.storage.received).toBe(bytes.byteLength);
  });

  test('a lost last answer is asked for: the upload is done', async () => {
    await using house = await openHouse(['lost-answer']);
    await house.upload(new Blob(['short']));
    expect(house.storage).toMatchObject({ received: 5, queries: 1 });
  });

  test('goes on after a reload of the page, without what had arrived', async () => {
    await using house = await openHouse();
    const controller = new AbortController();
    const closed = new Error('the page went away');
    const onBytes = (done: number): void => {
      if (done >= CHUNK) controller.abort(closed);
    };
    await expect(house.upload(video, { onBytes, signal: controller.signal })).rejects.toBe(closed);
    expect(house.storage.objects.size).toBe(0);

    const heard: number[] = [];
    const { url, forget } = await house.upload(video.slice(), { onBytes: (done) => heard.push(done) });
    expect(url).toBe(house.urls[0]);
    expect(heard[0]).toBeGreaterThanOrEqual(CHUNK);
    expect(house.storage).toMatchObject({ sessions: 1, received: bytes.byteLength });

    await house.upload();
    expect(house.storage.received).toBe(bytes.byteLength);
    await forget();
    await house.upload();
    expect(house.storage).toMatchObject({ sessions: 2, received: 2 * bytes.byteLength });
  });

  test('another content, another service and an old session begin anew', async () => {
    await using house = await openHouse();
    await house.upload(new Blob(['one']));
    await house.upload(new Blob(['two']));
    await house.upload(new Blob(['one']), { scope: 'elsewhere' });
    expect(house.storage.sessions).toBe(3);
    const later = { ...hasty, now: () => Date.now() + 7 * 24 * 3_600_000 };
    await house.upload(new Blob(['one']), { clock: later });
    expect(house.storage.sessions).toBe(4);
  });

  test('where the page may not read how much is stored, all goes at once', async () => {
    await using house = await openHouse();
    house.storage.tellsRange = false;
    await house.upload();
    expect(sha256(house.storage.objects.get('v1')!)).toBe(sha256(bytes));
  });

  test('where the page may not read where to send, it asks for a regular upload', async () => {
    await using house = await openHouse();
    house.storage.tellsLocation = false;
    const heard: number[] = [];
    const { url } = await house.upload(video, { onBytes: (done) => heard.push(done) });
    expect(url).toContain('way=regular');
    expect(sha256(house.storage.objects.get('v2')!)).toBe(sha256(bytes));
    expect(heard).toEqual([0, bytes.byteLength]);
    expect(house.server.requests.at(-1)?.headers['content-type']).toBe('application/octet-stream');
  });

  test('sessions that end as soon as they begin are upload/refused', async () => {
    await using house = await openHouse(Array.from({ length: 9 }, () => 404 as const));
    await expect(house.upload()).rejects.toMatchObject({ code: 'upload/refused' });
  });

  test('a server that takes nothing is upload/stalled, with what it said', async () => {
    await using house = await openHouse(Array.from({ length: 20 }, () => 503 as const));
    await expect(house.upload()).rejects.toMatchObject({
      code: 'upload/stalled',
      details: { offset: 0 },
      cause: { code: 'http/unavailable' },
    });
  });

  test('a file that is empty, or changed on the disk, is upload/unreadable', async () => {
    await using house = await openHouse();
    await expect(house.upload(new Blob())).rejects.toMatchObject({ code: 'upload/unreadable' });
    const gone = Object.assign(video.slice(), {
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
    });
    await expect(house.upload(gone)).rejects.toMatchObject({ code: 'upload/unreadable' });
  });

  test('a server that was restarted on the same port is found again', async () => {
    const storage = new ResumableStorage();
    const answer = (heard: Parameters<ResumableStorage['handle']>[0]): ReturnType<typeof storage.handle> & object =>
      storage.handle(heard) ?? { status: 500 };
    let server = await startScriptedServer(answer);
    const { port } = server;
    await using house = await openHouse();
    let restarts = 0;
    const { url } = await house.upload(video, {
      newPlace: () => Promise.resolve({ url: `http://127.0.0.1:${port}/signed/v1` }),
      onBytes: (done) => {
        if (done < CHUNK || restarts++ > 0) return;
        void server[Symbol.asyncDispose]().then(async () => (server = await startScriptedServer(answer, { port })));
      },
    });
    expect(url).toContain(String(port));
    expect(restarts).toBeGreaterThan(0);
    expect(sha256(storage.objects.get('v1')!)).toBe(sha256(bytes));
    expect(storage.sessions).toBe(1);
    await server[Symbol.asyncDispose]();
  });
});

describe('nextChunkBytes()', () => {
  test('is a multiple of 256 KiB, at most twice or half, and at most 16 MiB', () => {
    const units = fc.integer({ min: 1, max: 64 }).map((count) => count * 262_144);
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 1e6 }), (size, tookMs) => {
        const next = nextChunkBytes(size, tookMs);
        expect(next % 262_144).toBe(0);
        expect(next).toBeGreaterThanOrEqual(Math.max(262_144, Math.floor(size / 2 / 262_144) * 262_144));
        expect(next).toBeLessThanOrEqual(Math.min(16_777_216, size * 2));
      }),
    );
  });
});
