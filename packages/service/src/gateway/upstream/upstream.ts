import type {
  CharacterModel,
  DeleteModelAnswer,
  DownloadLink,
  JobStatus,
  ListedJob,
  ListModelsQuery,
  ModelUploadAnswer,
  ModelUploadQuery,
  PeSaveUrls,
  ProcessAnswer,
  ProcessRequest,
  StoreModelAnswer,
  StoreModelRequest,
  UploadAnswer,
  UploadQuery,
  VideoInfo,
} from '@kinora/core/protocol';
import type { Balance } from '@kinora/core/animate3d';
import type { OutsideRules } from '../../http/outside-url.ts';

/** For whom a call is made, and until when it matters. */
export interface CallContext {
  /** The player; undefined for what the gateway asks on its own behalf. */
  readonly user: string | undefined;
  /** By which origin the page reached the gateway: a service in this process builds its links from it. */
  readonly origin: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The Animate 3D account that stands behind a gateway: the service in this process, or a real one. Who may ask for what is
 * not its business: that is settled before.
 *
 * Its failures are `service/…` as a page may see them: `service/upstream` and `service/busy` where a repeat may help.
 */
export interface Upstream {
  /** True where the account makes one job of repeats under one idempotency key. */
  readonly isIdempotent: boolean;
  /** Where its signed links may lead: uploads and results. */
  readonly links: OutsideRules;
  upload(query: UploadQuery, context: CallContext): Promise<UploadAnswer>;
  process(request: ProcessRequest, idempotencyKey: string | undefined, context: CallContext): Promise<ProcessAnswer>;
  status(rids: readonly string[], context: CallContext): Promise<readonly JobStatus[]>;
  download(rids: readonly string[], context: CallContext): Promise<readonly DownloadLink[]>;
  list(states: readonly string[], context: CallContext): Promise<readonly ListedJob[]>;
  videoInfo(url: string, context: CallContext): Promise<VideoInfo>;
  balance(context: CallContext): Promise<Balance>;
  modelUpload(query: ModelUploadQuery, context: CallContext): Promise<ModelUploadAnswer>;
  storeModel(request: StoreModelRequest, context: CallContext): Promise<StoreModelAnswer>;
  listModels(query: ListModelsQuery, context: CallContext): Promise<readonly CharacterModel[]>;
  deleteModel(id: string, context: CallContext): Promise<DeleteModelAnswer>;
  peSave(rid: string, context: CallContext): Promise<readonly PeSaveUrls[]>;
}
