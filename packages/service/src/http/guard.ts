import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { CONTENT_SECURITY_POLICY } from './csp.ts';
import { isLoopback } from './loopback.ts';
import { forbidden } from './refusal.ts';

/** Pages of other origins that may call, as the Animate 3D documents have it for work on one's own machine. */
export const DEFAULT_ORIGINS: readonly string[] = ['http://localhost:8080', 'http://localhost:8180'];

/** Who may come in. */
export interface Door {
  /** True where it listens to this machine alone. */
  readonly isLocal: boolean;
  /** Origins of pages that may call, beside the own one. Default: `DEFAULT_ORIGINS`. */
  readonly origins?: readonly string[];
  /** The origin by which a proxy in front is known. */
  readonly publicOrigin?: string | undefined;
}

/**
 * A page of any origin can reach a service on the player's own machine. So a request that names a foreign origin is
 * refused, and one that came by a foreign name too: that name may have been pointed at this machine (DNS rebinding).
 */
export function guard(door: Door): MiddlewareHandler {
  return async (context, next) => {
    const url = new URL(context.req.url);
    if (door.isLocal && !isLoopback(url.hostname) && url.host !== hostOf(door.publicOrigin))
      throw forbidden('The service answers to the name of this machine alone');
    const origin = context.req.header('Origin');
    if (origin !== undefined && !isKnown(origin, url, door))
      throw forbidden('The service does not answer to pages of this origin');
    await next();
  };
}

/** Lets the known origins read answers, and the headers that a resumable upload goes by. */
export function crossOrigin(door: Door): MiddlewareHandler {
  return cors({
    origin: (origin, context) => (isKnown(origin, new URL(context.req.url), door) ? origin : undefined),
    credentials: true,
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    exposeHeaders: ['Location', 'Range', 'Content-Range', 'Retry-After'],
    maxAge: 600,
  });
}

/** Headers that every response carries. */
export function securityHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    context.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
  };
}

/** The origin `null`, of a sandboxed frame or a file, is nobody's: anyone can have it. */
function isKnown(origin: string, url: URL, { origins = DEFAULT_ORIGINS }: Door): boolean {
  // Behind a proxy that speaks https the service itself hears http: the host decides.
  return hostOf(origin) === url.host || (origin !== 'null' && origins.includes(origin));
}

function hostOf(origin: string | undefined): string | undefined {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : undefined;
}
