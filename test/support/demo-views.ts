import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright';
import { shoot } from './demo.ts';

/** How a view is looked at: width × height, by day or by night. */
export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

const look = (width: number, height: number, scheme: Look['scheme']): Look => ({ width, height, scheme });

export const DESK = look(1440, 900, 'light');
export const DESK_AT_NIGHT = look(1440, 900, 'dark');
export const PHONE = look(390, 844, 'light');
export const PHONE_AT_NIGHT = look(390, 844, 'dark');
export const SMALL_PHONE = look(360, 740, 'light');
export const TABLET = look(768, 1024, 'light');
export const FOUR_K = look(3840, 2160, 'light');
export const FOUR_K_AT_NIGHT = look(3840, 2160, 'dark');

/** How every view is looked at, at least: wide and narrow, by day and by night. */
export const LOOKS: readonly Look[] = [DESK, DESK_AT_NIGHT, PHONE_AT_NIGHT, PHONE];

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Gives axe to every page of a context: as a script of the page it would be refused by its policy. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: axe });
}

/**
 * The same, and nobody on the stage breathes: to draw that takes a machine without a graphics card all its time, and what
 * is looked at stands beside the stage.
 */
export async function stillWithAxe(page: Page): Promise<void> {
  await bringAxe(page.context());
  await page.emulateMedia({ reducedMotion: 'reduce' });
}

/**
 * Takes a picture of what is on the page, in each look, into `test-results/view-<name>-<width>-<scheme>.png`.
 *
 * @param at - a part of the page, by a selector, that is brought to the top of the picture.
 * @returns what axe has against it: the rule, the look, and where.
 */
export async function viewIn(page: Page, name: string, looks: readonly Look[] = LOOKS, at?: string): Promise<string[]> {
  const problems: string[] = [];
  for (const look of looks) {
    const { width, scheme } = look;
    await take(page, look, at);
    await shoot(page, `view-${name}-${width}-${scheme}`);
    // Axe looks at words and names, not at pixels: the largest screen has the words of the desk.
    if (width <= DESK.width) problems.push(...(await axeProblems(page)).map((text) => `${width} ${scheme}: ${text}`));
  }
  return problems;
}

async function take(page: Page, { width, height, scheme }: Look, at: string | undefined): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme });
  if (at !== undefined) await page.locator(at).evaluate((part) => part.scrollIntoView());
  // What follows the size follows it in the next frame, and draws in the one behind it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  // Nor is it looked at while it fades from one colour into another.
  await page.evaluate(() => {
    for (const fading of document.getAnimations()) if (fading instanceof CSSTransition) fading.finish();
  });
}

async function axeProblems(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(async (): Promise<AxeResults> => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    // WCAG 2.2 asks for targets of 24 pixels, which axe only looks at when it is told to.
    return axe.run({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } });
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id} ${html} ${any[0]?.message ?? ''}`));
}
