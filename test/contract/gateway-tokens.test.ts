import { createHmac } from 'node:crypto';
import { readGatewayToken, writeBasicAuthorization } from '@kinora/core/protocol';
import { mintToken } from '@kinora/service';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { refusal } from '../support/animate3d-caller.ts';
import { openTestGateway, TOKEN_KEY } from '../support/test-gateway.ts';
import type { TestGateway } from '../support/test-gateway.ts';
import { thrownCode } from '../support/thrown-code.ts';

const NEW_KEY = 'the-next-key-of-tokens-that-nobody-can-guess';
const MINUTE = 60_000;
const JWT = { alg: 'HS256', typ: 'JWT' };

let gateway: TestGateway;
let nowMs: number;
beforeAll(async () => {
  gateway = await openTestGateway({ tokenKeys: [NEW_KEY, TOKEN_KEY], showsBalance: true, now: () => nowMs });
});
beforeEach(() => {
  nowMs = Date.now();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const listWith = (token: string): Promise<Response> =>
  gateway.ask('/kinora/v1/list', { headers: { Authorization: `Bearer ${token}` } });

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token written by hand: as a back end in another language does it, or an attacker. */
function forge(
  claims: Record<string, unknown>,
  { key = TOKEN_KEY, header = JWT }: { key?: string; header?: unknown } = {},
): string {
  const seconds = Math.floor(nowMs / 1000);
  const payload = { aud: 'kinora', sub: 'anna', scope: 'read', iat: seconds, exp: seconds + 300, ...claims };
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

describe('a token', () => {
  test('that any library of JWTs writes is taken', async () => {
    expect((await listWith(forge({}))).status).toBe(200);
  });

  test.each([
    ['GET', '/upload?name=a.mp4', 'upload'],
    ['POST', '/upload/start', 'upload'],
    ['POST', '/videoInfo', 'upload'],
    ['GET', '/character/getModelUploadUrl', 'upload'],
    ['POST', '/process', 'process'],
    ['GET', '/pesave/getUrls/rid', 'process'],
    ['POST', '/character/storeModel', 'process'],
    ['DELETE', '/character/deleteModel/m', 'process'],
    ['GET', '/status/rid', 'read'],
    ['GET', '/download/rid', 'read'],
    ['GET', '/list', 'read'],
    ['GET', '/list/SUCCESS', 'read'],
    ['GET', '/account/creditBalance', 'read'],
    ['GET', '/character/listModels', 'read'],
    ['GET', '/events', 'read'],
  ] as const)('opens %s %s by the action "%3$s" alone', async (method, path, action) => {
    const others = (['upload', 'process', 'read'] as const).filter((each) => each !== action);
    const refused = await gateway.page('anna', { actions: others }).send(path, { method });
    expect(await refusal(refused)).toBe('403 service/forbidden');
    const response = await gateway.page('anna', { actions: [action] }).send(path, { method, headers: {} });
    expect([401, 403]).not.toContain(response.status);
    await response.body?.cancel();
    const nobody = await gateway.ask(`/kinora/v1${path}`, { method });
    expect(await refusal(nobody)).toBe('401 service/not-signed-in');
  });

  test('ends with its minutes, and a minute later where the clock of the back end is behind', async () => {
    const { token, expiresInSeconds } = mintToken('anna', { minutes: 2, keys: [TOKEN_KEY] });
    expect(expiresInSeconds).toBe(120);
    nowMs += 3 * MINUTE - 1000;
    expect((await listWith(token)).status).toBe(200);
    nowMs += 2000;
    expect(await refusal(await listWith(token))).toBe('401 service/not-signed-in');
  });

  test('of a clock that is a minute ahead is taken, and no later one', async () => {
    const at = (ms: number): Record<string, number> => ({ iat: (nowMs + ms) / 1000, exp: (nowMs + ms) / 1000 + 300 });
    expect((await listWith(forge(at(55_000)))).status).toBe(200);
    expect((await listWith(forge(at(90_000)))).status).toBe(401);
  });

  test('of the key before is good while keys are changed, and of no other', async () => {
    for (const key of [NEW_KEY, TOKEN_KEY]) expect((await listWith(forge({}, { key }))).status).toBe(200);
    expect((await listWith(forge({}, { key: `${TOKEN_KEY}x` }))).status).toBe(401);
  });

  const hour = 3600;
  const now = Math.floor(Date.now() / 1000);
  test.each([
    ['no expiry', { exp: undefined }],
    ['an expiry that is a word', { exp: 'never' }],
    ['an expiry of a year', { exp: now + 365 * 24 * hour }],
    ['an age that hides its length', { iat: now + 2 * hour, exp: now + 2 * hour }],
    ['no birth', { iat: undefined }],
    ['another audience', { aud: 'another-program' }],
    ['no audience', { aud: undefined }],
    ['no user', { sub: undefined }],
    ['an empty user', { sub: '' }],
    ['a user with a line in the name', { sub: 'anna\r\nx-useruid: ben' }],
    ['a user that is no text', { sub: ['anna'] }],
    ['a user that is too long', { sub: 'a'.repeat(201) }],
    ['no scope', { scope: undefined }],
  ])('with %s is refused, though it is signed', async (_what, claims) => {
    expect(await refusal(await listWith(forge(claims)))).toBe('401 service/not-signed-in');
  });

  test.each([
    ['no algorithm', { alg: 'none' }],
    ['another algorithm', { alg: 'RS256' }],
    ['no object', 'HS256'],
  ])('whose header names %s is refused', async (_what, header) => {
    expect((await listWith(forge({}, { header }))).status).toBe(401);
  });

  test('that was changed is refused', async () => {
    const [header, , signature] = forge({}).split('.');
    const other = forge({ sub: 'ben' }).split('.')[1];
    for (const token of [
      `${header}.${other}.${signature}`,
      `${header}.${other}.`,
      `${header}.${other}`,
      'a.b.c.d',
      '..',
    ]) {
      expect((await listWith(token)).status).toBe(401);
    }
  });

  test('with a word in its scope that is none does nothing by it', async () => {
    expect((await listWith(forge({ scope: 'admin *' }))).status).toBe(403);
  });

  test.each(['', 'Basic abc', `Bearer ${'a'.repeat(5000)}`, 'Bearer a b', 'bearer', 'Bearer\tx'])(
    'is not read out of the authorization "%.20s"',
    async (Authorization) => {
      expect((await gateway.ask('/kinora/v1/list', { headers: { Authorization } })).status).toBe(401);
    },
  );

  test('in the query opens nothing', async () => {
    expect((await gateway.ask(`/kinora/v1/list?token=${forge({})}&access_token=${forge({})}`)).status).toBe(401);
  });
});

describe('mintToken()', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('takes its key from the environment, and the newest of two', async () => {
    vi.stubEnv('KINORA_TOKEN_KEYS', `${NEW_KEY}, ${TOKEN_KEY}`);
    const { token } = mintToken('anna');
    const [header, payload, signature] = token.split('.');
    expect(signature).toBe(createHmac('sha256', NEW_KEY).update(`${header}.${payload}`).digest('base64url'));
    expect((await listWith(token)).status).toBe(200);
  });

  test.each([
    ['', 'no key'],
    ['short', 'a key that could be guessed'],
    [`${NEW_KEY},${TOKEN_KEY},${TOKEN_KEY}x`, 'three keys'],
    [`${NEW_KEY},`, 'an empty second key'],
  ])('does not sign with "%.10s": %s', (keys) => {
    vi.stubEnv('KINORA_TOKEN_KEYS', keys);
    expect(thrownCode(() => mintToken('anna'))).toBe('service/token-key');
  });

  test.each(['', 'anna smith', 'anna\n', 'änna', 'a'.repeat(201)])('names nobody "%.12s"', (user) => {
    expect(() => mintToken(user, { keys: [TOKEN_KEY] })).toThrow(RangeError);
  });

  test.each([0, -1, 61, Number.NaN, Number.POSITIVE_INFINITY])('makes none for %d minutes', (minutes) => {
    expect(() => mintToken('anna', { minutes, keys: [TOKEN_KEY] })).toThrow(RangeError);
  });

  test('makes none for actions that are none', () => {
    expect(() => mintToken('anna', { actions: [], keys: [TOKEN_KEY] })).toThrow(RangeError);
    expect(() => mintToken('anna', { actions: ['admin' as 'read'], keys: [TOKEN_KEY] })).toThrow(RangeError);
  });
});

describe('POST /kinora/token before an account', () => {
  const ask = (headers: Record<string, string>, query = ''): Promise<Response> =>
    gateway.ask(`/kinora/token${query}`, { method: 'POST', headers });
  const user = { 'x-useruid': 'anna' };

  test('serves the back end by the credentials of the account, or by a key of tokens', async () => {
    for (const Authorization of [
      writeBasicAuthorization(gateway.account.credentials),
      `Bearer ${NEW_KEY}`,
      `Bearer ${TOKEN_KEY}`,
    ]) {
      const { token } = readGatewayToken(await (await ask({ Authorization, ...user })).json());
      expect((await listWith(token)).status).toBe(200);
    }
  });

  test('gives as few actions and minutes as are asked for', async () => {
    const Authorization = `Bearer ${NEW_KEY}`;
    const response = await ask({ Authorization, ...user }, '?actions=upload&minutes=1');
    const { token, expiresInSeconds } = readGatewayToken(await response.json());
    expect(expiresInSeconds).toBe(60);
    expect((await listWith(token)).status).toBe(403);
    for (const query of ['?minutes=61', '?minutes=0', '?minutes=x', '?actions=admin', '?actions=']) {
      expect(await refusal(await ask({ Authorization, ...user }, query))).toBe('400 service/bad-request');
    }
  });

  test.each([
    ['nobody', {}],
    ['a page that names itself', user],
    [
      'a wrong secret',
      { Authorization: writeBasicAuthorization({ clientId: 'fake-client-id', clientSecret: 'guess' }) },
    ],
    ['a wrong key', { Authorization: `Bearer ${TOKEN_KEY}x` }],
    ['a token in place of a key', { Authorization: `Bearer ${mintToken('anna', { keys: [TOKEN_KEY] }).token}` }],
  ])('gives %s nothing', async (_what, headers) => {
    expect(await refusal(await ask({ ...user, ...headers }))).toBe('401 service/not-signed-in');
  });

  test('needs a name: none is for the account itself', async () => {
    const Authorization = `Bearer ${NEW_KEY}`;
    for (const name of [undefined, 'two words', 'a'.repeat(201)]) {
      const response = await ask({ Authorization, ...(name !== undefined && { 'x-useruid': name }) });
      expect(await refusal(response)).toBe('400 service/bad-request');
    }
  });
});
