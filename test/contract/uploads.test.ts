import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Animate3DCaller, refusal } from '../support/animate3d-caller.ts';
import { handCapture } from '../support/hand-capture.ts';
import { openService } from '../support/service.ts';
import type { TestService } from '../support/service.ts';

const CHUNK = 256 * 1024;
const film = new Uint8Array(3 * CHUNK + 1234).map((_, i) => (i * 7) % 253);

let service: TestService;
let caller: Animate3DCaller;
beforeEach(async () => {
  service = await openService({ captureVideo: handCapture().captureVideo, maxUploadBytes: 2_000_000 });
  caller = new Animate3DCaller(service.url);
});
afterEach(() => service.close());

describe('GET /upload', () => {
  test('gives an absolute URL at the address by which it was asked', async () => {
    const { port } = new URL(service.url);
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = await new Animate3DCaller(`http://${host}:${port}`).uploadUrl('a.mp4');
      expect(new URL(url).origin).toBe(`http://${host}:${port}`);
    }
  });

  test.each([
    ['', '400 animate3d/protocol'],
    ['name=', '400 animate3d/protocol'],
    ['name=a%2Fb.mp4', '400 service/bad-request'],
    ['name=..%5Cb.mp4', '400 service/bad-request'],
    ['name=..', '400 service/bad-request'],
    ['name=a%00.mp4', '400 service/bad-request'],
    [`name=${'a'.repeat(256)}`, '400 service/bad-request'],
    ['name=a.mp4&resumable=2', '400 animate3d/protocol'],
    ['name=a.mp4&fileSize=2000001', '413 service/too-large'],
  ])('refuses the query "%s"', async (query, expected) => {
    expect(await refusal(await caller.get(`/upload?${query}`))).toBe(expected);
  });
});

describe('a regular upload', () => {
  test.each(['dance.mp4', 'a dance, 100% ähnlich?.mp4', 'without-an-ending'])('takes "%s" whole', async (name) => {
    await expectFilm(await caller.upload(film, name));
  });

  test('keeps nothing of a connection that was cut', async () => {
    const url = await caller.uploadUrl('dance.mp4');
    await putAndCut(url, film, 2 * CHUNK);
    await expectNothing(url);
  });

  test('refuses what is too large, and keeps nothing of it', async () => {
    const url = await caller.uploadUrl('dance.mp4');
    const response = await fetch(url, { method: 'PUT', body: new Uint8Array(2_000_001) });
    expect(await refusal(response)).toBe('413 service/too-large');
    await expectNothing(url);
  });

  test.each([
    ['no signature', (url: string) => url.replace(/&signature=.*/, '')],
    ['another name', (url: string) => url.replace('dance', 'prance')],
    ['a later end', (url: string) => url.replace(/expires=\d/, 'expires=9')],
    ['another use', (url: string) => url.replace('/put/', '/session/')],
    ['a path for a key', (url: string) => url.replace(/put\/[^/]+/, 'put/..%2F..%2Fkey')],
  ])('refuses a link with %s', async (_what, tamper) => {
    const response = await fetch(tamper(await caller.uploadUrl('dance.mp4')), { method: 'PUT', body: film });
    expect(await refusal(response)).toBe('403 service/forbidden');
  });
});

describe('a resumable upload', () => {
  let url: string;
  let session: string;
  beforeEach(async () => {
    url = await caller.uploadUrl('dance.mp4', 1);
    const start = await fetch(url, { method: 'POST', headers: { 'x-goog-resumable': 'start' } });
    expect(start.status).toBe(201);
    session = start.headers.get('Location')!;
    expect(new URL(session).origin).toBe(service.url);
  });

  const put = (body: Uint8Array<ArrayBuffer>, range?: string): Promise<Response> =>
    fetch(session, { method: 'PUT', body, headers: range === undefined ? {} : { 'Content-Range': range } });
  const nothing = new Uint8Array();

  test('takes all bytes in one PUT, and says so again when it is asked again', async () => {
    expect((await put(film)).status).toBe(200);
    await expectFilm(url);
    expect((await put(nothing, `bytes */${film.length}`)).status).toBe(200);
    expect((await put(film)).status).toBe(200);
  });

  test('goes on behind a connection that was cut', async () => {
    await putAndCut(session, film, 2 * CHUNK + 17);
    const { status, stored } = await standing(put(nothing, `bytes */${film.length}`));
    expect(status).toBe(308);
    // What was under way when the connection broke may be lost: never more, and no byte is taken twice.
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThanOrEqual(2 * CHUNK + 17);
    const rest = await put(film.slice(stored), `bytes ${stored}-${film.length - 1}/${film.length}`);
    expect(rest.status).toBe(200);
    await expectFilm(url);
  });

  test('goes on behind a restart of the service', async () => {
    const first = await put(film.slice(0, CHUNK), `bytes 0-${CHUNK - 1}/*`);
    expect(await standing(first)).toEqual({ status: 308, stored: CHUNK });
    const { port } = new URL(service.url);
    await service.restart({ port: Number(port) });
    expect(await standing(put(nothing, 'bytes */*'))).toEqual({ status: 308, stored: CHUNK });
    expect((await put(film.slice(CHUNK), `bytes ${CHUNK}-*/${film.length}`)).status).toBe(200);
    await expectFilm(url);
  });

  test('has no Range as long as nothing is stored', async () => {
    const response = await put(nothing, 'bytes */*');
    expect(response.status).toBe(308);
    expect(response.headers.get('Range')).toBeNull();
    await expectNothing(url);
  });

  test('passes over bytes that are sent again', async () => {
    await put(film.slice(0, 2 * CHUNK), `bytes 0-${2 * CHUNK - 1}/${film.length}`);
    const overlap = await put(film.slice(CHUNK), `bytes ${CHUNK}-${film.length - 1}/${film.length}`);
    expect(overlap.status).toBe(200);
    await expectFilm(url);
  });

  test('asks for the range where bytes are missing in between', async () => {
    const last = film.length - 1;
    expect((await put(film.slice(CHUNK), `bytes ${CHUNK}-${last}/${film.length}`)).status).toBe(503);
    expect(await standing(put(nothing, 'bytes */*'))).toEqual({ status: 308, stored: 0 });
  });

  test.each([
    ['a range that is none', 10, 'bytes=0-9'],
    ['a range that ends before it begins', 10, 'bytes 9-0/10'],
    ['a range behind the end', 10, 'bytes 0-10/10'],
    ['a range that is not the body’s', 10, 'bytes 0-19/20'],
    ['a chunk of an odd size', 10, 'bytes 0-9/20'],
  ])('refuses %s', async (_what, length, range) => {
    expect(await refusal(await put(film.slice(0, length), range))).toBe('400 service/bad-request');
  });

  test('is over when it is cancelled', async () => {
    expect((await fetch(session, { method: 'DELETE' })).status).toBe(499);
    expect(await refusal(await put(nothing, 'bytes */*'))).toBe('404 service/not-found');
  });

  test('gives way to a newer request of the same client', async () => {
    const hanging = await putAndWait(session, film, CHUNK);
    await vi.waitFor(async () => expect(await service.draftSizes()).toEqual([CHUNK]));
    const { stored } = await standing(put(nothing, `bytes */${film.length}`));
    expect(stored).toBe(CHUNK);
    const rest = await put(film.slice(stored), `bytes ${stored}-${film.length - 1}/${film.length}`);
    expect(rest.status).toBe(200);
    hanging.destroy();
    await expectFilm(url);
  });

  test('may be watched by a page of a known origin, and by no other', async () => {
    const from = (origin: string): Promise<Response> =>
      fetch(session, { method: 'PUT', headers: { Origin: origin, 'Content-Range': 'bytes */*' } });
    const known = await from('http://localhost:8080');
    expect(known.headers.get('Access-Control-Allow-Origin')).toBe('http://localhost:8080');
    expect(known.headers.get('Access-Control-Expose-Headers')).toContain('Range');
    expect(await refusal(await from('https://elsewhere.example'))).toBe('403 service/forbidden');
  });
});

async function standing(answer: Response | Promise<Response>): Promise<{ status: number; stored: number }> {
  const response = await answer;
  const last = /^bytes=0-(\d+)$/.exec(response.headers.get('Range') ?? '')?.[1];
  return { status: response.status, stored: last === undefined ? 0 : Number(last) + 1 };
}

async function expectFilm(url: string): Promise<void> {
  // Not by `toEqual`, which takes seconds for a megabyte.
  expect(Buffer.compare(await service.fileBehind(url), film)).toBe(0);
}

async function expectNothing(url: string): Promise<void> {
  expect(await refusal(await caller.post('/process', { url, processor: 'video2anim', params: [] }))).toBe(
    '404 service/not-found',
  );
}

/** Sends the head of a PUT of all bytes, and so many of them. */
async function putAndWait(url: string, bytes: Uint8Array, sent: number): Promise<ReturnType<typeof connect>> {
  const { hostname, port, pathname, search, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}); // The service may close first.
  const head = `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  socket.write(head);
  await new Promise((resolve) => socket.write(bytes.subarray(0, sent), resolve));
  return socket;
}

/** Cuts the connection when the service has been given so many bytes. */
async function putAndCut(url: string, bytes: Uint8Array, sent: number): Promise<void> {
  const socket = await putAndWait(url, bytes, sent);
  socket.end(); // No more will come: the service hears of it behind the bytes.
  await text(socket).catch(() => '');
  socket.destroy();
}
