import { createHmac, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credentials } from '@kinora/core/protocol';

/**
 * The key behind all signatures. It lies in the data directory, so that sessions and links outlive a restart, and is
 * mixed with the account: new keys of an account end what was signed under the old ones.
 */
export async function loadKey(dataDir: string, account: Credentials | undefined): Promise<Uint8Array> {
  const path = join(dataDir, 'key');
  const key = await readKey(path).then((found) => found ?? writeKey(path));
  const { clientId = '', clientSecret = '' } = account ?? {};
  return createHmac('sha256', key)
    .update(JSON.stringify([clientId, clientSecret]))
    .digest();
}

async function readKey(path: string): Promise<Buffer | undefined> {
  try {
    const key = await readFile(path);
    return key.length === 32 ? key : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeKey(path: string): Promise<Buffer> {
  const key = randomBytes(32);
  await writeFile(`${path}.new`, key, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return key;
}
