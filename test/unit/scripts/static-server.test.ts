import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStaticServer, listenOnLocalhost } from '../../../scripts/lib/static-server.mjs';

let folder: string;
let server: { port: number; close: () => void };

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'kinora-')), 'site');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>home</title>');
  writeFileSync(join(folder, 'assets/worker-abc.js'), 'self.postMessage(1);');
  writeFileSync(join(folder, 'film.mp4'), '0123456789');
  writeFileSync(join(folder, '../secret.txt'), 'not to be served');
  server = await listenOnLocalhost(() => createStaticServer(folder), 0);
});

afterAll(() => {
  server.close();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}${path}`, init);

describe('createStaticServer()', () => {
  test.each(['/', '/assets/worker-abc.js', '/no-such-file'])('puts the policy on %s', async (path) => {
    const policy = (await get(path)).headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("worker-src 'self'");
    expect(policy).not.toContain('unsafe-inline');
  });

  test('serves the index for the folder', async () => {
    const response = await get('/');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('home');
  });

  test('answers a range, as a video element asks for', async () => {
    const response = await get('/film.mp4', { headers: { range: 'bytes=2-4' } });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 2-4/10');
    expect(await response.text()).toBe('234');
  });

  test('answers the last bytes, and refuses a range behind the end', async () => {
    expect(await (await get('/film.mp4', { headers: { range: 'bytes=-3' } })).text()).toBe('789');
    expect((await get('/film.mp4', { headers: { range: 'bytes=10-' } })).status).toBe(416);
  });

  test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%00'])(
    'serves nothing outside its folder: %s',
    async (path) => {
      // fetch() would tidy the path; a raw request sends it as it stands.
      const status = await new Promise<number | undefined>((resolve, reject) => {
        request({ port: server.port, host: '127.0.0.1', path }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toBe(404);
    },
  );

  test('refuses to be written to', async () => {
    expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(405);
  });
});
