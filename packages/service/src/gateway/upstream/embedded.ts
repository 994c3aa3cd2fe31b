import {
  ANIMATE3D_PATHS,
  KinoraError,
  readCreditBalanceAnswer,
  readDeleteModelAnswer,
  readDownloadAnswer,
  readErrorBody,
  readListAnswer,
  readListModelsAnswer,
  readModelUploadAnswer,
  readPeSaveAnswer,
  readProcessAnswer,
  readStatusAnswer,
  readStoreModelAnswer,
  readUploadAnswer,
  readVideoInfo,
} from '@kinora/core/protocol';
import type { KinoraErrorCode } from '@kinora/core/protocol';
import type { Hono } from 'hono';
import type { Caller } from '../../http/caller.ts';
import type { CallContext, Upstream } from './upstream.ts';

/** What the routes of the service are told beside the request: who calls. */
export interface EmbeddedBindings {
  readonly caller: Caller;
}

interface EmbeddedCall {
  readonly path: string;
  readonly method?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The service of this process as the account behind the gateway: no socket, no session, the same wire.
 *
 * @param routes - of Animate 3D, which take who calls from their bindings.
 */
export function embeddedUpstream(routes: Hono): Upstream {
  const ask = async (call: EmbeddedCall, context: CallContext): Promise<unknown> => {
    const response = await routes.fetch(requestOf(call, context), {
      caller: context.user === undefined ? {} : { user: context.user },
    } satisfies EmbeddedBindings);
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok) return body;
    throw errorOf(response.status, body);
  };
  const post = (path: string, body: unknown, context: CallContext): Promise<unknown> =>
    ask({ path, method: 'POST', body }, context);
  const paths = ANIMATE3D_PATHS;
  return {
    isIdempotent: true,
    links: { hosts: [] }, // Its links lead back to this process: pages follow them themselves.
    upload: async ({ name, resumable, fileSize }, context) =>
      readUploadAnswer(
        await ask({ path: paths.upload, query: { name, resumable: resumable ? 1 : 0, fileSize } }, context),
      ),
    process: async (body, key, context) => {
      const headers = key === undefined ? {} : { 'Idempotency-Key': key };
      return readProcessAnswer(await ask({ path: paths.process, method: 'POST', body, headers }, context));
    },
    status: async (rids, context) =>
      readStatusAnswer(await ask({ path: `${paths.status}/${rids.join(',')}` }, context)).status,
    download: async (rids, context) =>
      readDownloadAnswer(await ask({ path: `${paths.download}/${rids.join(',')}` }, context)).links,
    list: async (states, context) =>
      readListAnswer(
        await ask({ path: [paths.list, ...(states.length > 0 ? [states.join(',')] : [])].join('/') }, context),
      ).list,
    videoInfo: async (url, context) => readVideoInfo(await post(paths.videoInfo, { url }, context)),
    balance: async (context) => {
      const { credits } = readCreditBalanceAnswer(await ask({ path: paths.creditBalance }, context));
      return { unit: 'credits', value: credits };
    },
    modelUpload: async ({ resumable, ...query }, context) =>
      readModelUploadAnswer(
        await ask({ path: paths.modelUploadUrl, query: { ...query, resumable: resumable ? 1 : 0 } }, context),
      ),
    storeModel: async (request, context) => readStoreModelAnswer(await post(paths.storeModel, request, context)),
    listModels: async (query, context) =>
      readListModelsAnswer(await ask({ path: paths.listModels, query: { ...query } }, context)),
    deleteModel: async (id, context) =>
      readDeleteModelAnswer(await ask({ path: `${paths.deleteModel}/${id}`, method: 'DELETE' }, context)),
    peSave: async (rid, context) => readPeSaveAnswer(await ask({ path: `${paths.peSave}/${rid}` }, context)),
  };
}

function requestOf({ path, method = 'GET', query = {}, body, headers }: EmbeddedCall, context: CallContext): Request {
  const url = new URL(path, context.origin);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return new Request(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: context.signal ?? null,
  });
}

/** The service is ours: what it says of a refusal, a page may hear. */
function errorOf(status: number, body: unknown): KinoraError {
  const { message, code, hint } = readErrorBody(body) ?? { message: `The service answered ${status}` };
  // A code of this version, since both are of one process.
  const known = (code ?? (status === 404 ? 'service/not-found' : 'service/failed')) as KinoraErrorCode;
  return new KinoraError(known, message, hint === undefined ? {} : { hint });
}
