import { randomBytes } from 'node:crypto';
import { KinoraError } from '@kinora/core/protocol';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { House } from '../house.ts';
import { forbidden, notFound } from '../http/refusal.ts';
import { readLink, writeLink } from './links.ts';
import type { Link, LinkKind } from './links.ts';
import { rangeOf } from './range.ts';
import { ResumableUploads } from './resumable.ts';

/** A resumable session is good for a week, as at Google Cloud Storage. */
export const SESSION_LIFE_MS: number = 7 * 24 * 3_600_000;

/** What the signed links lead to. They need no session: the signature is the permission. */
export function storageRoutes(house: House): Hono {
  const routes = new Hono();
  const uploads = new ResumableUploads(house.files);
  routes.put('/put/*', (context) => putWhole(house, context));
  routes.post('/start/*', (context) => startSession(house, uploads, context));
  routes.put('/session/*', (context) => putToSession(house, uploads, context));
  routes.delete('/session/*', async (context) => {
    await uploads.cancel(linkOf(house, context, 'session').key);
    // 499 is how Google Cloud Storage confirms that a session is cancelled.
    return new Response(null, { status: 499 });
  });
  routes.get('/get/*', (context) => sendFile(house, context));
  return routes;
}

function linkOf(house: House, context: Context, kind: LinkKind): Link {
  const link = readLink(house.signer, context.req.url);
  if (link?.kind !== kind) throw forbidden('The signature of the link is not right');
  if (link.expiresMs <= house.now()) throw forbidden('The link has expired');
  return link;
}

async function putWhole(house: House, context: Context): Promise<Response> {
  const { key } = linkOf(house, context, 'put');
  await house.files.write(key, bodyOf(context));
  return context.body(null, 200);
}

async function startSession(house: House, uploads: ResumableUploads, context: Context): Promise<Response> {
  const { key, name } = linkOf(house, context, 'start');
  const session = `${key}.${randomBytes(16).toString('hex')}`;
  await uploads.start(session);
  const expiresMs = house.now() + SESSION_LIFE_MS;
  context.header(
    'Location',
    writeLink(house.signer, originOf(context), { kind: 'session', key: session, name, expiresMs }),
  );
  return context.body(null, 201);
}

async function putToSession(house: House, uploads: ResumableUploads, context: Context): Promise<Response> {
  const { key } = linkOf(house, context, 'session');
  const length = context.req.header('Content-Length');
  const upload = await uploads.put(key, {
    range: context.req.header('Content-Range'),
    length: length === undefined ? undefined : Number(length),
    body: bodyOf(context),
  });
  switch (upload.state) {
    case 'complete':
      return context.body(null, 200);
    case 'gap':
      return context.json({ message: 'Bytes are missing before these: ask for the range that is stored' }, 503);
    case 'incomplete':
      if (upload.bytes > 0) context.header('Range', `bytes=0-${upload.bytes - 1}`);
      return context.body(null, 308);
  }
}

async function sendFile(house: House, context: Context): Promise<Response> {
  const { key, name } = linkOf(house, context, 'get');
  const size = await house.files.size(key);
  if (size === undefined) throw notFound('such file: it has been removed');
  const range = rangeOf(context.req.header('Range'), size);
  context.header('Accept-Ranges', 'bytes');
  if (range === 'unsatisfiable') {
    context.header('Content-Range', `bytes */${size}`);
    return context.body(null, 416);
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  if (range) context.header('Content-Range', `bytes ${first}-${last}/${size}`);
  context.header('Content-Type', 'application/octet-stream');
  context.header('Content-Length', String(last - first + 1));
  context.header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  const status = range ? 206 : 200;
  if (context.req.method === 'HEAD' || size === 0) return context.body(null, status);
  return context.body(house.files.read(key, first, last), status);
}

/** Absolute URLs are built from the address by which the caller reached us. */
export function originOf(context: Context): string {
  return new URL(context.req.url).origin;
}

async function* bodyOf(context: Context): AsyncGenerator<Uint8Array> {
  if (!context.req.raw.body) return;
  const reader = context.req.raw.body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } catch (cause) {
    throw new KinoraError('service/bad-request', 'The connection ended before the file did', { cause });
  } finally {
    reader.releaseLock();
  }
}
