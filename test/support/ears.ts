import type { Page } from 'playwright';

/** One thing that a page said by itself to whoever listens to it. */
export interface Heard {
  readonly text: string;
  /** `assertive` interrupts what is being read. */
  readonly how: 'polite' | 'assertive';
  /** When, milliseconds of the page's own clock. */
  readonly at: number;
}

/** Listens to all live regions of a page, from its first word on. To be called before the page is opened. */
export async function listenTo(page: Page): Promise<void> {
  await page.addInitScript(listen);
}

export async function heardOn(page: Page): Promise<readonly Heard[]> {
  return page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
}

/** In the page: what a screen reader is told of. */
function listen(): void {
  const heard: Heard[] = [];
  Object.assign(window, { heard });
  const regions = '[aria-live], [role=status], [role=log], [role=alert], output';
  const howOf = (region: Element): string => {
    const role = region.getAttribute('role');
    return region.getAttribute('aria-live') ?? (role === 'alert' ? 'assertive' : 'polite');
  };
  // Behind a modal window a page is silent.
  const isHeard = (region: Element): boolean => {
    const window = document.querySelector('dialog[open]');
    return !window || window.contains(region);
  };
  const hear = (region: Element): void => {
    const how = howOf(region);
    const text = (region instanceof HTMLElement ? region.innerText : '').replaceAll(/\s+/g, ' ').trim();
    if (how !== 'off' && text && isHeard(region)) heard.push({ text, how: how as Heard['how'], at: performance.now() });
  };
  const observer = new MutationObserver((changes) => {
    const changed = new Set<Element>();
    for (const { target, addedNodes } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest(regions);
      if (region) changed.add(region);
      // What comes with its words in it is told when it comes.
      for (const node of addedNodes) if (node instanceof Element && node.matches('[role=alert]')) changed.add(node);
    }
    for (const region of changed) hear(region);
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}
