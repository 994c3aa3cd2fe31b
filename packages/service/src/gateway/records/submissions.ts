import { isKinoraError, KinoraError } from '@kinora/core/protocol';
import type { ListedJob, ProcessRequest } from '@kinora/core/protocol';
import type { Quota } from '../policy/quota.ts';
import type { CallContext, Upstream } from '../upstream/upstream.ts';
import { hashOf, submissionKey } from './records.ts';
import type { Records, SubmissionRecord } from './records.ts';

/** One wish for a job. */
export interface Submission {
  readonly user: string;
  /** Absent: each request is a wish of its own. */
  readonly idempotencyKey: string | undefined;
  readonly request: ProcessRequest;
  /** Of the file, as the account knows it. */
  readonly name: string;
  /** Of the video, as they count in the player's day. Asked for once, before the job is. */
  readonly seconds: () => Promise<number>;
}

export interface SubmissionsOptions {
  readonly upstream: Upstream;
  readonly records: Records;
  readonly quota: Quota;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A key and what is on disk of it. */
interface Entry {
  readonly key: string;
  readonly record: SubmissionRecord;
}

/** So long a job may take to show in the account's list after its answer was lost. */
const SETTLE_MS = 15_000;
/** How far the account's clock may be from ours. */
const SKEW_MS = 5 * 60_000;

/**
 * Starts jobs, one for each idempotency key, whatever gets lost. Before the account is asked, it is on disk that it will
 * be. Where its answer never came, the account's list says whether there is a job: only where there is none after a while
 * it is asked again.
 */
export class Submissions {
  readonly #options: SubmissionsOptions;
  readonly #inFlight = new Map<string, { readonly hash: string; readonly rid: Promise<string> }>();

  constructor(options: SubmissionsOptions) {
    this.#options = options;
  }

  /**
   * @returns the rid.
   * @throws `service/conflict` for a key of another request; `service/quota`; `service/upstream` where it is not known yet
   * what became of it, so that the same request has to be repeated; what the account refuses.
   */
  async submit(submission: Submission, context: CallContext): Promise<string> {
    const { user, idempotencyKey, request } = submission;
    if (idempotencyKey === undefined) return this.#sendNew(undefined, submission, context);
    const key = submissionKey(user, idempotencyKey);
    const hash = hashOf(JSON.stringify(request));
    const known = this.#inFlight.get(key) ?? this.#options.records.submission(key);
    if (known !== undefined && known.hash !== hash) throw conflict();
    const running = this.#inFlight.get(key)?.rid;
    if (running) return running;
    // Without the page's signal: who hangs up and asks again waits for the same answer.
    const rid = this.#once(key, hash, submission, { ...context, signal: undefined });
    this.#inFlight.set(key, { hash, rid });
    return rid.finally(() => this.#inFlight.delete(key));
  }

  async #once(key: string, hash: string, submission: Submission, context: CallContext): Promise<string> {
    const { records, upstream, now } = this.#options;
    const known = records.submission(key);
    if (known?.rid !== undefined) return known.rid;
    if (known && !upstream.isIdempotent) {
      const rid = await this.#find(key, known, submission, context);
      if (rid !== undefined) return this.#settle({ key, record: known }, submission, known.seconds, rid);
      const waitMs = known.triedMs + SETTLE_MS - now();
      if (waitMs > 0) throw notKnownYet(Math.ceil(waitMs / 1000));
    }
    if (!known) return this.#sendNew({ key, hash }, submission, context);
    // What was reckoned when it was first sent is not reckoned again.
    const record = { ...known, triedMs: now() };
    await records.keep(records.submissionOf(key, record));
    return this.#send({ key, record }, submission, known.seconds, context);
  }

  /** Reckons a job as a part of the player's day, and sends it; what the account refuses is given back. */
  async #sendNew(
    keyed: { readonly key: string; readonly hash: string } | undefined,
    submission: Submission,
    context: CallContext,
  ): Promise<string> {
    const { records, quota, now } = this.#options;
    const { user, name } = submission;
    const seconds = await submission.seconds();
    const share = quota.take(user, seconds);
    const entry = keyed && {
      key: keyed.key,
      record: { hash: keyed.hash, name, seconds, sinceMs: now(), triedMs: now() },
    };
    await records.keep(share.change, ...(entry ? [records.submissionOf(entry.key, entry.record)] : []));
    try {
      return await this.#send(entry, submission, seconds, context);
    } catch (error) {
      if (isRefusal(error)) await records.keep(share.giveBack());
      throw error;
    }
  }

  async #send(
    entry: Entry | undefined,
    submission: Submission,
    seconds: number,
    context: CallContext,
  ): Promise<string> {
    const { records, upstream } = this.#options;
    try {
      const { rid } = await upstream.process(submission.request, submission.idempotencyKey, context);
      return await this.#settle(entry, submission, seconds, rid);
    } catch (error) {
      if (entry && isRefusal(error)) await records.keep(records.submissionOf(entry.key, undefined));
      throw error;
    }
  }

  async #settle(entry: Entry | undefined, { user, name }: Submission, seconds: number, rid: string): Promise<string> {
    const { records } = this.#options;
    const keyed = entry && records.submissionOf(entry.key, { ...entry.record, rid });
    await records.keep(records.jobOf(rid, { user, name, seconds }), ...(keyed ? [keyed] : []));
    return rid;
  }

  /** The job of a request whose answer was lost, by its file's name and its time. */
  async #find(
    key: string,
    { name, sinceMs }: SubmissionRecord,
    { request }: Submission,
    context: CallContext,
  ): Promise<string | undefined> {
    const { upstream, records } = this.#options;
    const jobs = await upstream.list([], { ...context, user: undefined });
    const detection = request.rid_mp_detection;
    // The second phase keeps the rid of the first, which has ended before.
    if (detection !== undefined) return jobs.find((job) => job.rid === detection && isPhaseTwo(job))?.rid;
    const isCandidate = (job: ListedJob): boolean =>
      job.fileName === name && job.ctime >= sinceMs - SKEW_MS && records.job(job.rid) === undefined;
    const candidates = jobs.filter(isCandidate);
    const rivals = [...records.unanswered()].filter(([other, record]) => other !== key && record.name === name);
    // Whose it is cannot be told, and nobody is given what may be another's.
    if (candidates.length > 0 && rivals.length > 0) throw conflict();
    return candidates.sort((a, b) => a.ctime - b.ctime)[0]?.rid;
  }
}

function isPhaseTwo({ status, mode, models }: ListedJob): boolean {
  return status !== 'SUCCESS' || mode === 1 || models !== undefined;
}

/** True where the account has said no: then there is no job. Anything else may have begun one. */
function isRefusal(error: unknown): boolean {
  return isKinoraError(error) && !['service/upstream', 'service/failed', 'animate3d/protocol'].includes(error.code);
}

function conflict(): KinoraError {
  return new KinoraError('service/conflict', 'The idempotency key belongs to another request', {
    hint: 'Make a new key for each job, and repeat it for repeats of that job alone.',
  });
}

function notKnownYet(retryAfterSeconds: number): KinoraError {
  return new KinoraError('service/upstream', 'It is not known yet whether the account has begun the job', {
    hint: 'Repeat the request with the same key.',
    details: { retryAfterSeconds },
  });
}
