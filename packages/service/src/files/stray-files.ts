import { keyFor } from '../animate3d/uploads/uploaded-file.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { Records } from '../records/records.ts';
import type { FileStore } from './file-store.ts';
import { SESSION_LIFE_MS } from './storage-routes.ts';

/** Removes what nobody has asked for in the time in which one could have: uploads without a job or a character, results without a job. */
export async function removeStrayFiles(
  files: FileStore,
  { jobs, records }: { readonly jobs: JobQueue; readonly records: Records },
  nowMs: number,
): Promise<void> {
  const wanted = new Set([
    ...jobs
      .list()
      .flatMap(({ rid, request, result }) => [
        request.videoKey,
        keyFor('pose', rid),
        ...(result?.files ?? []).map(({ key }) => key),
      ]),
    ...records.models().flatMap(({ modelKey, thumbKey }) => [modelKey, thumbKey]),
  ]);
  for (const { key, changedMs } of await files.list()) {
    if (!wanted.has(key) && changedMs < nowMs - SESSION_LIFE_MS) await files.delete(key);
  }
}
