import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shortDance } from '../../../support/short-film.ts';

const packages = fileURLToPath(new URL('../../../../packages/', import.meta.url));

let folder: string;
let film: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-entry-'));
  film = join(folder, 'dance.mp4');
  writeFileSync(film, await shortDance(30));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('node-entry.js', () => {
  test('ends itself where its parent is gone', { timeout: 60_000 }, async () => {
    const child = fork(join(packages, 'capture/dist/node-entry.js'), { serialization: 'advanced', stdio: 'pipe' });
    const ended = once(child, 'exit');
    child.send({ video: film, name: 'dance', maxSeconds: 60, quality: 'full' });
    await once(child, 'message');
    // All that the system does for a child whose parent died is to close the channel between them.
    child.disconnect();
    expect(await ended).toEqual([null, 'SIGKILL']);
  });
});

describe('@kinora/capture/node in an app of its own', () => {
  let app: string;

  /** What `npm install @kinora/capture` leaves: the build, core, and no optional package. */
  beforeAll(() => {
    app = join(folder, 'app');
    const installed = join(app, 'node_modules/@kinora');
    mkdirSync(join(installed, 'capture'), { recursive: true });
    cpSync(join(packages, 'capture/package.json'), join(installed, 'capture/package.json'));
    cpSync(join(packages, 'capture/dist'), join(installed, 'capture/dist'), { recursive: true });
    symlinkSync(join(packages, 'core'), join(installed, 'core'), 'junction');
  });

  const evaluate = async (script: string): Promise<unknown> => {
    const words = ['--input-type=module', '-e', script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, words, { cwd: app });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };

  test('names the packages whose models it lacks', { timeout: 60_000 }, async () => {
    const script = `
      import { readExtraAssets } from '@kinora/capture/node';
      const error = await readExtraAssets(['heavy', 'hands']).catch((error) => error);
      console.log(JSON.stringify({ code: error.code, message: error.message, hint: error.hint }));`;
    expect(await evaluate(script)).toEqual({
      code: 'capture/model-unavailable',
      message:
        'Cannot find the models of heavy and hands: the packages @mediapipe/pose@0.5.1675469404 and @mediapipe/hands@0.4.1675469240 are not installed',
      hint: expect.stringContaining(
        'npm install --save-dev --save-exact @mediapipe/pose@0.5.1675469404 @mediapipe/hands@',
      ) as string,
    });
  });

  test('names the package that it lacks to decode', { timeout: 60_000 }, async () => {
    const script = `
      import { captureInChild } from '@kinora/capture/node';
      const error = await captureInChild(${JSON.stringify(film)}).catch((error) => error);
      console.log(JSON.stringify({ code: error.code, message: error.message, hint: error.hint }));`;
    expect(await evaluate(script)).toEqual({
      code: 'capture/no-decoder',
      message: 'Cannot decode video in Node: the package @mediabunny/server is not installed',
      hint: expect.stringContaining('npm install @mediabunny/server@1.59.0') as string,
    });
  });
});
