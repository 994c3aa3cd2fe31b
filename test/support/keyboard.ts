import type { CDPSession, Download, FileChooser, Page } from 'playwright';

/** More stops than any state of the page has. */
const MOST_STOPS = 60;
/** Where the focus is when it was lost. */
export const NOWHERE = 'nowhere';

/** A person who has a keyboard and nothing else. */
export class Keyboard {
  readonly page: Page;
  readonly #cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.#cdp = cdp;
  }

  static async of(page: Page): Promise<Keyboard> {
    // The first listener makes the browser hand its windows over, which takes longer than a key: here, before any.
    page.on('filechooser', () => {});
    await page.evaluate(watchFocus);
    return new Keyboard(page, await page.context().newCDPSession(page));
  }

  /** What has the focus, as the browser tells it to a screen reader: `button “Play”`. */
  async at(): Promise<string> {
    const { result } = await this.#cdp.send('Runtime.evaluate', { expression: 'document.activeElement' });
    if (!result.objectId || result.className === 'HTMLBodyElement') return NOWHERE;
    const { nodes } = await this.#cdp.send('Accessibility.getPartialAXTree', {
      objectId: result.objectId,
      fetchRelatives: false,
    });
    const [node] = nodes;
    return `${String(node?.role?.value)} “${String(node?.name?.value ?? '')}”`;
  }

  /** @returns what has the focus then. */
  async press(...keys: readonly string[]): Promise<string> {
    for (const key of keys) await this.page.keyboard.press(key);
    return this.at();
  }

  /**
   * Goes on by Tab, or back, until something has the focus.
   *
   * @throws where it is not come by; names the stops.
   */
  async tabTo(role: string, name: string | RegExp, { back = false } = {}): Promise<void> {
    const stops: string[] = [];
    while (stops.length < MOST_STOPS) {
      const stop = await this.press(back ? 'Shift+Tab' : 'Tab');
      if (isStop(stop, role, name)) return;
      stops.push(stop.slice(0, 60));
    }
    throw new Error(`No ${role} ${String(name)} among the stops: ${stops.join(', ')}`);
  }

  /** Opens the window in which a file is chosen, by what has the focus. */
  async openChooser(): Promise<FileChooser> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.press('Enter')]);
    return chooser;
  }

  /** Presses what has the focus, which saves a file. */
  async save(): Promise<Download> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.press('Enter')]);
    return download;
  }

  /** Every stop that was left by Tab and looked the same with the focus as without, or was cut off or covered. */
  async unseen(): Promise<readonly string[]> {
    return this.page.evaluate(() => (window as unknown as Watched).unseenStops());
  }
}

function isStop(stop: string, role: string, name: string | RegExp): boolean {
  if (typeof name === 'string') return stop === `${role} “${name}”`;
  return stop.startsWith(`${role} “`) && name.test(stop.slice(role.length + 2, -1));
}

interface Watched {
  unseenStops(): string[];
}

/** In the page: compares how a stop looks when Tab leaves it, and when it has left. */
function watchFocus(): void {
  const unseen: string[] = [];
  let left: { readonly stop: HTMLElement; readonly look: string } | undefined;
  /** Of itself, and of what may show the focus for it. */
  const lookOf = (stop: Element): string => {
    const labels = stop instanceof HTMLInputElement ? [...(stop.labels ?? [])] : [];
    const shown = [stop, stop.parentElement!, ...labels];
    const looks = shown.map((each) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
      return `${outlineStyle === 'none' ? 'no outline' : outlineWidth} ${boxShadow}`;
    });
    return looks.join();
  };
  const note = (what: string, { outerHTML }: HTMLElement): void =>
    void unseen.push(`${what}: ${outerHTML.slice(0, 120)}`);
  // Not by a timer: those wait while a page is busy, and keys do not.
  const compare = (): void => {
    const hasLeft = left && left.stop !== document.activeElement && left.stop.isConnected;
    if (hasLeft && lookOf(left!.stop) === left!.look) note('the same', left!.stop);
    left = undefined;
  };
  const shownFor = (stop: HTMLElement): HTMLElement => {
    const isHiddenInput = stop instanceof HTMLInputElement && stop.classList.contains('sr-only');
    return isHiddenInput ? stop.labels![0]! : stop;
  };
  /** Of its width: its height may be more than the window's. */
  const isCutOff = (shown: HTMLElement): boolean => {
    const { left, right } = shown.getBoundingClientRect();
    for (let around = shown.parentElement; around; around = around.parentElement) {
      const bounds = around.getBoundingClientRect();
      const clips = getComputedStyle(around).overflowX !== 'visible';
      if (clips && (left < bounds.left - 1 || right > bounds.right + 1)) return true;
    }
    return left < 0 || right > innerWidth;
  };
  const isCovered = (shown: HTMLElement): boolean => {
    const { left, top, width, height } = shown.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    return over !== null && !shown.contains(over) && !over.contains(shown);
  };
  const onTab = ({ key }: KeyboardEvent): void => {
    compare();
    const stop = document.activeElement;
    // What no Tab comes to, as the main part behind the link that skips, is no stop.
    if (key !== 'Tab' || !(stop instanceof HTMLElement) || stop.tabIndex < 0 || stop === document.body) return;
    if (isCutOff(shownFor(stop))) note('cut off', stop);
    if (isCovered(shownFor(stop))) note('covered', stop);
    left = { stop, look: lookOf(stop) };
  };
  addEventListener('keydown', onTab, true);
  const unseenStops = (): string[] => {
    compare();
    return unseen;
  };
  Object.assign(window, { unseenStops } satisfies Watched);
}
