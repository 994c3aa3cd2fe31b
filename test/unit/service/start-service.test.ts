import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KinoraError } from '@kinora/core/protocol';
import { startService } from '@kinora/service';
import type { StartServiceOptions } from '@kinora/service';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let dataDir: string;
beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'kinora-start-'))));
afterEach(() => rm(dataDir, { recursive: true }));

/** The code by which it does not start. */
async function refused(options: Partial<StartServiceOptions>): Promise<string> {
  try {
    await (await startService({ dataDir, ...options })).close();
    return 'it started';
  } catch (error) {
    return (error as KinoraError).code;
  }
}

describe('startService()', () => {
  test.each(['0.0.0.0', '::', '192.168.1.10', 'example.com', '', '127.0.0.1.example.com', '0'])(
    'does not listen to "%s" without an account',
    async (host) => expect(await refused({ host })).toBe('service/unsafe-bind'),
  );

  test('leaves no file where it refuses to start', async () => {
    await refused({ host: '0.0.0.0' });
    expect(await readdir(dataDir)).toEqual([]);
  });

  test('listens to others with an account', async () => {
    expect(await refused({ host: '0.0.0.0', clientId: 'a', clientSecret: 'b' })).toBe('it started');
  });

  test.each([{ clientId: 'a' }, { clientSecret: 'b' }, { clientId: 'a', clientSecret: '' }])(
    'takes no half of an account: %o',
    async (half) => expect(await refused(half)).toBe('service/account'),
  );

  test('works in no directory in which another does', async () => {
    const other = await startService({ dataDir });
    expect(await refused({})).toBe('service/data-in-use');
    await other.close();
    expect(await refused({})).toBe('it started');
  });

  test('says so where the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    expect(await refused({ port: (other.address() as AddressInfo).port })).toBe('service/port');
    other.close();
    expect(await refused({})).toBe('it started');
  });

  test('listens to this machine by default, and its key is for its own user', async () => {
    const service = await startService({ dataDir });
    expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await stat(join(dataDir, 'key'))).mode & 0o077).toBe(0);
    await service.close();
    await expect(fetch(service.url)).rejects.toThrow();
  });

  test('removes uploads that no job has asked for in a week', async () => {
    const files = join(dataDir, 'files');
    await mkdir(files);
    for (const name of ['old', 'new']) await writeFile(join(files, name), 'video');
    const aWeekAgo = Date.now() / 1000 - 8 * 86_400;
    await utimes(join(files, 'old'), aWeekAgo, aWeekAgo);
    await (await startService({ dataDir })).close();
    expect(await readdir(files)).toEqual(['new']);
  });
});

describe('the demo', () => {
  let demoDir: string;
  beforeEach(async () => {
    demoDir = await mkdtemp(join(tmpdir(), 'kinora-demo-'));
    await mkdir(join(demoDir, 'assets'));
    await writeFile(join(demoDir, 'index.html'), '<title>Kinora</title>');
    await writeFile(join(demoDir, 'kinora.json'), '{ "gateway": null }');
    await writeFile(join(demoDir, 'assets/worker-1a2b.js'), 'postMessage(1)');
  });
  afterEach(() => rm(demoDir, { recursive: true }));

  test('is served under its policy, and learns of the gateway', async () => {
    const service = await startService({ dataDir, demoDir });
    const page = await fetch(`${service.url}/`);
    expect(await page.text()).toBe('<title>Kinora</title>');
    const worker = await fetch(`${service.url}/assets/worker-1a2b.js`);
    expect(worker.headers.get('Content-Type')).toMatch(/^text\/javascript/);
    expect(worker.headers.get('Cache-Control')).toContain('immutable');
    for (const { headers } of [page, worker, await fetch(`${service.url}/nothing`)]) {
      expect(headers.get('Content-Security-Policy')).toContain("script-src 'self' 'wasm-unsafe-eval'");
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
    expect(await (await fetch(`${service.url}/kinora.json`)).json()).toEqual({ gateway: '/kinora' });
    await service.close();
  });

  test.each(['/../key', '/..%2fkey', '/%2e%2e/key', '/assets/..%5c..%5ckey', '/key', '/files', '/nothing'])(
    'has nothing at "%s"',
    async (path) => {
      const service = await startService({ dataDir, demoDir });
      const response = await fetch(`${service.url}${path}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'service/not-found' });
      await service.close();
    },
  );
});
