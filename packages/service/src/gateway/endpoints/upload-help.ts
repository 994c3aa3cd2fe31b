import { KinoraError, readVideoInfoRequest } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { fetchOutside } from '../../http/fetch-outside.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { badRequest, forbidden, notFound } from '../../http/refusal.ts';
import { admit } from '../admit.ts';
import type { Gateway } from '../gateway.ts';
import { GATEWAY_PATH } from '../path.ts';
import { assertSize } from './uploads.ts';

/** How to go on with an upload that the storage lets no page begin. */
export interface StartedUpload {
  /** The URL of the resumable session, as the storage gave it. */
  readonly session: string;
  /** The same session through the gateway, for a storage whose answers no page may read. */
  readonly proxy: string;
}

/** A resumable session is good for a week. */
const SESSION_LIFE_MS = 7 * 24 * 3_600_000;

/**
 * `POST /upload/start` with `{ url }`: begins the resumable session of an upload on the page's behalf. A storage may keep
 * its `Location` from pages.
 */
export async function startUpload(gateway: Gateway, context: Context): Promise<Response> {
  const { user, call } = admit(gateway, context, 'upload');
  const { url } = readVideoInfoRequest(await readJsonBody(context)); // The same body: `{ url }`.
  if (gateway.records.upload(url)?.user !== user) throw notFound('such upload');
  const origin = context.req.header('Origin');
  const answer = await fetchOutside(url, {
    ...gateway.upstream.links,
    method: 'POST',
    // The storage ties a session to the origin that begins it.
    headers: { 'x-goog-resumable': 'start', 'Content-Length': '0', ...(origin !== undefined && { Origin: origin }) },
    ...(call.signal && { signal: call.signal }),
  });
  await answer.body?.cancel();
  const session = answer.headers.get('Location');
  if ((answer.status !== 200 && answer.status !== 201) || session === null || !URL.canParse(session)) {
    throw new KinoraError('service/upstream', `The storage of the account answered ${answer.status} to a new upload`, {
      hint: 'Ask /upload for a new URL: the one given may have ended.',
    });
  }
  return context.json({ session, proxy: proxyOf(gateway, call.origin, session) } satisfies StartedUpload);
}

/** `PUT /bytes`: a piece of an upload, passed on as it comes. The signature is the permission. */
export async function passBytes(gateway: Gateway, context: Context): Promise<Response> {
  const session = sessionIn(gateway, context);
  const { headers, signal, body } = context.req.raw;
  const length = headers.get('Content-Length');
  if (length === null) throw badRequest('The length of the bytes has to be said');
  assertPiece(Number(length), headers.get('Content-Range'), gateway.limits.maxUploadBytes);
  const answer = await fetchOutside(session, {
    ...gateway.upstream.links,
    method: 'PUT',
    headers: {
      'Content-Length': length,
      'Content-Type': 'application/octet-stream',
      ...pick(headers, ['Content-Range', 'X-Goog-Hash', 'Origin']),
    },
    body: length === '0' ? undefined : (body ?? undefined),
    signal,
  });
  await answer.body?.cancel(); // What the storage says of the object is nobody's business; its status says all.
  return new Response(null, { status: answer.status, headers: pick(answer.headers, ['Range', 'Retry-After']) });
}

function proxyOf({ signer, now }: Gateway, origin: string, session: string): string {
  const expires = now() + SESSION_LIFE_MS;
  const query = new URLSearchParams({ to: session, expires: String(expires) });
  query.set('signature', signer.sign('gateway-link', textOf(session, expires)));
  return `${origin}${GATEWAY_PATH}/bytes?${query}`;
}

function sessionIn({ signer, now }: Gateway, context: Context): string {
  const { to = '', expires = '', signature = '' } = context.req.query();
  if (!signer.verify('gateway-link', textOf(to, Number(expires)), signature)) {
    throw forbidden('The signature of the link is not right');
  }
  if (Number(expires) <= now()) throw forbidden('The link has expired');
  return to;
}

function assertPiece(length: number, range: string | null, maxBytes: number): void {
  assertSize(length === 0 ? undefined : length, maxBytes);
  if (range === null) return;
  const [, last, total] = /^bytes (?:\d{1,15}-(\d{1,15})|\*)\/(\d{1,15}|\*)$/.exec(range) ?? [];
  if (total === undefined) throw badRequest('The Content-Range cannot be read');
  assertSize(Math.max(Number(last ?? 0) + 1, total === '*' ? 1 : Number(total)), maxBytes);
}

function pick(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

function textOf(session: string, expires: number): string {
  return JSON.stringify(['bytes', session, expires]);
}
