import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBytes } from '../../../../packages/core/src/http/read-bytes.ts';
import { jsonOf } from '../../../../packages/core/src/http/read-json.ts';
import { BRIEF, PATIENT, readRetryAfter } from '../../../../packages/core/src/http/retry.ts';
import type { RetryPolicy } from '../../../../packages/core/src/http/retry.ts';
import { createSend } from '../../../../packages/core/src/http/send.ts';
import type { Call, Send } from '../../../../packages/core/src/http/send.ts';
import { startScriptedServer } from '../../../support/scripted-server.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** An answer of a server that exists only here; `cut` is a connection that breaks. */
type Step = number | 'cut' | { readonly status: number; readonly retryAfter: number };

/** A sender whose time is virtual and whose server says one step after the other, the last one for ever. */
function scripted(steps: readonly Step[], random = 0.5): { send: Send; waits: number[]; sent: () => number } {
  let sent = 0;
  const waits: number[] = [];
  const fetch = (): Promise<Response> => {
    const step = steps[Math.min(sent++, steps.length - 1)]!;
    if (step === 'cut') return Promise.reject(new TypeError('fetch failed'));
    if (typeof step === 'number') return Promise.resolve(new Response('{}', { status: step }));
    const headers = { 'Retry-After': String(step.retryAfter) };
    return Promise.resolve(new Response('{}', { status: step.status, headers }));
  };
  const inner = createSend({ fetch, clock: new VirtualClock(), random: () => random });
  const send: Send = (call) => inner({ ...call, onRetry: (_error, waitMs) => waits.push(waitMs) });
  return { send, waits, sent: () => sent };
}

const get: Call<number> = { what: 'ask', url: 'http://host/path', read: ({ status }) => status };
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it succeeded',
    (error: unknown) => (error as { code?: string }).code ?? error,
  );

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 400, max: 599 }),
  fc.constant('cut' as const),
  fc.record({ status: fc.constantFrom(429, 503), retryAfter: fc.integer({ min: 0, max: 10_000 }) }),
);
const anyPolicy: fc.Arbitrary<RetryPolicy> = fc.constantFrom(BRIEF, PATIENT);

describe('the laws of repeating', () => {
  test('all waits together stay within the budget, and all attempts within their number', async () => {
    const steps = fc.array(anyStep, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        steps,
        anyPolicy,
        fc.double({ min: 0.1, max: 0.99, noNaN: true }),
        async (steps, retry, random) => {
          const { send, waits, sent } = scripted(steps, random);
          await code(send({ ...get, retry }));
          expect(sum(waits)).toBeLessThanOrEqual(retry.budgetMs);
          expect(sent()).toBeLessThanOrEqual(retry.attempts);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('no 4xx is repeated but 408, 409, 425 and 429', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 400, max: 499 }), async (status) => {
        const { send, sent } = scripted([status, 200]);
        await code(send(get));
        expect(sent()).toBe([408, 409, 425, 429].includes(status) ? 2 : 1);
      }),
    );
  });

  test('a server is never asked sooner than it wants, up to a minute', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 100 }), async (retryAfter) => {
        const { send, waits } = scripted([{ status: 503, retryAfter }, 200]);
        await send({ ...get, retry: PATIENT });
        expect(waits[0]).toBeGreaterThanOrEqual(Math.min(retryAfter, 60) * 1000);
        expect(waits[0]).toBeLessThanOrEqual(60_000 + PATIENT.baseMs);
      }),
    );
  });

  test('the waits grow and are spread over their whole range', async () => {
    const longest = scripted(['cut'], 0.999);
    await code(longest.send(get));
    expect(longest.waits.map(Math.round)).toEqual([300, 599, 1199]);
    const shortest = scripted(['cut'], 0);
    await code(shortest.send(get));
    expect(shortest.waits).toEqual([0, 0, 0]);
  });

  test.each<[string, Partial<Call<number>>, number]>([
    ['a POST is sent once', { method: 'POST' }, 1],
    ['one with an idempotency key is repeated', { method: 'POST', headers: { 'Idempotency-Key': 'k' } }, 2],
    ['one that says it does no harm is repeated', { method: 'POST', repeatable: true }, 2],
    ['a PUT is repeated', { method: 'PUT', body: 'x' }, 2],
  ])('%s', async (_what, change, expected) => {
    const { send, sent } = scripted(['cut', 200]);
    await code(send({ ...get, ...change }));
    expect(sent()).toBe(expected);
  });

  test('a server that is away for minutes is waited for', async () => {
    const { send, waits } = scripted([...Array.from({ length: 60 }, () => 'cut' as const), 200]);
    expect(await send({ ...get, retry: PATIENT })).toBe(200);
    expect(sum(waits)).toBeGreaterThan(3 * 60_000);
  });

  test('Retry-After is seconds or a date, and nothing else', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(readRetryAfter('3', now)).toBe(3000);
    expect(readRetryAfter('Thu, 01 Jan 2026 00:00:05 GMT', now)).toBe(5000);
    expect(readRetryAfter('Thu, 01 Jan 2025 00:00:05 GMT', now)).toBe(0);
    expect(readRetryAfter('soon', now)).toBeUndefined();
    expect(readRetryAfter(null, now)).toBeUndefined();
  });
});

describe('what a status means', () => {
  test.each([
    [400, 'http/rejected'],
    [401, 'http/unauthorized'],
    [403, 'http/forbidden'],
    [404, 'http/not-found'],
    [410, 'http/not-found'],
    [413, 'http/too-large'],
    [429, 'http/rate-limited'],
    [500, 'http/unavailable'],
    [503, 'http/unavailable'],
  ])('%i is %s', async (status, expected) => {
    const { send } = scripted([status]);
    await expect(send(get)).rejects.toMatchObject({ code: expected, details: { status, method: 'GET', host: 'host' } });
  });

  test('a status that is expected is an answer', async () => {
    const { send } = scripted([308]);
    expect(await send({ ...get, accept: [308] })).toBe(308);
  });

  test('an error of any length is read to its bound and no further, and one that breaks off is an error all the same', async () => {
    const piece = new TextEncoder().encode(`{"code":"service/full","message":"${'x'.repeat(4000)}"`);
    const endless = (pieces: number): { response: Response; taken: () => number; isLetGo: () => boolean } => {
      let [taken, isLetGo] = [0, false];
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) =>
          ++taken > pieces ? controller.error(new TypeError('terminated')) : controller.enqueue(piece),
        cancel: () => void (isLetGo = true),
      });
      const headers = { 'Content-Type': 'application/json' };
      return { response: new Response(body, { status: 400, headers }), taken: () => taken, isLetGo: () => isLetGo };
    };
    for (const [pieces, isWhole] of [
      [1000, true],
      [2, false],
    ] as const) {
      const { response, taken, isLetGo } = endless(pieces);
      const answer = createSend({ fetch: () => Promise.resolve(response) })(get);
      await expect(answer).rejects.toMatchObject({ code: 'http/rejected', details: { serviceCode: 'service/full' } });
      expect(taken()).toBeLessThan(10);
      expect(isLetGo()).toBe(isWhole);
    }
  });

  test('no connection is http/network, with its cause', async () => {
    const { send } = scripted(['cut']);
    await expect(send(get)).rejects.toMatchObject({ code: 'http/network', cause: { message: 'fetch failed' } });
  });

  test('silence is http/timeout, and is repeated', async () => {
    const clock = new VirtualClock();
    let sent = 0;
    const fetch = (_url: string, { signal }: RequestInit): Promise<Response> => {
      sent++;
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    const send = createSend({ fetch, clock, random: () => 0.5 });
    await expect(send({ ...get, timeoutMs: 5000 })).rejects.toMatchObject({ code: 'http/timeout' });
    expect(sent).toBe(BRIEF.attempts);
    expect(clock.now() - 1_000_000).toBeGreaterThanOrEqual(4 * 5000);
  });

  test('a slow answer is no silent one while it says that bytes come', async () => {
    const clock = new VirtualClock();
    const send = createSend({ fetch: () => Promise.resolve(new Response('')), clock });
    const read: Call<string>['read'] = async (_response, { alive }) => {
      for (let i = 0; i < 10; i++) {
        await clock.sleep(900);
        alive();
      }
      return 'all';
    };
    expect(await send({ ...get, timeoutMs: 1000, read })).toBe('all');
  });
});

describe('against a real server', () => {
  test('JSON is read, and something else than JSON is http/unreadable', async () => {
    await using server = await startScriptedServer(({ path }) => ({ body: path === '/json' ? '{"a":1}' : '<html>' }));
    const send = createSend();
    const read = jsonOf((value) => value);
    expect(await send({ what: 'ask', url: `${server.url}/json`, read })).toEqual({ a: 1 });
    expect(await code(send({ what: 'ask', url: `${server.url}/html`, read }))).toBe('http/unreadable');
  });

  test('a connection that breaks in the middle of the body is tried again', async () => {
    const body = 'x'.repeat(100_000);
    await using server = await startScriptedServer(({ count }) => ({ body, ...(count === 1 && { cutAfter: 10_000 }) }));
    const done: number[] = [];
    const bytes = await createSend({ random: () => 0 })({
      what: 'fetch a file',
      url: server.url,
      read: (response) =>
        readBytes(response, { what: 'fetch a file', maxBytes: 1e6, onBytes: (count) => done.push(count) }),
    });
    expect(bytes.byteLength).toBe(body.length);
    expect(done.at(-1)).toBe(body.length);
    expect(server.requests).toHaveLength(2);
  });

  test('a body beyond its bound is refused, with or without a length', async () => {
    await using server = await startScriptedServer(({ path }) => ({ body: 'x'.repeat(5000), chunked: path === '/c' }));
    const read = (response: Response): Promise<unknown> => readBytes(response, { what: 'fetch it', maxBytes: 4999 });
    for (const path of ['/c', '/l']) {
      expect(await code(createSend()({ what: 'fetch it', url: server.url + path, read }))).toBe('http/too-large');
    }
    expect(server.requests).toHaveLength(2);
  });

  test('an abort goes through untouched, also between two attempts', async () => {
    await using server = await startScriptedServer(() => ({ status: 503 }));
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const call = { what: 'ask', url: server.url, read: () => 1, signal: controller.signal };
    const answer = createSend()({ ...call, retry: PATIENT, onRetry: () => controller.abort(reason) });
    await expect(answer).rejects.toBe(reason);
    await expect(createSend()(call)).rejects.toBe(reason);
  });

  test('no error holds the query, a header, a token or a body; our own code of the answer it does', async () => {
    const secret = 'S3CR3T';
    const body = JSON.stringify({ message: secret, code: 'service/full', hint: secret });
    await using server = await startScriptedServer(({ path }) => {
      if (path.startsWith('/cut')) return { cutAfter: 0 };
      return {
        status: path.startsWith('/bad') ? 400 : 200,
        body: path.startsWith('/json') ? secret : body,
        json: true,
      };
    });
    const bad = { serviceCode: 'service/full', status: 400 };
    for (const [path, details] of [
      ['bad', bad],
      ['json', {}],
      ['cut', {}],
    ] as const) {
      const error: unknown = await createSend()({
        what: 'ask',
        url: `${server.url}/${path}/${secret}?signature=${secret}`,
        method: 'POST',
        headers: { Authorization: `Bearer ${secret}`, [secret]: secret },
        body: secret,
        read: jsonOf((value) => value),
      }).catch((error: unknown) => error);
      const { message, hint, details: told, cause } = error as Error & { hint: string; details: object };
      expect(JSON.stringify([message, hint, told, String(cause)])).not.toContain(secret);
      expect(told).toMatchObject(details);
    }
    const invalid = createSend()({ what: 'ask', url: `no url ${secret}`, read: () => 1 });
    expect(await invalid.catch(String)).not.toContain(secret);
  });
});
