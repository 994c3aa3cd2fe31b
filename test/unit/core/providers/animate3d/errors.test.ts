import { JOB_CODES } from '@kinora/core/protocol';
import { describe, expect, test } from 'vitest';
import { jobError } from '../../../../../packages/core/src/providers/animate3d/errors.ts';
import { answer, plain, ScriptedAccount } from '../../../../support/scripted-account.ts';
import type { Reply } from '../../../../support/scripted-account.ts';

/** The numbers of both seeds, as their last page has them. */
const SEED_CODES = [
  201, 202, 503, 504, 505, 506, 507, 508, 509, 510, 511, 513, 599, 701, 799, 901, 902, 903, 904, 905, 906, 907, 908,
  909, 999, 1301, 1302, 1303, 1304, 1305, 1306, 1307, 1308, 1399,
];

async function failure(reply: Reply): Promise<unknown> {
  const service = new ScriptedAccount().on('/list', reply);
  return service
    .open()
    .jobs.list()
    .catch((error: unknown) => error);
}

describe('the error of a job', () => {
  test('every number of the seeds has a code, a class, an advice and a word on retries', () => {
    expect([...JOB_CODES.keys()]).toEqual([101, ...SEED_CODES]);
    for (const number of JOB_CODES.keys()) {
      const error = jobError('squats', { exc_message: String(number) });
      expect(error.code).toMatch(/^animate3d\//);
      expect(error.hint).not.toBe('');
      expect(error.details).toMatchObject({ jobCode: number });
      expect(['input', 'quota', 'auth', 'transient', 'service']).toContain(error.details['kind']);
      expect(error.details['mayRetry']).toBeTypeOf('boolean');
    }
  });

  test.each<[string, unknown, number]>([
    ['a string', '513', 513],
    ['a number', 513, 513],
    ['a list of code strings', ['513'], 513],
    ['a list of numbers', [513, 201], 513],
    ['a list in a list', [['513']], 513],
    ['a sentence', 'Failed with error 513: no character', 513],
    ['a number of the table beside another', 'line 120, error 508', 508],
  ])('its number is found in %s', (_what, exc_message, jobCode) => {
    expect(jobError('a', { exc_message })).toMatchObject({ details: { jobCode } });
  });

  test('an unknown code passes with the raw value', () => {
    expect(jobError('a', { exc_message: '777' })).toMatchObject({
      code: 'animate3d/job-failed',
      details: { jobCode: 777, kind: 'service', mayRetry: true },
    });
  });

  test.each<[string, object | undefined]>([
    ['masked error (no codes)', { exc_message: 'Something went wrong' }],
    ['absent details', undefined],
    ['an error that is an object', { exc_message: { nested: 513 } }],
    ['an error without a message', { exc_type: 'TrackingError' }],
  ])('%s is a failure of the service', (_what, details) => {
    const error = jobError('a', details);
    expect(error).toMatchObject({ code: 'animate3d/job-failed', details: { kind: 'service' } });
    expect(error.details).not.toHaveProperty('jobCode');
  });

  test('a model without blendshapes (906) is told how to go on', () => {
    expect(jobError('a', { exc_message: '906' })).toMatchObject({
      code: 'animate3d/bad-character',
      details: { retryWith: 'trackFace=0', kind: 'input' },
    });
  });

  test.each([1301, 1302, 1303, 1307])('hands that could not be followed (%d) suggest a rerun without them', (code) => {
    expect(jobError('a', { exc_message: code }).details).toMatchObject({ retryWith: 'trackHand=0', mayRetry: true });
  });
});

describe('the error of a request', () => {
  test.each<[number, string, string, boolean]>([
    [400, 'http/rejected', 'input', false],
    [402, 'animate3d/quota', 'quota', false],
    [404, 'http/not-found', 'input', false],
    [408, 'http/unavailable', 'transient', true],
    [413, 'http/too-large', 'input', false],
    [418, 'http/rejected', 'input', false],
    [429, 'http/rate-limited', 'transient', true],
    [500, 'http/unavailable', 'service', true],
    [501, 'http/unavailable', 'service', false],
    [503, 'http/unavailable', 'transient', true],
    [599, 'http/unavailable', 'service', true],
  ])('HTTP %d is %s, of class %s, may be retried: %j', async (status, code, kind, mayRetry) => {
    expect(await failure(answer({ message: 'no' }, status))).toMatchObject({
      code,
      details: { status, kind, mayRetry },
    });
  });

  test('HTTP and job numbers are never mixed: 503 is a moment there, and a parameter here', async () => {
    expect(await failure(answer({ message: '503' }, 503))).toMatchObject({
      details: { status: 503, kind: 'transient' },
    });
    expect(jobError('a', { exc_message: '503' }).details).toEqual({ jobCode: 503, kind: 'input', mayRetry: false });
  });

  test.each<[string, Reply, object]>([
    ['HTML error page', plain('<html>signature=secret</html>', 500), { code: 'http/unavailable' }],
    ['HTML page of a proxy that says 200', plain('<html>secret</html>'), { code: 'http/unreadable' }],
    ['empty body', plain('', 400), { code: 'http/rejected' }],
    ['empty body of a success', plain(''), { code: 'http/unreadable' }],
    ['502 from proxy', plain('Bad Gateway secret', 502), { code: 'http/unavailable', details: { kind: 'transient' } }],
    ['text body', plain('no, secret', 403), { code: 'http/forbidden', details: { kind: 'auth' } }],
    ['a lost connection', 'lost', { code: 'http/network', details: { kind: 'transient', mayRetry: true } }],
  ])('%s has a code, and quotes nothing', async (_what, reply, expected) => {
    const error = await failure(reply);
    expect(error).toMatchObject(expected);
    expect((error as Error).message).not.toContain('secret');
  });

  test('an answer of another shape is a fault of the protocol, and not of the caller', async () => {
    expect(await failure({ list: [{ rid: '../x', status: 'A' }] })).toMatchObject({ code: 'animate3d/protocol' });
  });
});
