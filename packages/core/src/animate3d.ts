/** The REST API of Animate 3D, typed, for servers with an account and for pages with a gateway. */
export { createAnimate3dApi } from './providers/animate3d/api/create-animate3d-api.ts';
export type { Animate3dApi, DirectOptions, GatewayApiOptions } from './providers/animate3d/api/create-animate3d-api.ts';
export type { AccountApi, Balance } from './providers/animate3d/api/account.ts';
export type { ApiVersion } from './providers/animate3d/api/endpoints.ts';
export type { JobsApi } from './providers/animate3d/api/jobs.ts';
export type { AddModelOptions, ModelChanges, ModelsApi, ModelUploadOptions } from './providers/animate3d/api/models.ts';
export type { ChosenPerson, Detection, PersonsApi, PersonsParams } from './providers/animate3d/api/persons.ts';
export { groupResult, linksOf, unpackAllCharacters } from './providers/animate3d/api/files/results.ts';
export type {
  CharacterFile,
  FetchOptions,
  FileLinks,
  JobResult,
  PersonResult,
} from './providers/animate3d/api/files/results.ts';
export type { JobParams, StartedJob, StartOptions } from './providers/animate3d/api/job/start-job.ts';
export { mergeJobs } from './providers/animate3d/api/job/merge-jobs.ts';
export type { KeptJob, MergedJob } from './providers/animate3d/api/job/merge-jobs.ts';
export type { JobTraces, PrepareOptions, Submission } from './providers/animate3d/api/job/start-once.ts';
export type { CallOptions } from './providers/animate3d/api/transport/transport.ts';
export type { UploadOptions, UploadUrlOptions, VideosApi } from './providers/animate3d/api/videos.ts';
export type { JobUpdate } from './providers/animate3d/api/job/watch-job.ts';
export type { WebhooksApi } from './providers/animate3d/api/webhooks.ts';
export { cropPixels } from './providers/animate3d/params/crop.ts';
export type { CropEdges, CropPixels } from './providers/animate3d/params/crop.ts';
export type { FootLockingMode, InputFacts, ProcessParams } from './providers/animate3d/params/params.ts';
export type { Colour, RenderParams } from './providers/animate3d/params/render.ts';
export type { VideoInfo } from './providers/animate3d/wire/account.ts';
export type { JobDetails, JobState, JobStatus, ListedJob } from './providers/animate3d/wire/jobs.ts';
export type {
  CharacterModel,
  ListModelsQuery,
  ModelUploadAnswer,
  StoreModelRequest,
} from './providers/animate3d/wire/models.ts';
export type { DetectedPerson, PersonModel, PeSaveUrls } from './providers/animate3d/wire/persons.ts';
export type { DownloadItem, DownloadLink } from './providers/animate3d/wire/results.ts';
export type { GatewayToken } from './providers/animate3d/wire/session.ts';
export type { WebhookEndpoint } from './providers/animate3d/wire/webhooks.ts';
export type { RetryPolicy } from './http/retry.ts';
export { isKinoraError, KinoraError } from './errors.ts';
export type { KinoraErrorCode, KinoraErrorOptions } from './errors.ts';
