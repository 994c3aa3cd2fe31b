import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Animate3DCaller } from '../support/animate3d-caller.ts';
import { chromiumArgs, chromiumPath } from '../support/chromium.ts';
import { dropBytes, wakeStage } from '../support/demo.ts';
import { keptText } from '../support/page-storage.ts';
import { paddedFilm } from '../support/padded-film.ts';
import { ServeProcess } from '../support/serve-process.ts';
import { shortDance } from '../support/short-film.ts';

/** Whatever happens to the page, the network and the service: one process, one result. */
const PADDING_BYTES = 3_000_000;
/** Of the account that the service has; its own page is let in without it. */
const CLIENT_ID = 'e2e-client';
const SECRET = 'a-secret-that-no-page-may-ever-see';
const serve = new ServeProcess({
  words: ['--anonymous'],
  env: { KINORA_CLIENT_ID: CLIENT_ID, KINORA_CLIENT_SECRET: SECRET },
});
/** How every token of the gateway begins: the head of a JWT. */
const TOKEN = 'eyJhbGciOiJIUzI1NiI';
const BASIC = `Basic ${btoa(`${CLIENT_ID}:${SECRET}`)}`;

let browser: Browser;
let film: Uint8Array;
let context: BrowserContext;
/** `Content-Range` of each PUT, and the keys under which jobs were asked for: a repeat has the same. */
let ranges: string[];
let keys: Set<string | undefined>;
let jobsBefore: number;
/** What pages wrote on their consoles and asked for. */
let told: string[];

beforeAll(async () => {
  [browser, film] = await Promise.all([
    chromium.launch({ executablePath: chromiumPath, args: chromiumArgs, headless: true }),
    shortDance(15),
    serve.start(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await serve.end();
});

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  await context.addInitScript(() => localStorage.setItem('kinora.where', 'service'));
  ranges = [];
  keys = new Set();
  told = [];
  context.on('console', (message) => told.push(message.text()));
  context.on('weberror', (error) => told.push(String(error.error())));
  // The uploads run in a worker: the context sees its requests, the page does not.
  context.on('request', (request) => {
    told.push(`${request.method()} ${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`);
    if (request.method() === 'PUT') ranges.push(request.headers()['content-range'] ?? '');
    if (request.method() === 'POST' && request.url().endsWith('/process'))
      keys.add(request.headers()['idempotency-key']);
  });
  jobsBefore = await countJobs();
});
afterEach(() => context.close());

/** By the account, which sees all. */
async function countJobs(): Promise<number> {
  const session = await fetch(`${serve.url}/session/auth`, { headers: { Authorization: BASIC } });
  const [cookie = ''] = (session.headers.get('Set-Cookie') ?? '').split(';');
  return (await new Animate3DCaller(serve.url, { Cookie: cookie }).list()).list.length;
}

async function openTab(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(serve.url);
  await page.getByText('Goes to this page’s service').waitFor({ state: 'attached' });
  return page;
}

/** Each test has a film of its own: it looks the same, and is not answered from what is kept. */
function drop(page: Page, mark: number): Promise<void> {
  return dropBytes(page, paddedFilm(film, PADDING_BYTES, mark), `film-${mark}.mp4`, 'video/mp4');
}

function stage(page: Page, words: string): Promise<void> {
  return page.locator('#progress').getByText(words).waitFor({ timeout: 30_000 });
}

async function hasResult(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Save .* as GLB/ }).waitFor({ timeout: 80_000 });
  expect(await page.getByRole('alert').count()).toBe(0);
}

/** Puts a tab into the background, which a browser without a window does not do. */
function hide(page: Page): Promise<void> {
  return page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

/** Bytes that were sent, of chunks that are known to have been sent whole. */
function sentBytes(): number {
  return ranges.reduce((sum, range) => {
    const [, first, last] = /^bytes (\d+)-(\d+)/.exec(range) ?? [];
    return first === undefined ? sum : sum + Number(last) - Number(first) + 1;
  }, 0);
}

/** Holds the second chunk of an upload back for as long as nobody lets it go. */
async function holdSecondChunk(): Promise<{ readonly held: Promise<void>; letGo: () => Promise<void> }> {
  let hold = (): void => {};
  const held = new Promise<void>((resolve) => (hold = resolve));
  const isSecond = /^bytes [1-9]/;
  const pattern = '**/session/**';
  await context.route(pattern, async (route) => {
    if (isSecond.test(route.request().headers()['content-range'] ?? '')) hold();
    else await route.continue();
  });
  return { held, letGo: () => context.unroute(pattern) };
}

test('reloaded in the middle of an upload, with the service restarted meanwhile: it goes on by itself', async () => {
  const page = await openTab();
  const { held, letGo } = await holdSecondChunk();
  await drop(page, 1);
  await held;
  await serve.kill();
  await letGo();
  await serve.start();
  const before = ranges.length;
  await page.reload();
  await hasResult(page);
  expect(ranges.slice(before).filter((range) => range.startsWith('bytes 0-'))).toEqual([]);
  expect(await countJobs()).toBe(jobsBefore + 1);
  expect(keys.size).toBe(1);
}, 120_000);

test('two tabs, and a reload in the middle of the process: one process, and both have its result', async () => {
  const first = await openTab();
  await drop(first, 2);
  await stage(first, 'Following the person');
  const second = await openTab();
  await first.reload();
  await hide(second); // Whichever of the two has the job.
  await Promise.all([hasResult(first), hasResult(second)]);
  expect(await countJobs()).toBe(jobsBefore + 1);
  expect(keys.size).toBe(1);
}, 120_000);

test('ten seconds without a network in the middle of an upload: it goes on, and sends nothing twice', async () => {
  const page = await openTab();
  // What a page is made of comes when it is wanted: without a network there would be no stage, and the page would say so.
  await wakeStage(page);
  const { held, letGo } = await holdSecondChunk();
  await drop(page, 3);
  await held;
  await context.setOffline(true);
  await letGo();
  await page.waitForTimeout(10_000);
  expect(keys.size).toBe(0);
  expect(await page.getByRole('alert').count()).toBe(0);
  await context.setOffline(false);
  await hasResult(page);
  expect(ranges.filter((range) => range.startsWith('bytes 0-'))).toHaveLength(1);
  expect(sentBytes()).toBeLessThanOrEqual(film.length + 8 + PADDING_BYTES + 2 * 1024 * 1024);
  expect(await countJobs()).toBe(jobsBefore + 1);
  expect(keys.size).toBe(1);

  const kept = await keptText(page);
  const all = [kept, await context.storageState().then(JSON.stringify), serve.said, ...told].join('\n');
  expect(all).not.toContain(SECRET);
  expect(all).not.toContain(BASIC);
  // It looked where a secret would be: the process is kept, the requests and the service's log were heard.
  for (const part of ['film-3', `Bearer ${TOKEN}`, 'POST /kinora/v1/process 200']) expect(all).toContain(part);
  expect(kept).not.toContain(TOKEN); // Nor is a token kept, nor what opens an upload.
  expect(kept).not.toMatch(/signature=|upload_id=/);
}, 120_000);
