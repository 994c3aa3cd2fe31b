import { inspect } from 'node:util';
import { createAnimate3dApi } from '@kinora/core/animate3d';
import type { Animate3dApi, DirectOptions } from '@kinora/core/animate3d';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ACCOUNT, answer, plain, ScriptedAccount } from '../../../../support/scripted-account.ts';
import { thrownCode } from '../../../../support/thrown-code.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const CREDITS = { credits: 12.5 };

function account(): ScriptedAccount {
  return new ScriptedAccount().on('/account/creditBalance', CREDITS);
}

/** What `fetch` makes of a redirect that it followed. */
const loginPage = (): Response =>
  Object.defineProperty(new Response('<html>', { headers: { 'Content-Type': 'text/html' } }), 'redirected', {
    value: true,
  });

const balance = (api: Animate3dApi): Promise<unknown> => api.account.balance();

describe('a session', () => {
  test('is opened once by Basic in UTF-8, and its cookie goes along exactly as it came', async () => {
    const service = account();
    const api = service.open();
    await balance(api);
    await balance(api);
    expect(service.logins).toHaveLength(1);
    const basic = service.logins[0]!.headers.get('Authorization')!;
    expect(Buffer.from(basic.replace('Basic ', ''), 'base64').toString()).toBe('1a2b:ge:heim-ключ');
    expect(service.asked.map(({ headers }) => headers.get('Cookie'))).toEqual(
      Array(2).fill('dmsess=s%3A1.sig%2Fna%2Bture'),
    );
  });

  test('wrong secret 401 is told as such, and not tried again and again', async () => {
    const service = account().on('/session/auth', answer({ message: 'no' }, 401));
    await expect(balance(service.open())).rejects.toMatchObject({
      code: 'http/unauthorized',
      details: { kind: 'auth', mayRetry: false },
    });
    expect(service.logins).toHaveLength(1);
  });

  test.each([401, 403])('that was refused by %d is opened anew, and the call made once more', async (status) => {
    const service = account();
    service.refusal = status;
    const api = service.open();
    await balance(api);
    service.sessions.clear();
    expect(await balance(api)).toEqual({ unit: 'credits', value: 12.5 });
    expect(service.logins).toHaveLength(2);
    expect(service.asked).toHaveLength(3);
  });

  test('that ends in a redirect to a page to log in is opened anew, and the call made once more', async () => {
    const service = new ScriptedAccount().on('/account/creditBalance', CREDITS, loginPage, CREDITS);
    const api = service.open();
    await balance(api);
    expect(await balance(api)).toEqual({ unit: 'credits', value: 12.5 });
    expect(service.logins).toHaveLength(2);
  });

  test('a page to log in for ever is told as such, without a loop; a page that is no redirect is another fault', async () => {
    const service = new ScriptedAccount().on('/account/creditBalance', loginPage);
    const api = service.open();
    for (let i = 0; i < 3; i++) {
      await expect(balance(api)).rejects.toMatchObject({
        code: 'http/unauthorized',
        details: { kind: 'auth', mayRetry: false },
      });
    }
    expect(service.logins).toHaveLength(1);
    service.on('/account/creditBalance', plain('<html>', 200, { 'Content-Type': 'text/html' }));
    await expect(balance(api)).rejects.toMatchObject({ code: 'http/unreadable' });
  });

  test('parallel 401s share one login', async () => {
    const service = account();
    const api = service.open();
    await balance(api);
    service.sessions.clear();
    expect(await Promise.all(Array.from({ length: 8 }, () => balance(api)))).toHaveLength(8);
    expect(service.logins).toHaveLength(2);
  });

  test('login loop guard: a new session that is refused too ends the call', async () => {
    const service = account();
    const api = service.open();
    service.attributes = 'Path=/';
    vi.spyOn(service.sessions, 'has').mockReturnValue(false);
    for (let i = 0; i < 5; i++) {
      await expect(balance(api)).rejects.toMatchObject({ code: 'http/unauthorized', details: { kind: 'auth' } });
    }
    expect(service.logins).toHaveLength(1);
  });

  test('a call that is forbidden for good logs in once, not once a call', async () => {
    const service = account().on('/list', answer({ message: 'no' }, 403));
    const api = service.open();
    await balance(api);
    for (let i = 0; i < 5; i++) await expect(api.jobs.list()).rejects.toMatchObject({ code: 'http/forbidden' });
    expect(service.logins).toHaveLength(2);
  });

  test('is renewed ahead of its end', async () => {
    const service = account();
    service.attributes = 'Path=/; Max-Age=600';
    const api = service.open();
    await balance(api);
    await service.clock.sleep(539_000);
    await balance(api);
    expect(service.logins).toHaveLength(1);
    await service.clock.sleep(2000);
    await balance(api);
    expect(service.logins).toHaveLength(2);
  });

  test.each([-5, 5])('clock skew of %d hours: its life is told by the clock of the service', async (hours) => {
    const service = account();
    const now = service.clock.now() + hours * 3_600_000;
    const expires = new Date(now + 600_000).toUTCString();
    const cookie = { 'Set-Cookie': `dmsess=a; Path=/; Expires=${expires}`, Date: new Date(now).toUTCString() };
    service.sessions.add('a');
    service.on('/session/auth', plain('', 200, cookie));
    const api = service.open();
    await balance(api);
    await service.clock.sleep(500_000);
    await balance(api);
    expect(service.logins).toHaveLength(1);
    await service.clock.sleep(50_000);
    await balance(api);
    expect(service.logins).toHaveLength(2);
  });

  test('a session whose end has passed by every clock is used until it is refused', async () => {
    const service = account();
    service.attributes = 'Path=/; Expires=Mon, 03 Aug 2020 13:36:26 GMT';
    const api = service.open();
    await balance(api);
    await balance(api);
    expect(service.logins).toHaveLength(1);
  });

  test('x-useruid goes with the login alone', async () => {
    const service = account();
    await balance(service.open({ userUid: 'me.us@test.com' }));
    expect(service.logins[0]!.headers.get('x-useruid')).toBe('me.us@test.com');
    expect(service.asked[0]!.headers.get('x-useruid')).toBeNull();
  });

  test('without a userUid nobody is named: what is uploaded is for all', async () => {
    const service = account();
    await balance(service.open());
    expect(service.logins[0]!.headers.has('x-useruid')).toBe(false);
  });

  test('a caller who leaves does not end the login of the others', async () => {
    const service = account();
    const api = service.open();
    const leaver = new AbortController();
    const left = api.account.balance({ signal: leaver.signal });
    const stayed = balance(api);
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(await stayed).toMatchObject({ value: 12.5 });
    expect(service.logins).toHaveLength(1);
  });
});

describe('options', () => {
  test.each<[string, Partial<DirectOptions>]>([
    ['a host that is no URL', { host: 'animate3d' }],
    ['a host of another protocol', { host: 'file:///etc' }],
    ['no secret', { clientSecret: '' }],
    ['a userUid with a line break', { userUid: 'a\r\nx: y' }],
  ])('%s is refused', (_what, options) => {
    expect(thrownCode(() => new ScriptedAccount().open(options))).toBe('animate3d/parameter');
  });
});

describe('the secret', () => {
  test.each([
    ['a page', { document: {} }],
    ['a worker of a page', { WorkerGlobalScope: {}, location: {} }],
  ])('is refused in %s', (_what, globals) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    expect(thrownCode(() => new ScriptedAccount().open())).toBe('animate3d/secret-in-browser');
  });

  test('dangerouslyAllowBrowser takes it with a loud warning, and leaves the cookie to the browser', async () => {
    vi.stubGlobal('document', {});
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const service = account().on('/session/auth', plain(''));
    service.sessions.add('');
    await balance(service.open({ dangerouslyAllowBrowser: true }));
    expect(warn).toHaveBeenCalledOnce();
    expect(service.asked[0]!.headers.has('Cookie')).toBe(false);
  });

  test('a gateway needs none, and is fine on a page', () => {
    vi.stubGlobal('document', {});
    expect(createAnimate3dApi({ gateway: 'https://game.test/kinora' })).toHaveProperty('jobs');
  });

  test('is in no error, no report and nothing that a page could post', async () => {
    const service = account().on('/session/auth', answer({ message: `no ${ACCOUNT.clientSecret}` }, 401));
    const api = service.open();
    const error = await balance(api).catch((reason: unknown) => reason);
    const told = [
      inspect(error, { depth: 9 }),
      JSON.stringify(error),
      inspect(api, { depth: 9, showHidden: true }),
      JSON.stringify(api),
    ];
    const basic = Buffer.from(`${ACCOUNT.clientId}:${ACCOUNT.clientSecret}`).toString('base64');
    for (const text of told) {
      expect(text).not.toContain(ACCOUNT.clientSecret);
      expect(text).not.toContain(basic);
    }
    expect(() => structuredClone(api)).toThrow();
  });
});
