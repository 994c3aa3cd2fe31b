import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Locator, type Page } from 'playwright';
import { createStaticServer, listenOnLocalhost } from '../../scripts/lib/static-server.mjs';
import { chromiumArgs, chromiumPath } from './chromium.ts';

/** `KINORA_DEMO` names another build, to be looked at while this one is made anew. */
const dist = process.env['KINORA_DEMO'] ?? fileURLToPath(new URL('../../packages/demo/dist', import.meta.url));
const shots = fileURLToPath(new URL('../../test-results/', import.meta.url));

/** The built demo, served as `npm start` serves it, and a browser to look at it with. */
export interface DemoHouse {
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** @param args - more of the browser’s own. */
export async function openHouse(args: readonly string[] = []): Promise<DemoHouse> {
  if (!existsSync(dist)) throw new Error('The demo is not built: npm run build');
  mkdirSync(shots, { recursive: true });
  const server = await listenOnLocalhost(() => createStaticServer(dist), 0);
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [...chromiumArgs, ...args],
    headless: true,
  });
  return {
    url: `http://localhost:${server.port}/`,
    browser,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** One visit, with all that a careful visitor would notice. */
export interface Visit {
  readonly page: Page;
  /** Errors on the console and uncaught ones. */
  readonly errors: string[];
  /** Requests that left the page's own origin. */
  readonly strangers: string[];
}

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly before?: (page: Page) => Promise<unknown>;
}

export async function visit(house: DemoHouse, options: VisitOptions = {}): Promise<Visit> {
  const { width = 1280, height = 860, colorScheme = 'light', before } = options;
  const context = await house.browser.newContext({ viewport: { width, height }, colorScheme, acceptDownloads: true });
  const page = await context.newPage();
  const errors: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  // The context hears the workers too, and it is they who fetch models and talk to the network.
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(house.url) && !/^(blob|data):/.test(url)) strangers.push(url);
  });
  await before?.(page);
  await page.goto(house.url);
  return { page, errors, strangers };
}

/** Asks for the stage, as the first thing that a visitor does; resolves when Leo stands on it. */
export async function wakeStage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Leo', exact: true }).click();
  await onStage(page, 'Leo').waitFor({ timeout: 60_000 });
}

/** Who stands on the stage, by the button that says so. */
export function onStage(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true }).and(page.locator('[aria-pressed=true]'));
}

/** Drops a file on the page, as a person does from a folder. */
export async function dropFile(page: Page, path: string, type = ''): Promise<void> {
  await dropBytes(page, readFileSync(path), basename(path), type);
}

export async function dropBytes(page: Page, bytes: Uint8Array, name: string, type = ''): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ base64, name, type }) => {
      const raw = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([raw], name, { type }));
      return transfer;
    },
    { base64: Buffer.from(bytes).toString('base64'), name, type },
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await transfer.dispose();
}

/** Presses a button that saves, and returns what was saved. */
export async function saved(page: Page, label: RegExp): Promise<Uint8Array<ArrayBuffer>> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: label }).first().click(),
  ]);
  return Uint8Array.from(readFileSync(await download.path()));
}

export async function shoot(page: Page, name: string): Promise<void> {
  // What is fading into another colour is seen when it has.
  await page.screenshot({ path: `${shots}${name}.png`, animations: 'disabled' });
}
