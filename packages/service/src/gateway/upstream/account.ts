import { createAnimate3dApi } from '@kinora/core/animate3d';
import type { Animate3dApi, ApiVersion, Balance } from '@kinora/core/animate3d';
import { isKinoraError, KinoraError, readParams } from '@kinora/core/protocol';
import type { Credentials, JobState, ListModelsQuery, ProcessRequest, UploadQuery } from '@kinora/core/protocol';
import type { OutsideRules } from '../../http/outside-url.ts';
import { badRequest, notFound } from '../../http/refusal.ts';
import type { CallContext, Upstream } from './upstream.ts';

/** A real account of Animate 3D. */
export interface AccountOptions extends Credentials {
  /** Base URL of the service, which DeepMotion gives with the account. */
  readonly host: string;
  /** The document that it goes by. Default `auto`. */
  readonly apiVersion?: ApiVersion;
  /** Hosts of its storage, beside its own. Default: `DEFAULT_LINK_HOSTS`. */
  readonly linkHosts?: readonly string[];
}

/** Where DeepMotion keeps files: Google Cloud Storage, and its own names. */
export const DEFAULT_LINK_HOSTS: readonly string[] = [
  'storage.googleapis.com',
  '*.storage.googleapis.com',
  '*.deepmotion.com',
];

/**
 * The account elsewhere: one session for all players, opened and renewed as needed, however many ask at once.
 *
 * @param fetch - Default: that of the process.
 */
export function accountUpstream(options: AccountOptions, { log, fetch }: AccountPorts): Upstream {
  const { host, clientId, clientSecret, apiVersion, linkHosts = DEFAULT_LINK_HOSTS } = options;
  const api = createAnimate3dApi(
    { host, clientId, clientSecret, ...(apiVersion !== undefined && { apiVersion }) },
    fetch ? { fetch } : {},
  );
  const links: OutsideRules = { hosts: linkHosts, trustedOrigins: [new URL(host).origin] };
  return withPageErrors({ isIdempotent: false, links, ...callsOf(api) }, log);
}

export interface AccountPorts {
  readonly log: (line: string) => void;
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

type Calls = Omit<Upstream, 'isIdempotent' | 'links'>;

function callsOf(api: Animate3dApi): Calls {
  return {
    upload: async ({ name, resumable, fileSize }: UploadQuery, { signal }) => ({
      url: await api.videos.uploadUrl(name, { resumable, ...(fileSize !== undefined && { fileSize }), signal }),
    }),
    process: async (request, idempotencyKey, { signal }) => ({
      rid: await start(api, request, idempotencyKey, signal),
    }),
    status: async (rids, { signal }) => [...(await api.jobs.statuses(rids, { signal })).values()],
    download: async (rids, { signal }) => [...(await api.jobs.allLinks(rids, { signal })).values()],
    list: (states, { signal }) => api.jobs.list(states as readonly JobState[], { signal }), // Words of a path, as they came.
    videoInfo: (url, { signal }) => api.videos.info(url, { signal }),
    balance: (context: CallContext): Promise<Balance> => api.account.balance({ signal: context.signal }),
    modelUpload: (query, { signal }) => api.models.uploadUrls({ ...query, signal }),
    storeModel: async (request, { signal }) => ({ modelId: await api.models.store(request, { signal }) }),
    listModels: ({ stockModel = null, ...query }: NullableQuery, { signal }) =>
      api.models.list({ ...query, stockModel }, { signal }),
    deleteModel: async (id, { signal }) => ({ count: (await api.models.delete(id, { signal })) ? 1 : 0 }),
    peSave: (rid, { signal }) => api.persons.poseEdits(rid, { signal }),
  };
}

type NullableQuery = Omit<ListModelsQuery, 'stockModel'> & { readonly stockModel?: string | null };

async function start(
  api: Animate3dApi,
  { url, rid, rid_mp_detection, params }: ProcessRequest,
  idempotencyKey: string | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  const options = { idempotencyKey, signal };
  if (url !== undefined) return (await api.jobs.start(url, params, options)).rid;
  if (rid !== undefined) return (await api.jobs.rerun(rid, params, options)).rid;
  const { models = [], ...others } = readParams(params);
  const persons = models.map(({ trackingId, modelId = '' }) => ({ trackingId, modelId }));
  return (await api.persons.start(rid_mp_detection ?? '', persons, others, options)).rid;
}

/** What the account says, as a page may hear it: nothing of the account itself, and never its own words. */
function withPageErrors(upstream: Upstream, log: (line: string) => void): Upstream {
  const wrapped = Object.entries(upstream).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [name, value];
    const call = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await (value as (...all: unknown[]) => Promise<unknown>)(...args);
      } catch (error) {
        throw pageError(error, log);
      }
    };
    return [name, call];
  });
  return Object.fromEntries(wrapped) as Upstream; // The same names, each with its own kind.
}

/** An abort passes untouched, and so does what is no failure of the account. */
function pageError(error: unknown, log: (line: string) => void): Error {
  if (!isKinoraError(error)) return error instanceof Error ? error : new Error(String(error));
  const { status, retryAfterMs } = error.details;
  const retryAfter = typeof retryAfterMs === 'number' && { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) };
  if (error.code === 'http/not-found') return notFound('such thing at the account');
  if (error.code === 'animate3d/parameter' || error.code === 'animate3d/unsupported') return badRequest(error.message);
  if (status === 400 || status === 422) return badRequest('The account does not accept the request');
  if (error.code === 'http/rate-limited') return busy(retryAfter);
  log(`account: ${error.message}`);
  if (error.code === 'animate3d/quota') return outOfCredits();
  // Refused credentials are the operator's business: a page can do nothing but wait.
  return new KinoraError('service/upstream', 'The account behind the gateway did not answer as it should', {
    hint: 'Try again in a while.',
    details: { ...retryAfter },
  });
}

function busy(retryAfter: false | { readonly retryAfterSeconds: number }): KinoraError {
  return new KinoraError('service/busy', 'The account is busy', {
    hint: 'Try again in a while.',
    details: { ...retryAfter },
  });
}

function outOfCredits(): KinoraError {
  return new KinoraError('service/no-credits', 'The account behind the gateway has not enough credits', {
    hint: 'Its operator has to add some.',
  });
}
