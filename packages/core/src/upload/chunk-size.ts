import { CHUNK_UNIT_BYTES } from './upload-session.ts';

/** A chunk that takes about this long shows progress often enough, and wastes little on the pauses between chunks. */
const AIM_MS = 2000;
const LARGEST_BYTES = 64 * CHUNK_UNIT_BYTES;

export const FIRST_CHUNK_BYTES: number = 4 * CHUNK_UNIT_BYTES;

/** The size of the next chunk after one that took so long: at most twice or half of it, in whole units. */
export function nextChunkBytes(bytes: number, tookMs: number): number {
  const factor = Math.min(2, Math.max(0.5, AIM_MS / Math.max(1, tookMs)));
  const units = Math.floor((bytes * factor) / CHUNK_UNIT_BYTES);
  return Math.min(LARGEST_BYTES, Math.max(1, units) * CHUNK_UNIT_BYTES);
}
