import { del, get, set } from 'idb-keyval';
import type { UseStore } from 'idb-keyval';
import type { Database } from './database.ts';

/** A larger one is not copied: it would push what matters more out of the page's storage. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Videos on their way to a service, by their SHA-256, so that an upload goes on by itself after a reload. As good as the
 * browser allows: a video that finds no room is chosen again by hand, and what had arrived of it is not sent again.
 */
export class KeptVideos {
  readonly #use: UseStore;

  constructor(database: Database) {
    this.#use = database.store('videos');
  }

  /** False where the video could not be kept. */
  async keep(hash: string, video: Blob): Promise<boolean> {
    if (video.size > MAX_BYTES) return false;
    return attempt(() => set(hash, video, this.#use).then(() => true), false);
  }

  get(hash: string): Promise<Blob | undefined> {
    return attempt(() => get<Blob>(hash, this.#use), undefined);
  }

  forget(hash: string): Promise<void> {
    return attempt(() => del(hash, this.#use), undefined);
  }
}

async function attempt<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch {
    return otherwise; // No database, no room, or a browser that stores no blobs: all mean that nothing is kept.
  }
}
