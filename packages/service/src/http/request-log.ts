import type { MiddlewareHandler } from 'hono';
import { STORAGE_PATH } from '../files/links.ts';
import { GATEWAY_PATH } from '../gateway/path.ts';

export interface RequestLogPorts {
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** One line for each request. A query may hold a signature and a header a secret: neither is ever in it. */
export function requestLog({ now, log }: RequestLogPorts): MiddlewareHandler {
  return async (context, next) => {
    const from = now();
    await next();
    const { method, path } = context.req;
    log(`${method} ${withoutNames(path)} ${context.res.status} ${now() - from} ms`);
  };
}

/** A file's key opens nothing by itself, but its name is the player's own. */
function withoutNames(path: string): string {
  const names = [`${STORAGE_PATH}/`, `${GATEWAY_PATH}/files/`].find((prefix) => path.startsWith(prefix));
  if (names === undefined) return path.slice(0, 200);
  return path.split('/').slice(0, names.split('/').length).join('/');
}
