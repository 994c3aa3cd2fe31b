import type { JobQueue } from '../jobs/job-queue.ts';
import type { FileStore } from './file-store.ts';
import { SESSION_LIFE_MS } from './storage-routes.ts';

/** Removes what no job has asked for in the time in which one could have: uploads without a job, results without one. */
export async function removeStrayFiles(files: FileStore, jobs: JobQueue, nowMs: number): Promise<void> {
  const wanted = new Set(
    jobs.list().flatMap(({ request, result }) => [request.videoKey, ...(result?.files ?? []).map(({ key }) => key)]),
  );
  for (const { key, changedMs } of await files.list()) {
    if (!wanted.has(key) && changedMs < nowMs - SESSION_LIFE_MS) await files.delete(key);
  }
}
