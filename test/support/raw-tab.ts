import type { Browser } from 'playwright';

/**
 * A tab that Playwright has no hand in: it keeps every page of its own looking as if it were in front, and so a page that
 * is truly hidden is one that it does not know.
 */
export interface RawTab {
  /** Runs a function in the page, with arguments that JSON can carry. */
  evaluate<Args extends readonly unknown[], T>(work: (...args: Args) => T | Promise<T>, ...args: Args): Promise<T>;
  /** Brings another tab of the same window to the front. */
  hide(): Promise<void>;
  show(): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  readonly id?: number;
  readonly result?: { readonly result: { readonly value?: unknown }; readonly exceptionDetails?: unknown };
}

export async function openRawTab(browser: Browser, url: string): Promise<RawTab> {
  const devtools = await browser.newBrowserCDPSession();
  const { browserContextId } = await devtools.send('Target.createBrowserContext');
  const { targetId } = await devtools.send('Target.createTarget', { url, browserContextId });
  const { sessionId } = await devtools.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (answer: Answer) => void>();
  devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    waiting.get(answer.id ?? 0)?.(answer);
  });
  let last = 0;
  return {
    async evaluate<Args extends readonly unknown[], T>(work: (...args: Args) => T | Promise<T>, ...args: Args) {
      const id = ++last;
      const expression = `(${work.toString()})(...${JSON.stringify(args)})`;
      const params = { expression, awaitPromise: true, returnByValue: true };
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      const message = JSON.stringify({ id, method: 'Runtime.evaluate', params });
      await devtools.send('Target.sendMessageToTarget', { sessionId, message });
      const { result } = await answered;
      waiting.delete(id);
      if (!result || result.exceptionDetails) throw new Error(JSON.stringify(result?.exceptionDetails ?? 'No answer'));
      return result.result.value as T; // What the function gave, by way of JSON.
    },
    async hide() {
      const other = await devtools.send('Target.createTarget', { url: 'about:blank', browserContextId });
      await devtools.send('Target.activateTarget', other);
    },
    async show() {
      await devtools.send('Target.activateTarget', { targetId });
    },
    async close() {
      await devtools.send('Target.disposeBrowserContext', { browserContextId });
      await devtools.detach();
    },
  };
}
