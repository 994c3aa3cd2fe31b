import { movingimageError } from '@kinora/core/protocol';
import { describe, expect, test } from 'vitest';

describe('answers of movingimage', () => {
  test.each([200, 201, 204])('%d is a success', (status) => {
    expect(movingimageError({ method: 'POST', status })).toBeUndefined();
  });

  test('404 after DELETE = success', () => {
    expect(movingimageError({ method: 'delete', status: 404, body: 'Not Found' })).toBeUndefined();
    expect(movingimageError({ method: 'DELETE', status: 410 })).toBeUndefined();
    expect(movingimageError({ method: 'GET', status: 404 })).toMatchObject({ code: 'http/not-found' });
  });

  test('401 asks for a new token and a retry', () => {
    expect(movingimageError({ method: 'GET', status: 401 })).toMatchObject({
      code: 'http/unauthorized',
      details: { provider: 'movingimage', kind: 'auth', mayRetry: true },
      hint: expect.stringContaining('new token') as unknown,
    });
  });

  test('415 is an unsupported file', () => {
    expect(movingimageError({ method: 'POST', status: 415 })).toMatchObject({
      code: 'http/rejected',
      details: { kind: 'input', mayRetry: false },
      message: expect.stringContaining('kind of file') as unknown,
    });
  });

  test('1101 is quota, and no retry helps', () => {
    const body = { code: 1101, text: 'Upload not possible because you reached your storage limit.' };
    expect(movingimageError({ method: 'POST', status: 400, body })).toMatchObject({
      details: { serviceCode: 1101, status: 400, kind: 'quota', mayRetry: false },
    });
  });

  test.each([
    [1001, 'the root channel cannot be deleted'],
    [1002, 'subchannels'],
    [1003, 'Google user id'],
    [1004, 'Facebook page id'],
  ])('%d says "%s", in any shape of a body', (code, words) => {
    for (const body of [{ errorCode: String(code) }, { code }, `Error ${code}: no`]) {
      const error = movingimageError({ method: 'DELETE', status: 400, body });
      expect(error?.message).toContain(words);
      expect(error?.details).toMatchObject({ serviceCode: code, mayRetry: false });
    }
  });

  test('unknown code passthrough', () => {
    expect(movingimageError({ method: 'POST', status: 409, body: { code: 1999 } })).toMatchObject({
      code: 'http/rejected',
      details: { serviceCode: 1999, status: 409, kind: 'input' },
    });
  });

  test.each([[''], [undefined], ['<html>502 Bad Gateway</html>'], [null], [[]]])('a body of %j is no code', (body) => {
    expect(movingimageError({ method: 'GET', status: 502, body })?.details).toEqual({
      provider: 'movingimage',
      status: 502,
      kind: 'transient',
      mayRetry: true,
    });
  });

  test('text is never compared: 200 is a success though the document writes its OK in other letters', () => {
    expect(movingimageError({ method: 'GET', status: 200, body: 'ОК' })).toBeUndefined();
  });
});
