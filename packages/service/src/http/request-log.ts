import type { MiddlewareHandler } from 'hono';
import type { House } from '../house.ts';
import { STORAGE_PATH } from '../files/links.ts';

/** One line for each request. A query may hold a signature and a header a secret: neither is ever in it. */
export function requestLog(house: House): MiddlewareHandler {
  return async (context, next) => {
    const from = house.now();
    await next();
    const { method, path } = context.req;
    house.log(`${method} ${withoutNames(path)} ${context.res.status} ${house.now() - from} ms`);
  };
}

/** A file's key opens nothing by itself, but its name is the player's own. */
function withoutNames(path: string): string {
  if (!path.startsWith(`${STORAGE_PATH}/`)) return path.slice(0, 200);
  return path.split('/').slice(0, 3).join('/');
}
