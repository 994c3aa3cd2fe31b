import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Animate3DCaller } from '../support/animate3d-caller.ts';
import { openService } from '../support/service.ts';
import type { TestService } from '../support/service.ts';
import { shortDance } from '../support/short-film.ts';

const filmNobody = fileURLToPath(new URL('../support/film-nobody.mjs', import.meta.url));

let service: TestService;
let caller: Animate3DCaller;
beforeAll(async () => {
  service = await openService({ maxSeconds: 0.5 });
  caller = new Animate3DCaller(service.url);
});
afterAll(() => service.close());

test.each([
  ['a video with nobody in it', 513, nobody],
  ['a file that is no video', 202, () => Promise.resolve(new Uint8Array(5000).fill(7))],
  ['an empty file', 202, () => Promise.resolve(new Uint8Array())],
  ['a video that is too long', 508, dance],
  ['a crop that leaves the person out', 513, () => shortDance(10), 'crop=0,0,0.1,0.1'],
  ['a part that begins behind the end', 503, () => shortDance(10), 'trim=9,10'],
] as const)('%s fails by number %i', { timeout: 40_000 }, async (_what, code, film, param?: string) => {
  const { status, details } = await caller.ended(
    await caller.process(await caller.upload(await film()), param === undefined ? [] : [param]),
  );
  expect(status).toBe('FAILURE');
  expect(details!.exc_type).toBe(String(code));
  expect(details!.exc_message).toMatch(new RegExp(`^${code}: [A-Z].{20}`));
  expect(details!.exc_message).not.toContain(service.dataDir);
});

async function nobody(): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'kinora-nobody-'));
  const path = join(folder, 'nobody.mp4');
  spawnSync(process.execPath, [filmNobody, path], { stdio: 'inherit' });
  const bytes = new Uint8Array(await readFile(path));
  await rm(folder, { recursive: true });
  return bytes;
}

async function dance(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL('../../packages/performer/sample/dance.mp4', import.meta.url)));
}
