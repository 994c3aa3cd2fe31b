import { isKinoraError } from '@kinora/core/protocol';
import { describe, expect, test } from 'vitest';
import { fetchOutside } from '../../../../packages/service/src/http/fetch-outside.ts';
import { readOutsideUrl } from '../../../../packages/service/src/http/outside-url.ts';
import { startScriptedServer } from '../../../support/scripted-server.ts';
import { thrownCode } from '../../../support/thrown-code.ts';

const rules = { hosts: ['models.example', '*.buckets.example'] };

describe('readOutsideUrl()', () => {
  test.each([
    'https://models.example/a.glb',
    'https://MODELS.example./a.glb?signature=x',
    'https://models.example:443/a.glb',
    'https://eu.buckets.example/a.glb',
    'https://a.b.buckets.example/a.glb',
  ])('lets %s through', (url) => {
    expect(readOutsideUrl(url, rules).protocol).toBe('https:');
  });

  test.each([
    ['http://models.example/a.glb', 'without TLS'],
    ['https://models.example:8443/a.glb', 'another port'],
    ['https://other.example/a.glb', 'another host'],
    ['https://models.example.evil.example/', 'the host as a part of another'],
    ['https://evil-models.example/', 'a host that ends alike'],
    ['https://buckets.example/', 'the parent of a wildcard'],
    ['https://evilbuckets.example/', 'no dot before the wildcard'],
    ['https://models.example@evil.example/', 'the host as a user name'],
    ['https://user:secret@models.example/', 'credentials'],
    ['https://127.0.0.1/', 'loopback'],
    ['https://2130706433/', 'loopback as a number'],
    ['https://0x7f.1/', 'loopback in hexadecimal'],
    ['https://0177.0.0.1/', 'loopback in octal'],
    ['https://[::1]/', 'loopback by IPv6'],
    ['https://[::ffff:169.254.169.254]/', 'mapped metadata'],
    ['https://localhost/', 'this machine'],
    ['file:///etc/passwd', 'a file'],
    ['ftp://models.example/a', 'another protocol'],
    ['data:model/gltf-binary,x', 'data'],
    ['//models.example/a.glb', 'no protocol'],
    ['/storage/put/a', 'a path'],
    ['', 'nothing'],
    [`https://models.example/${'a'.repeat(8192)}`, 'too long'],
  ])('refuses %.60s: %s', (url) => {
    expect(thrownCode(() => readOutsideUrl(url, rules))).toBe('service/outside-url');
  });

  test('takes an origin that the operator trusts as it is', () => {
    const trusting = { hosts: [], trustedOrigins: ['http://127.0.0.1:8181'] };
    expect(readOutsideUrl('http://127.0.0.1:8181/a', trusting).port).toBe('8181');
    expect(thrownCode(() => readOutsideUrl('http://127.0.0.1:8182/a', trusting))).toBe('service/outside-url');
  });
});

describe('fetchOutside()', () => {
  test.each([
    ['one private address', ['10.0.0.1']],
    ['a private address behind a public one', ['8.8.8.8', '192.168.0.1']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['loopback by IPv6', ['::1']],
    ['loopback mapped into IPv6', ['::ffff:127.0.0.1']],
    ['no address', []],
  ])('connects to nothing where the name has %s', async (_what, addresses) => {
    const fetched = fetchOutside('https://models.example/a', { ...rules, resolve: () => Promise.resolve(addresses) });
    await expect(fetched).rejects.toMatchObject({ code: 'service/outside-url' });
  });

  test('refuses an allowed name that is an address within', async () => {
    const fetched = fetchOutside('https://192.168.0.1/', { hosts: ['192.168.0.1'] });
    await expect(fetched).rejects.toMatchObject({ code: 'service/outside-url' });
  });

  test.each([
    ['http://169.254.169.254/latest/meta-data', 'the metadata of a cloud'],
    ['http://localhost/', 'this machine'],
    ['https://elsewhere.example/', 'a host that is not allowed'],
    ['file:///etc/passwd', 'a file'],
    ['http://[::1]:1/', 'this machine by IPv6'],
  ])('is not led to %s: %s', async (location) => {
    await using server = await startScriptedServer(() => ({ status: 302, headers: { Location: location } }));
    const fetched = fetchOutside(`${server.url}/a`, { hosts: [], trustedOrigins: [server.url] });
    await expect(fetched).rejects.toMatchObject({ code: 'service/outside-url' });
    expect(server.requests).toHaveLength(1);
  });

  test('follows a redirect that is allowed, and not for ever', async () => {
    await using server = await startScriptedServer(({ path }) =>
      path === '/end' ? { body: 'here' } : { status: 302, headers: { Location: path === '/a' ? '/end' : '/again' } },
    );
    const options = { hosts: [], trustedOrigins: [server.url] };
    expect(await (await fetchOutside(`${server.url}/a`, options)).text()).toBe('here');
    await expect(fetchOutside(`${server.url}/again`, options)).rejects.toMatchObject({ code: 'service/outside-url' });
  });

  test('sends a body as it comes, and gives a 308 back as an answer', async () => {
    await using server = await startScriptedServer(({ body }) => ({
      status: 308,
      headers: { Location: '/elsewhere', Range: `bytes=0-${body.byteLength - 1}` },
    }));
    const response = await fetchOutside(`${server.url}/a`, {
      hosts: [],
      trustedOrigins: [server.url],
      method: 'PUT',
      headers: { 'Content-Length': '4' },
      body: new Blob(['abcd']).stream(),
    });
    expect([response.status, response.headers.get('Range')]).toEqual([308, 'bytes=0-3']);
    expect(server.requests[0]!.headers['content-length']).toBe('4');
  });

  test('says what came of it without the URL, which may be signed', async () => {
    const url = 'https://models.example/a?signature=my-secret';
    const resolve = (): Promise<string[]> => Promise.reject(new Error('ENOTFOUND'));
    const error: unknown = await fetchOutside(url, { ...rules, resolve }).catch((thrown: unknown) => thrown);
    expect(isKinoraError(error) && error.code).toBe('service/outside-failed');
    expect(String((error as Error).stack)).not.toContain('my-secret');
  });

  test('ends with its signal', async () => {
    const stop = new AbortController();
    await using server = await startScriptedServer(() => {
      stop.abort(new Error('enough'));
      return new Promise(() => {});
    });
    const fetched = fetchOutside(server.url, { hosts: [], trustedOrigins: [server.url], signal: stop.signal });
    await expect(fetched).rejects.toThrow('enough');
  });
});
