import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PageMirror } from '../../../../packages/core/src/http/page.ts';
import { createSend } from '../../../../packages/core/src/http/send.ts';
import { CHUNK_BYTES, hasty, openUploadHouse, sha256, video, videoBytes } from '../../../support/upload-house.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => vi.unstubAllGlobals());

describe('a resumable upload', () => {
  test('a tab that is reloaded in the middle goes on with the session, by a query', async () => {
    await using house = await openUploadHouse();
    const controller = new AbortController();
    const closed = new Error('the page went away');
    const onBytes = (done: number): void => {
      if (done >= CHUNK_BYTES) controller.abort(closed);
    };
    await expect(house.upload(video, { onBytes, signal: controller.signal })).rejects.toBe(closed);
    const { queries } = house.storage;
    await house.upload(video.slice());
    expect(house.storage).toMatchObject({ sessions: 1, queries: queries + 1, received: videoBytes.byteLength });
  });

  test('a file that changed on the disk since the reload is another content, and begins anew', async () => {
    await using house = await openUploadHouse();
    const controller = new AbortController();
    const onBytes = (done: number): void => {
      if (done >= CHUNK_BYTES) controller.abort(new Error('the page went away'));
    };
    await expect(house.upload(video, { onBytes, signal: controller.signal })).rejects.toThrow('went away');
    const changed = Buffer.from(videoBytes);
    changed[5]! ^= 1;
    await house.upload(new Blob([changed]));
    expect(house.storage.sessions).toBe(2);
    expect(sha256(house.storage.objects.get('v2')!)).toBe(sha256(changed));
  });

  test('a file that changed on the disk while it is sent is upload/unreadable, and nothing of it is finished', async () => {
    await using house = await openUploadHouse();
    let reads = 0;
    const changing = Object.assign(video.slice(), {
      slice: (from: number, to: number) =>
        reads++ === 0
          ? video.slice(from, to)
          : { arrayBuffer: () => Promise.reject(new DOMException('it changed', 'NotReadableError')) },
    });
    await expect(house.upload(changing)).rejects.toMatchObject({ code: 'upload/unreadable' });
    expect(house.storage.objects.size).toBe(0);
  });

  test('a URL that ended between its gift and the start is asked for anew', async () => {
    await using house = await openUploadHouse();
    house.storage.endedUrls = 1;
    const { url } = await house.upload();
    expect(house.urls).toHaveLength(2);
    expect(url).toBe(house.urls[1]);
    expect(sha256(house.storage.objects.get('v2')!)).toBe(sha256(videoBytes));
  });

  test('URLs that have always ended already are upload/refused, not a loop', async () => {
    await using house = await openUploadHouse();
    house.storage.endedUrls = 1000;
    await expect(house.upload()).rejects.toMatchObject({ code: 'upload/refused' });
    expect(house.urls.length).toBeLessThan(10);
  });

  test('a network that goes away is waited for: it goes on with the online event, and nothing is sent twice', async () => {
    await using house = await openUploadHouse();
    const page = new PageMirror();
    let pauses = 0;
    // Time never passes by itself: only the event can wake the upload.
    const sleep = (_ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
    const send = createSend({
      page,
      clock: { now: () => 0, sleep },
      fetch: (url, init) => (page.state.online ? fetch(url, init) : Promise.reject(new TypeError('no network'))),
    });
    await house.upload(video, {
      send,
      onBytes: (done) => done === CHUNK_BYTES && pauses === 0 && page.set({ online: false, visible: true }),
      onRetry: () => {
        pauses++;
        setTimeout(() => page.set({ online: true, visible: true }));
      },
    });
    expect(pauses).toBeGreaterThan(0);
    expect(house.storage).toMatchObject({ sessions: 1, received: videoBytes.byteLength });
  });

  test('two tabs with the same video upload it once, one after the other', async () => {
    await using house = await openUploadHouse();
    const [first, second] = await Promise.all([house.upload(), house.upload(video.slice())]);
    expect(second.url).toBe(first.url);
    expect(house.storage).toMatchObject({ sessions: 1, received: videoBytes.byteLength });
  });
});

describe('the ladder', () => {
  const ways = ['resumable', 'regular', 'handed', 'proxied'] as const;
  const clock = {
    ...hasty,
    sleep: (ms: number, signal?: AbortSignal) => (ms < 20_000 ? Promise.resolve() : forever(signal)),
  };
  const sendUnless = (isClosed: (url: string, init: RequestInit) => boolean): ReturnType<typeof createSend> =>
    createSend({
      clock,
      random: () => 0,
      fetch: (url, init) => (isClosed(url, init) ? Promise.reject(new TypeError('CORS')) : fetch(url, init)),
    });

  test.each<[string, (url: string, init: RequestInit) => boolean, string[]]>([
    [
      'may not start a session is handed one by the gateway',
      (_url, { method }) => method === 'POST',
      ['resumable', 'handed'],
    ],
    [
      'may not reach the storage at all goes through the gateway',
      (url) => !url.includes('/session/s2'),
      ['resumable', 'handed', 'proxied'],
    ],
    [
      'may start a session but not write to it goes through the gateway',
      (url) => url.includes('/session/s1'),
      ['resumable', 'handed', 'proxied'],
    ],
  ])('a page that %s', async (_what, isClosed, climbed) => {
    await using house = await openUploadHouse();
    const tried: string[] = [];
    const { url } = await house.upload(video, {
      send: sendUnless(isClosed),
      ways,
      newPlace: async (way) => {
        tried.push(way);
        const place = `${house.server.url}/signed/v${tried.length}`;
        if (way !== 'handed' && way !== 'proxied') return { url: place };
        const { headers } = await fetch(place, { method: 'POST' });
        const session = new URL(headers.get('Location')!, place).href;
        return { url: place, session: way === 'handed' && climbed.length > 2 ? `${session}#/session/s1` : session };
      },
    });
    expect(tried).toEqual(climbed);
    expect(url).toBe(`${house.server.url}/signed/v${tried.length}`);
    expect(sha256(house.storage.objects.get(`v${tried.length}`)!)).toBe(sha256(videoBytes));
  });

  test('a page that may read no Location and put nothing goes through the gateway', async () => {
    await using house = await openUploadHouse();
    house.storage.tellsLocation = false;
    const tried: string[] = [];
    await house.upload(video, {
      send: sendUnless((url, { method }) => method === 'PUT' && url.includes('/signed/')),
      ways,
      newPlace: async (way) => {
        tried.push(way);
        const place = `${house.server.url}/signed/v${tried.length}`;
        if (way !== 'proxied') return { url: place };
        house.storage.tellsLocation = true;
        const { headers } = await fetch(place, { method: 'POST' });
        return { url: place, session: new URL(headers.get('Location')!, place).href };
      },
    });
    expect(tried).toEqual(['resumable', 'regular', 'proxied']);
  });
});

describe('a regular upload', () => {
  const regular = { ways: ['regular'] } as const;

  test('a URL that ended before the PUT is asked for anew', async () => {
    await using house = await openUploadHouse();
    house.storage.endedUrls = 1;
    await house.upload(video, regular);
    expect(sha256(house.storage.objects.get('v2')!)).toBe(sha256(videoBytes));
  });

  test('an abort ends it at once, with the signal’s own reason', async () => {
    await using house = await openUploadHouse();
    const controller = new AbortController();
    const reason = new Error('enough');
    const send = createSend({
      fetch: (_url, { signal }) => {
        queueMicrotask(() => controller.abort(reason));
        return forever(signal ?? undefined) as never;
      },
    });
    await expect(house.upload(video, { ...regular, send, signal: controller.signal })).rejects.toBe(reason);
  });

  test('progress is by bytes where the browser tells of them, and a proxy that buffers does not make it whole', async () => {
    await using house = await openUploadHouse();
    vi.stubGlobal('XMLHttpRequest', BufferingXhr);
    const heard: number[] = [];
    await house.upload(video, { ...regular, onBytes: (done) => heard.push(done) });
    const { size } = video;
    expect(heard).toEqual([0, size >> 1, Math.floor(size * 0.99), size]);
    expect(sha256(house.storage.objects.get('v1')!)).toBe(sha256(videoBytes));
  });
});

/** As behind a proxy: all bytes are out at once, and the answer comes when the storage has them. Node has none of its own. */
class BufferingXhr {
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onload = (): void => {};
  onerror = (): void => {};
  onloadend = (): void => {};
  status = 0;
  responseText = '';
  #url = '';
  #method = '';
  readonly #headers: Record<string, string> = {};

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  getAllResponseHeaders(): string {
    return 'content-type: text/plain\r\n';
  }

  send(body: Blob): void {
    this.upload.onprogress?.({ loaded: body.size >> 1 });
    this.upload.onprogress?.({ loaded: body.size });
    fetch(this.#url, { method: this.#method, headers: this.#headers, body })
      .then(({ status }) => {
        this.status = status;
        this.onload();
      })
      .catch(() => this.onerror())
      .finally(() => this.onloadend());
  }

  abort(): void {}
}

function forever(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
}
