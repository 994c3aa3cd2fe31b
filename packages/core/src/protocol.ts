/** The wire of the protocols that Kinora speaks: types and parsers that client and service share. */
export { ANIMATE3D_PATHS } from './providers/animate3d/wire/paths.ts';
export {
  readCreditBalanceAnswer,
  readMinutesBalanceAnswer,
  readVideoInfo,
  readVideoInfoRequest,
} from './providers/animate3d/wire/account.ts';
export type {
  CreditBalanceAnswer,
  MinutesBalanceAnswer,
  VideoInfo,
  VideoInfoRequest,
} from './providers/animate3d/wire/account.ts';
export { readErrorBody } from './providers/animate3d/wire/error-body.ts';
export type { ErrorBody } from './providers/animate3d/wire/error-body.ts';
export {
  readListAnswer,
  readProcessAnswer,
  readProcessRequest,
  readStatusAnswer,
} from './providers/animate3d/wire/jobs.ts';
export type {
  JobDetails,
  JobState,
  JobStatus,
  ListAnswer,
  ListedJob,
  ProcessAnswer,
  ProcessRequest,
  StatusAnswer,
} from './providers/animate3d/wire/jobs.ts';
export {
  readDeleteModelAnswer,
  readListModelsAnswer,
  readListModelsQuery,
  readModelUploadAnswer,
  readModelUploadQuery,
  readStoreModelAnswer,
  readStoreModelRequest,
} from './providers/animate3d/wire/models.ts';
export type {
  CharacterModel,
  DeleteModelAnswer,
  ListModelsQuery,
  ModelPlatform,
  ModelUploadAnswer,
  ModelUploadQuery,
  SeedModel,
  StoreModelAnswer,
  StoreModelRequest,
} from './providers/animate3d/wire/models.ts';
export {
  MAX_PERSONS,
  readDetections,
  readPeSaveAnswer,
  readPersonModels,
  trackingIdOf,
} from './providers/animate3d/wire/persons.ts';
export type { DetectedPerson, PersonModel, PeSaveUrls } from './providers/animate3d/wire/persons.ts';
export { readDownloadAnswer } from './providers/animate3d/wire/results.ts';
export type { DownloadAnswer, DownloadItem, DownloadLink } from './providers/animate3d/wire/results.ts';
export {
  readBasicAuthorization,
  readGatewayToken,
  readSessionCookie,
  SESSION_COOKIE,
  USER_HEADER,
  writeBasicAuthorization,
} from './providers/animate3d/wire/session.ts';
export type { Credentials, GatewayToken } from './providers/animate3d/wire/session.ts';
export { readUploadAnswer, readUploadQuery } from './providers/animate3d/wire/uploads.ts';
export type { UploadAnswer, UploadQuery } from './providers/animate3d/wire/uploads.ts';
export {
  JOB_COMPLETED,
  readDeletedWebhook,
  readWebhookEndpoint,
  readWebhookEvent,
  readWebhookList,
  readWebhookRequest,
  WEBHOOK_SIGNATURE_HEADER,
} from './providers/animate3d/wire/webhooks.ts';
export type {
  DeletedWebhook,
  WebhookEndpoint,
  WebhookEvent,
  WebhookList,
  WebhookRequest,
} from './providers/animate3d/wire/webhooks.ts';
export { cropPixels } from './providers/animate3d/params/crop.ts';
export type { CropEdges, CropPixels } from './providers/animate3d/params/crop.ts';
export { writeParams } from './providers/animate3d/params/params.ts';
export type { FootLockingMode, InputFacts, ProcessParams } from './providers/animate3d/params/params.ts';
export { readParams } from './providers/animate3d/params/read-params.ts';
export type { Colour, RenderParams } from './providers/animate3d/params/render.ts';
export { httpFailure, HTTP_STATUSES } from './providers/animate3d/http-statuses.ts';
export { JOB_CODES } from './providers/animate3d/job-codes.ts';
export type { JobFailure } from './providers/animate3d/job-codes.ts';
export type { Failure, FailureClass } from './providers/failure.ts';
export { MOVINGIMAGE_CODES, MOVINGIMAGE_STATUSES, movingimageError } from './providers/movingimage/errors.ts';
export type { MovingimageAnswer } from './providers/movingimage/errors.ts';
export { isKinoraError, KinoraError } from './errors.ts';
export type { KinoraErrorCode, KinoraErrorOptions } from './errors.ts';
