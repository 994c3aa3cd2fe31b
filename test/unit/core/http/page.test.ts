import { describe, expect, test } from 'vitest';
import { isOnline, isVisible, PageMirror } from '../../../../packages/core/src/http/page.ts';
import { PATIENT } from '../../../../packages/core/src/http/retry.ts';
import { createSend } from '../../../../packages/core/src/http/send.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const offline = { online: false, visible: true };
const online = { online: true, visible: true };

describe('PageMirror', () => {
  test('resolves at once where the page is so already, else as soon as it is', async () => {
    const page = new PageMirror();
    await page.until(isOnline);
    page.set({ online: true, visible: false });
    let seen = false;
    const waiting = page.until(isVisible).then(() => (seen = true));
    page.set({ online: false, visible: false });
    await Promise.resolve();
    expect(seen).toBe(false);
    page.set({ online: false, visible: true });
    await waiting;
  });

  test('an abort goes through untouched', async () => {
    const page = new PageMirror();
    page.set(offline);
    const controller = new AbortController();
    const reason = new Error('enough');
    const waiting = page.until(isOnline, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(page.until(isOnline, controller.signal)).rejects.toBe(reason);
  });
});

describe('send() on a page without a network', () => {
  /** A clock whose time never passes by itself: only the `online` event can wake anybody. */
  const still = {
    now: () => 0,
    sleep: (_ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))),
  };

  test('pauses, and goes on with the online event', async () => {
    const page = new PageMirror();
    page.set(offline);
    let sent = 0;
    const send = createSend({
      page,
      clock: still,
      fetch: () => {
        sent++;
        return page.state.online ? Promise.resolve(new Response()) : Promise.reject(new TypeError('no network'));
      },
    });
    const answer = send({
      what: 'ask',
      url: 'http://host/',
      read: ({ status }) => status,
      onRetry: () => setTimeout(() => page.set(online)),
    });
    expect(await answer).toBe(200);
    expect(sent).toBe(2);
  });

  test('an hour without a network costs neither attempts nor waits', async () => {
    const page = new PageMirror();
    page.set(offline);
    const clock = new VirtualClock();
    const begun = clock.now();
    let sent = 0;
    const send = createSend({
      page,
      clock,
      fetch: () => {
        sent++;
        if (clock.now() - begun >= 3_600_000) page.set(online);
        return page.state.online ? Promise.resolve(new Response()) : Promise.reject(new TypeError('no network'));
      },
    });
    expect(await send({ what: 'ask', url: 'http://host/', read: ({ status }) => status, retry: PATIENT })).toBe(200);
    expect(sent).toBeGreaterThan(100); // Every half minute: a machine without a network may reach its own services.
  });

  test('a service that answers is asked though the browser says that it is offline', async () => {
    const page = new PageMirror();
    page.set(offline);
    const send = createSend({ page, clock: still, fetch: () => Promise.resolve(new Response()) });
    expect(await send({ what: 'ask', url: 'http://localhost/', read: ({ status }) => status })).toBe(200);
  });
});
