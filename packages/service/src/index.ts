/** The embedded Animate 3D service, and the gateway that keeps its secrets out of pages. */
export { createService, GATEWAY_PATH } from './create-service.ts';
export type { CreateServiceOptions } from './create-service.ts';
export { startService } from './start-service.ts';
export type { RunningService, StartServiceOptions } from './start-service.ts';
export type { OpenHouseOptions } from './open-house.ts';
export type { House } from './house.ts';
export { Signer } from './http/signer.ts';
export type { SignaturePurpose } from './http/signer.ts';
export { openDirectoryStore } from './files/directory-store.ts';
export type { DirectoryStoreOptions } from './files/directory-store.ts';
export type { FileStore, StoredFile } from './files/file-store.ts';
export { openJournalQueue } from './jobs/journal-queue.ts';
export type { JobQueue, JobQueueOptions, RunJob, RunJobContext } from './jobs/job-queue.ts';
export type { Job, JobFailure, JobFile, JobRequest, JobResult } from './jobs/job.ts';
export type { CaptureVideo, CaptureVideoOptions } from './process/capture-video.ts';
