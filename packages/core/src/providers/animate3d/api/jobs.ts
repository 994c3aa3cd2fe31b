import { readListAnswer, readStatusAnswer } from '../wire/jobs.ts';
import type { JobState, JobStatus, ListedJob } from '../wire/jobs.ts';
import { ANIMATE3D_PATHS } from '../wire/paths.ts';
import { readDownloadAnswer } from '../wire/results.ts';
import type { DownloadLink } from '../wire/results.ts';
import type { Endpoints } from './endpoints.ts';
import { askForMany } from './job/many-ids.ts';
import { startJob } from './job/start-job.ts';
import type { JobParams, StartedJob, StartOptions } from './job/start-job.ts';
import { OnceStarter } from './job/start-once.ts';
import type { OncePorts, PrepareOptions, Submission } from './job/start-once.ts';
import type { CallOptions } from './transport/transport.ts';
import { isOver, watchJob } from './job/watch-job.ts';
import type { JobUpdate, WatchPorts } from './job/watch-job.ts';

/** A job: what it is made of, how far it is, and what came of it. */
export interface JobsApi {
  /**
   * Starts a job for an uploaded video or image. `POST /process`
   *
   * @param url - the URL that `videos.uploadUrl` or `videos.upload` gave, unchanged.
   * @throws `animate3d/parameter` before anything is sent.
   */
  start(url: string, params?: JobParams, options?: StartOptions): Promise<StartedJob>;
  /**
   * Readies a job that must not be made twice, though its answer be lost and the program end: keep what comes back, and
   * give it to `startOnce`. With an account this looks at the list of jobs.
   *
   * @param url - as for `start`.
   * @throws `animate3d/parameter`.
   */
  prepare(url: string, params: JobParams, options: PrepareOptions): Promise<Submission>;
  /**
   * Starts a prepared job. An answer that was lost does not make a second one: the account's list is looked at by file
   * name and time before it is asked again, also for a submission that an earlier program kept. A gateway is asked with
   * the same key.
   *
   * @throws `animate3d/unknown-job` where the list does not tell which job it is; `http/…` where nothing is answered:
   * call it again with the same submission.
   */
  startOnce(submission: Submission, options?: CallOptions): Promise<StartedJob>;
  /**
   * Runs a job that succeeded once more, with other parameters; one that failed is started anew by its URL. The rid that
   * comes back is the one to ask for: services may give a new one or the same. `POST /process`
   */
  rerun(rid: string, params?: JobParams, options?: StartOptions): Promise<StartedJob>;
  /** `GET /status/<rid>`. Undefined where the service does not know the job, or not any more. */
  status(rid: string, options?: CallOptions): Promise<JobStatus | undefined>;
  /** `GET /status/<rid>,<rid>,…` in as few requests as fit into a URL. Without the jobs that the service does not know. */
  statuses(rids: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, JobStatus>>;
  /**
   * Asks until the job is done, less and less often, and tells what it hears. Ends after SUCCESS.
   *
   * @throws the job's error on FAILURE; `animate3d/unknown-job`; `animate3d/timeout` after two hours of waits.
   */
  watch(job: StartedJob, options?: CallOptions): AsyncGenerator<JobUpdate, void>;
  /** `GET /download/<rid>`. Without `urls` where the job is not ready; undefined where it is not known. Links end: ask anew. */
  links(rid: string, options?: CallOptions): Promise<DownloadLink | undefined>;
  /** `GET /download/<rid>,<rid>,…` */
  allLinks(rids: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, DownloadLink>>;
  /** `GET /list[/<STATUS>,…]`, newest first. Failed and old jobs may be gone. */
  list(states?: readonly JobState[], options?: CallOptions): Promise<readonly ListedJob[]>;
}

export function jobsApi(endpoints: Endpoints, ports: WatchPorts & Pick<OncePorts, 'retry'>): JobsApi {
  const statuses = statusesOf(endpoints);
  const allLinks = allLinksOf(endpoints);
  const status: JobsApi['status'] = async (rid, options) => (await statuses([rid], options)).get(rid);
  const links: JobsApi['links'] = async (rid, options) => (await allLinks([rid], options)).get(rid);
  const list = listOf(endpoints);
  const once = new OnceStarter(endpoints, { ...ports, list: (options) => list([], options) });
  return {
    start: (url, params, options) => startJob(endpoints, { url }, params, options),
    prepare: (url, params, options) => once.prepare(url, params, options),
    startOnce: (submission, options = {}) => once.start(submission, options),
    rerun: (rid, params, options) => startJob(endpoints, { rid }, params, options),
    status,
    statuses,
    watch: (job, options) => watchJob(job, { status, links, ...ports, ...options }),
    links,
    allLinks,
    list,
  };
}

function statusesOf({ transport }: Endpoints): JobsApi['statuses'] {
  return async (rids, { signal } = {}) => {
    const found = await askForMany(rids, async (ids) => {
      const path = `${ANIMATE3D_PATHS.status}/${ids}`;
      return (await transport.call({ what: 'ask for the job', path, parse: readStatusAnswer, signal })).status;
    });
    return byRid(rids, found, isOver);
  };
}

function allLinksOf({ transport }: Endpoints): JobsApi['allLinks'] {
  return async (rids, { signal } = {}) => {
    const found = await askForMany(rids, async (ids) => {
      const path = `${ANIMATE3D_PATHS.download}/${ids}`;
      return (await transport.call({ what: 'ask for the result', path, parse: readDownloadAnswer, signal })).links;
    });
    return byRid(rids, found, ({ urls }) => urls !== undefined);
  };
}

function listOf({ transport }: Endpoints): JobsApi['list'] {
  return async (states = [], { signal } = {}) => {
    const path = [ANIMATE3D_PATHS.list, ...(states.length > 0 ? [states.join(',')] : [])].join('/');
    const { list } = await transport.call({ what: 'list the jobs', path, parse: readListAnswer, signal });
    return [...list].sort((a, b) => b.ctime - a.ctime);
  };
}

/** By the ids that were asked for, whatever the order of the answer; of two entries for one id the one that says more. */
function byRid<T extends { readonly rid: string }>(
  rids: readonly string[],
  answers: readonly T[],
  saysMore: (answer: T) => boolean,
): ReadonlyMap<string, T> {
  const wanted = new Set(rids);
  const found = new Map<string, T>();
  for (const answer of answers) {
    const known = found.get(answer.rid);
    if (wanted.has(answer.rid) && !(known && saysMore(known))) found.set(answer.rid, answer);
  }
  return found;
}
