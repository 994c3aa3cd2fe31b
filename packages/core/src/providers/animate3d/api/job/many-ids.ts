import { isKinoraError } from '../../../../errors.ts';

/** Some servers and proxies refuse longer URLs; host and path have their share of it. */
const MAX_PATH_BYTES = 1800;

/** Ids for one request each, as a path has them: encoded, with plain commas between. Each id once. */
export function idPaths(ids: readonly string[]): string[] {
  const paths: string[] = [];
  let path = '';
  for (const id of new Set(ids.map(encodeURIComponent))) {
    if (path !== '' && path.length + 1 + id.length > MAX_PATH_BYTES) {
      paths.push(path);
      path = '';
    }
    path = path === '' ? id : `${path},${id}`;
  }
  return path === '' ? paths : [...paths, path];
}

/**
 * Asks for many ids by as few requests as possible. A service that answers 404 because it does not know one of them is
 * asked again for each half.
 */
export async function askForMany<T>(
  ids: readonly string[],
  ask: (path: string) => Promise<readonly T[]>,
): Promise<T[]> {
  const answers: T[] = [];
  for (const path of idPaths(ids)) answers.push(...(await askForPath(path, ask)));
  return answers;
}

async function askForPath<T>(path: string, ask: (path: string) => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await ask(path);
  } catch (error) {
    if (!isKinoraError(error) || error.code !== 'http/not-found') throw error;
    const ids = path.split(',');
    if (ids.length === 1) return [];
    const middle = ids.length >> 1;
    return [
      ...(await askForPath(ids.slice(0, middle).join(','), ask)),
      ...(await askForPath(ids.slice(middle).join(','), ask)),
    ];
  }
}
