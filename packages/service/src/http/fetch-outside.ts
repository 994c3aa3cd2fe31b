import { lookup as lookupName } from 'node:dns/promises';
import { request as requestPlain } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { KinoraError } from '@kinora/core/protocol';
import { readOutsideUrl, refused } from './outside-url.ts';
import type { OutsideRules } from './outside-url.ts';
import { isPublicAddress } from './public-address.ts';

export interface FetchOutsideOptions extends OutsideRules {
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it comes, never held whole. */
  readonly body?: ReadableStream<Uint8Array> | undefined;
  readonly signal?: AbortSignal;
  /** The longest silence of the other side. Default 60 000 ms. */
  readonly timeoutMs?: number;
  /** All addresses of a name. Default: the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
}

const MAX_REDIRECTS = 3;

/**
 * Fetches what a URL from outside leads to, and nothing on this machine or in its network. A name is resolved once: if any
 * of its addresses is not public, it is refused, and the connection goes to the address that was checked, whatever the
 * name says a moment later (DNS rebinding). Each redirect is checked like the first URL.
 *
 * @returns the answer, whatever its status; its body is a stream. No cookie and no credential goes along.
 * @throws `service/outside-url` for where it may not go; `service/outside-failed` where nothing came; the signal's reason.
 *
 * @example
 * const response = await fetchOutside(modelUrl, { hosts: ['models.example'], signal });
 */
export async function fetchOutside(text: string, options: FetchOutsideOptions): Promise<Response> {
  let url = readOutsideUrl(text, options);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    options.signal?.throwIfAborted();
    const answer = await ask(url, await addressOf(url, options), options);
    const next = locationOf(answer, url, options);
    if (next === undefined) return responseOf(answer);
    answer.destroy();
    url = readOutsideUrl(next, options);
  }
  throw refused('it leads on and on');
}

/** @returns undefined for an origin that the operator trusts: it is reached by the name that they gave. */
async function addressOf(url: URL, options: FetchOutsideOptions): Promise<string | undefined> {
  if (options.trustedOrigins?.includes(url.origin) === true) return undefined;
  const { resolve = resolveName } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolved(host, resolve) : [host];
  const [first] = addresses;
  if (first === undefined || !addresses.every(isPublicAddress)) throw refused('its host is not on the open internet');
  return first;
}

async function resolved(
  host: string,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await resolve(host);
  } catch (cause) {
    throw failed('its host has no address', cause);
  }
}

async function resolveName(hostname: string): Promise<readonly string[]> {
  return (await lookupName(hostname, { all: true })).map(({ address }) => address);
}

function ask(url: URL, address: string | undefined, options: FetchOutsideOptions): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body, signal, timeoutMs = 60_000 } = options;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
      method,
      headers,
      // A connection of its own: a kept one might lead to an address that another name was checked for.
      agent: false,
      timeout: timeoutMs,
      ...(signal && { signal }),
      ...(address !== undefined && { lookup: pinnedTo(address) }),
    });
    const fail = (cause: unknown): void => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an abort reason passes untouched
      reject(signal?.aborted === true ? signal.reason : failed('it cannot be reached', cause));
    };
    request.on('response', resolve).on('error', fail);
    request.on('timeout', () => request.destroy(new Error('The other side was silent for too long')));
    if (!body) return void request.end();
    // What `pipeline` reports, the request reports too.
    pipeline(Readable.fromWeb(body as NodeReadableStream<Uint8Array>), request).catch(fail);
  });
}

function pinnedTo(address: string): NonNullable<RequestOptions['lookup']> {
  const family = isIP(address);
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

/** Only a GET is led on: a body that was sent cannot be sent again, and an answer to an upload is no redirect. */
function locationOf(answer: IncomingMessage, from: URL, { method = 'GET' }: FetchOutsideOptions): string | undefined {
  const { statusCode = 0, headers } = answer;
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode) && (method === 'GET' || method === 'HEAD');
  if (!isRedirect || headers.location === undefined) return undefined;
  if (!URL.canParse(headers.location, from)) throw refused('it leads to what is no URL');
  return new URL(headers.location, from).href;
}

function responseOf(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  const status = answer.statusCode ?? 502;
  const isEmpty = [204, 205, 304].includes(status);
  if (isEmpty) answer.resume();
  return new Response(isEmpty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), { status, headers });
}

function failed(why: string, cause: unknown): KinoraError {
  return new KinoraError('service/outside-failed', `Nothing came from the URL: ${why}`, {
    hint: 'Check the URL in a browser, or try again later.',
    cause,
  });
}
