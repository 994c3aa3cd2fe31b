import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStaticServer, listenOnLocalhost } from '../../scripts/lib/static-server.mjs';
import { chromiumArgs, chromiumPath } from '../support/chromium.ts';
import { shortDance } from '../support/short-film.ts';
import { tenLines } from '../support/ten-lines.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const app = join(root, '.build/fresh-app');

/** What the README takes for granted: a canvas, a video, a signal, and somewhere to show how far it is. */
const AROUND = `
const canvas = document.querySelector('canvas');
const videoFile = await (await fetch('/dance.mp4')).blob();
const abort = new AbortController();
const { signal } = abort;
const stages = [];
const showBar = ({ stage, progress01 }) => stages.push([stage, progress01]);
`;

/** The ten lines of the README, word for word but for where the avatar comes from. */
const TEN_LINES = tenLines().replace('/avatars/knight.glb', '/performer.glb');

const MAIN = `${AROUND}
${TEN_LINES}
const told = [...stages];
abort.abort('enough');
const givenUp = await kinora.creation.fromVideo(videoFile, { signal, onProgress: showBar }).clip().catch((why) => why);

window.result = {
  thread: kinora.thread,
  storage: kinora.storage.kind,
  frames: clip.frames,
  isPlaying: avatar.player.clip === clip && avatar.player.playing,
  told,
  givenUp,
};
`;

let browser: Browser;
let server: { port: number; close: () => void };

/** What a game developer does: an empty Vite app, the published packages, ten lines, a build. */
beforeAll(async () => {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(join(app, 'public'), { recursive: true });
  const npm = (args: readonly string[], cwd = app): string => execFileSync('npm', args, { cwd, encoding: 'utf8' });
  const tarballs = ['core', 'capture', 'viewer'].map((name) => {
    const packed = npm(['pack', '--json', '--pack-destination', app, '-w', `packages/${name}`], root);
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    return [`@kinora/${name}`, `file:./${filename}`] as const;
  });
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const { devDependencies: babylon } = JSON.parse(readFileSync(join(root, 'packages/viewer/package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const dependencies = { ...Object.fromEntries(tarballs), ...babylon, vite: devDependencies['vite'] };
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ name: 'fresh-app', private: true, type: 'module', dependencies }),
  );
  writeFileSync(
    join(app, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><canvas></canvas><script type="module" src="/main.js"></script>',
  );
  writeFileSync(join(app, 'main.js'), MAIN);
  copyFileSync(join(root, 'packages/performer/dist/performer.glb'), join(app, 'public/performer.glb'));
  writeFileSync(join(app, 'public/dance.mp4'), await shortDance(30));
  npm(['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts']);
  execFileSync(join(app, 'node_modules/.bin/vite'), ['build'], { cwd: app, stdio: 'pipe' });
  server = await listenOnLocalhost(() => createStaticServer(join(app, 'dist')), 0);
  browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs, headless: true });
}, 240_000);

afterAll(async () => {
  await browser.close();
  server.close();
});

test('the ten lines run in a fresh Vite app, in a worker', async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  // The models are fetched by a worker: the context sees its requests, the page does not.
  const asked: URL[] = [];
  page.context().on('request', (request) => asked.push(new URL(request.url())));
  await page.goto(`http://localhost:${server.port}/`);
  interface Result {
    readonly thread: string;
    readonly storage: string;
    readonly frames: number;
    readonly isPlaying: boolean;
    readonly told: readonly (readonly [stage: string, progress01: number])[];
    readonly givenUp: unknown;
  }
  const read = (): Promise<Result | undefined> =>
    page.evaluate(() => (window as unknown as { result?: Result }).result);
  await expect
    .poll(read, { timeout: 110_000, interval: 500 })
    .toMatchObject({ thread: 'worker', storage: 'indexeddb', isPlaying: true, givenUp: 'enough' });
  const { frames, told } = (await read())!;
  expect(frames).toBeGreaterThanOrEqual(28);
  expect(told.length).toBeGreaterThan(3);
  expect(told.at(-1)?.[1]).toBe(1);
  expect(errors).toEqual([]);
  // Nothing from elsewhere; of two builds of LiteRT one, and of the models the two that are needed. (Scripts that a worker
  // imports are not told here: the server's Content-Security-Policy holds them to this origin.)
  const hosts = new Set(asked.filter(({ protocol }) => protocol.startsWith('http')).map(({ host }) => host));
  expect([...hosts]).toEqual([`localhost:${server.port}`]);
  const assets = asked.flatMap(({ pathname }) => {
    const [, name, ending] = /\/(litert_\w+?|pose_\w+?)[.-].*?(wasm|tflite)$/.exec(pathname) ?? [];
    return name === undefined ? [] : [`${name}.${ending}`];
  });
  expect(assets.sort()).toEqual([
    'litert_wasm_compat_internal.wasm',
    'pose_detection.tflite',
    'pose_landmark_full.tflite',
  ]);
});
