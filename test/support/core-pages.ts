import { createKinora } from '@kinora/core';
import type { Kinora, KinoraOptions } from '@kinora/core';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, vi } from 'vitest';

/** What pages capture, where nobody looks at it. */
export const video: Blob = new Blob([new Uint8Array(1000).fill(1)], { type: 'video/mp4' });

const open: Kinora[] = [];

/** A page. Node has no Worker, so its core runs on the page. */
export async function openPage(options: KinoraOptions = {}): Promise<Kinora> {
  const kinora = await createKinora({ thread: 'main', ...options });
  open.push(kinora);
  return kinora;
}

/** Each test of the file has a storage of its own, and leaves no page behind. */
export function emptyStorage(): void {
  beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
  afterEach(() => {
    for (const kinora of open.splice(0)) kinora.dispose();
    vi.unstubAllGlobals();
  });
}
