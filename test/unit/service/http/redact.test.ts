import { describe, expect, test } from 'vitest';
import { redacting } from '../../../../packages/service/src/http/redact.ts';

const secret = 'pä: ssword';
function logged(line: string, secrets: readonly (string | undefined)[] = [secret]): string {
  let written = '';
  redacting((text) => (written = text), secrets)(line);
  return written;
}

describe('redacting()', () => {
  test.each([
    [`error: ${secret} is wrong`, 'error: *** is wrong'],
    [`error: ${encodeURIComponent(secret)}`, 'error: ***'],
    [`error: ${Buffer.from(secret).toString('base64')}`, 'error: ***'],
    ['GET https://storage.example/a/b?X-Signature=abc failed', 'GET https://storage.example/a/b?*** failed'],
    ['at https://a.example/#token=abc', 'at https://a.example/?***'],
    ['Authorization: Bearer abc.def-ghi_~+/=', 'Authorization: Bearer ***'],
    ['authorization: basic YTpi', 'authorization: basic ***'],
    ['Cookie: dmsess=s%3Aabc.def; Path', 'Cookie: dmsess=***; Path'],
    ['GET /kinora/v1/list 200 3 ms', 'GET /kinora/v1/list 200 3 ms'],
  ])('%s', (line, expected) => {
    expect(logged(line)).toBe(expected);
  });

  test('takes nothing for a secret that would be found everywhere', () => {
    expect(logged('a b c', ['a', '', undefined])).toBe('a b c');
  });

  test('hides the longer of two secrets whole', () => {
    expect(logged('secret-and-more', ['secret', 'secret-and-more'])).toBe('***');
  });
});
