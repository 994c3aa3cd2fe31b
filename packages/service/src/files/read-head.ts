import type { FileStore } from './file-store.ts';

/** The first bytes of a file, all of a shorter one. */
export async function readHead(files: FileStore, key: string, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const size = (await files.size(key)) ?? 0;
  if (size === 0) return new Uint8Array();
  return new Uint8Array(await new Response(files.read(key, 0, Math.min(size, bytes) - 1)).arrayBuffer());
}
