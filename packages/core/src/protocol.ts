/** The wire of the protocols that Kinora speaks: types and parsers that client and service share. */
export {
  ANIMATE3D_PATHS,
  readDownloadAnswer,
  readErrorBody,
  readGatewayToken,
  readListAnswer,
  readProcessAnswer,
  readProcessRequest,
  readStatusAnswer,
  readUploadAnswer,
  readUploadQuery,
} from './providers/animate3d/wire.ts';
export type {
  DownloadAnswer,
  DownloadItem,
  DownloadLink,
  ErrorBody,
  GatewayToken,
  JobDetails,
  JobState,
  JobStatus,
  ListAnswer,
  ListedJob,
  ProcessAnswer,
  ProcessRequest,
  StatusAnswer,
  UploadAnswer,
  UploadQuery,
} from './providers/animate3d/wire.ts';
export {
  readBasicAuthorization,
  readSessionCookie,
  SESSION_COOKIE,
  writeBasicAuthorization,
} from './providers/animate3d/session.ts';
export type { Credentials } from './providers/animate3d/session.ts';
export { readParams, writeParams } from './providers/animate3d/params.ts';
export type { FootLockingMode, ProcessParams } from './providers/animate3d/params.ts';
export { isKinoraError, KinoraError } from './errors.ts';
export type { KinoraErrorCode, KinoraErrorOptions } from './errors.ts';
