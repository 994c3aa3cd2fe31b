import { createAnimate3dApi } from '@kinora/core/animate3d';
import type { GatewayApiOptions } from '@kinora/core/animate3d';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { thrownCode } from '../../../../support/thrown-code.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

afterEach(() => vi.unstubAllGlobals());

/** A gateway without a socket: it hands out tokens, and refuses those that a test takes back. */
class FakeGateway {
  readonly asked: { readonly method: string; readonly url: string; readonly headers: Headers }[] = [];
  readonly refused = new Set<string>();
  tokens = 0;

  open(options: Partial<GatewayApiOptions> = {}): ReturnType<typeof createAnimate3dApi> {
    const fetch = (url: string, init: RequestInit): Promise<Response> => Promise.resolve(this.#answer(url, init));
    return createAnimate3dApi(
      { gateway: 'https://game.test/kinora/', ...options },
      { fetch, clock: new VirtualClock() },
    );
  }

  #answer(url: string, { method = 'GET', headers }: RequestInit): Response {
    if (url.endsWith('/token')) return Response.json({ token: `t${++this.tokens}`, expiresInSeconds: 300 });
    const asked = { method, url, headers: new Headers(headers) };
    this.asked.push(asked);
    const token = asked.headers.get('Authorization')!.replace('Bearer ', '');
    if (this.refused.has(token)) return Response.json({ message: 'ended' }, { status: 401 });
    if (url.endsWith('/process'))
      return this.asked.length === 1 ? new Response('', { status: 503 }) : Response.json({ rid: 'r' });
    return Response.json({ count: 0, status: [], list: [], credits: 1 });
  }
}

describe('the typed client before a gateway', () => {
  test('sends a token and never a cookie, below /v1', async () => {
    const gateway = new FakeGateway();
    await gateway.open().jobs.list();
    expect(gateway.asked[0]).toMatchObject({ url: 'https://game.test/kinora/v1/list' });
    expect([...gateway.asked[0]!.headers]).toEqual([['authorization', 'Bearer t1']]);
  });

  test('on a page its URL may be relative', async () => {
    const gateway = new FakeGateway();
    expect(thrownCode(() => gateway.open({ gateway: '/kinora' }))).toBe('animate3d/parameter');
    vi.stubGlobal('location', { href: 'https://game.test/play?level=1' });
    await gateway.open({ gateway: '/kinora' }).jobs.list();
    expect(gateway.asked[0]!.url).toBe('https://game.test/kinora/v1/list');
  });

  test('a token that is refused is renewed once for all calls under way', async () => {
    const gateway = new FakeGateway();
    const api = gateway.open();
    gateway.refused.add('t1');
    await Promise.all([api.jobs.list(), api.jobs.list(), api.account.balance()]);
    expect(gateway.tokens).toBe(2);
  });

  test('tokens of the game’s own server are taken', async () => {
    const gateway = new FakeGateway();
    await gateway.open({ getToken: () => Promise.resolve({ token: 'mine', expiresInSeconds: 60 }) }).jobs.list();
    expect(gateway.asked[0]!.headers.get('Authorization')).toBe('Bearer mine');
    expect(gateway.tokens).toBe(0);
  });

  test('a job is asked for again under its key, which makes a repeat harmless', async () => {
    const gateway = new FakeGateway();
    const job = gateway.open().jobs.start('https://game.test/v', {}, { idempotencyKey: 'k1' });
    expect(await job).toEqual({ rid: 'r' });
    expect(gateway.asked.map(({ headers }) => headers.get('Idempotency-Key'))).toEqual(['k1', 'k1']);
  });

  test('without a key it is asked for once', async () => {
    const gateway = new FakeGateway();
    await expect(gateway.open().jobs.start('https://game.test/v')).rejects.toMatchObject({ code: 'http/unavailable' });
    expect(gateway.asked).toHaveLength(1);
  });
});
