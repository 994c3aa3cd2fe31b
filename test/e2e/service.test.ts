import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readGlb } from '@kinora/core/motion';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Animate3DCaller } from '../support/animate3d-caller.ts';
import { chromiumArgs, chromiumPath } from '../support/chromium.ts';
import { dropFile, saved, wakeStage } from '../support/demo.ts';
import { bringAxe, viewIn } from '../support/demo-views.ts';
import { describeShared, sharedAsset } from '../support/shared-assets.ts';
import { correlation, countDips, goldenHipHeights, hipHeights } from '../support/squats.ts';
import { freePort } from '../support/free-port.ts';

const kinora = fileURLToPath(new URL('../../packages/cli/bin/kinora.js', import.meta.url));

let browser: Browser;
let data: string;
let port: number;
let server: ChildProcess | undefined;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs, headless: true });
  data = mkdtempSync(join(tmpdir(), 'kinora-service-'));
  port = await freePort();
});

afterAll(async () => {
  await browser.close();
  await stopServer();
  rmSync(data, { recursive: true, force: true });
});

/** `kinora serve`, as an operator starts it; resolves when it answers. */
async function startServer(): Promise<void> {
  server = spawn(process.execPath, [kinora, 'serve', '--port', String(port), '--data', data], { stdio: 'ignore' });
  await expect
    .poll(() => fetch(`http://localhost:${port}/`).then(({ status }) => status), { timeout: 20_000 })
    .toBe(200);
}

/** Without a word, as a power cut does. */
async function stopServer(): Promise<void> {
  const ended = server;
  server = undefined;
  if (ended?.exitCode !== null) return; // None, or one that is gone already.
  const gone = new Promise((resolve) => ended.once('exit', resolve));
  ended.kill('SIGKILL');
  await gone;
}

async function countJobs(): Promise<number> {
  return (await new Animate3DCaller(`http://localhost:${port}`).list()).list.length;
}

async function openOnService(): Promise<{ page: Page; uploads: string[]; errors: string[] }> {
  const page = await (
    await browser.newContext({ viewport: { width: 1280, height: 860 }, acceptDownloads: true })
  ).newPage();
  await bringAxe(page.context());
  const uploads: string[] = [];
  const errors: string[] = [];
  // The uploads run in a worker: the context sees its requests, the page does not.
  page.context().on('request', (request) => {
    if (request.method() === 'PUT') uploads.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`http://localhost:${port}/`);
  await page.getByRole('radio', { name: 'On the service' }).check();
  await page.getByText('Goes to this page’s service').waitFor();
  return { page, uploads, errors };
}

describeShared('the service behind the page', () => {
  test('makes the performer squat, and a kill in the middle costs no second upload', async () => {
    await startServer();
    const { page, uploads, errors } = await openOnService();
    expect.soft(await viewIn(page, '24-service')).toEqual([]);
    // What a page is made of comes when it is wanted: from a service that is gone there would be no stage.
    await wakeStage(page);
    await dropFile(page, sharedAsset('videos/pose_squats.mp4'), 'video/mp4');
    await page.locator('#progress').getByText('Following the person').waitFor({ timeout: 60_000 });
    await stopServer();
    const sent = uploads.length;
    expect(sent).toBeGreaterThan(0);
    await page.waitForTimeout(1_500);
    expect(await page.getByRole('alert').count()).toBe(0);
    await startServer();
    await page.getByRole('button', { name: /^Save .* as GLB/ }).waitFor({ timeout: 100_000 });
    expect(uploads.length).toBe(sent);
    expect(await countJobs()).toBe(1);

    const heights = hipHeights(readGlb(await saved(page, /^Save .* as GLB/)).clips.at(-1)!, goldenHipHeights().length);
    expect(correlation(heights, goldenHipHeights())).toBeGreaterThanOrEqual(0.95);
    expect(countDips(heights)).toBe(countDips(goldenHipHeights()));
    expect(errors).toEqual([]);
    expect(readdirSync(data).length).toBeGreaterThan(0);
    await page.context().close();
  }, 200_000);
});
