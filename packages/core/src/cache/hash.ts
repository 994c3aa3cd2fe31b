import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256, lower-case hex. `crypto.subtle` is absent on plain http, where games are developed. */
export function hashBytes(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}

/**
 * SHA-256 of a blob, lower-case hex, without ever holding all of it.
 *
 * @throws the signal's reason on abort; what the blob's stream throws where it cannot be read any more.
 */
export async function hashBlob(blob: Blob, { signal }: { signal?: AbortSignal } = {}): Promise<string> {
  const hash = sha256.create();
  const reader = blob.stream().getReader();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return toHex(hash.digest());
      hash.update(value);
    }
  } finally {
    await reader.cancel();
  }
}

function toHex(digest: Uint8Array): string {
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
