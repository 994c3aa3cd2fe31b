/** The wire of the protocols that Kinora speaks: types and parsers that client and service share. */
export { ANIMATE3D_PATHS } from './providers/animate3d/wire/paths.ts';
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
export { readDownloadAnswer } from './providers/animate3d/wire/results.ts';
export type { DownloadAnswer, DownloadItem, DownloadLink } from './providers/animate3d/wire/results.ts';
export {
  readBasicAuthorization,
  readGatewayToken,
  readSessionCookie,
  SESSION_COOKIE,
  writeBasicAuthorization,
} from './providers/animate3d/wire/session.ts';
export type { Credentials, GatewayToken } from './providers/animate3d/wire/session.ts';
export { readUploadAnswer, readUploadQuery } from './providers/animate3d/wire/uploads.ts';
export type { UploadAnswer, UploadQuery } from './providers/animate3d/wire/uploads.ts';
export { readParams, writeParams } from './providers/animate3d/params/params.ts';
export type { FootLockingMode, ProcessParams } from './providers/animate3d/params/params.ts';
export { isKinoraError, KinoraError } from './errors.ts';
export type { KinoraErrorCode, KinoraErrorOptions } from './errors.ts';
