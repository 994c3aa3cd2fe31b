import type { ListedJob } from '../../wire/jobs.ts';

/** What a program remembers of a job that it started. */
export interface KeptJob {
  readonly rid: string;
  /** Of the video, as the program calls it. */
  readonly fileName?: string;
  /** Milliseconds since 1970. */
  readonly ctime?: number;
}

/** A job as the service and the program know it together. */
export interface MergedJob extends KeptJob {
  /** As the service lists it; undefined where it does not, or not any more: failed and old jobs are removed. */
  readonly listed: ListedJob | undefined;
  /** True where the program remembers it: others are of another program of the account. */
  readonly isOwn: boolean;
}

/**
 * The service's list together with what a program keeps itself, each job once, newest first. The program's names count
 * first: the service has none for a job that has just begun.
 *
 * @example
 * const jobs = mergeJobs(await api.jobs.list(), await database.jobs());
 */
export function mergeJobs(listed: readonly ListedJob[], kept: readonly KeptJob[]): readonly MergedJob[] {
  const own = new Map(kept.map((job) => [job.rid, job]));
  const theirs = new Map(listed.map((job) => [job.rid, job]));
  const rids = [...new Set([...theirs.keys(), ...own.keys()])];
  return rids.map((rid) => merge(rid, theirs.get(rid), own.get(rid))).sort((a, b) => (b.ctime ?? 0) - (a.ctime ?? 0));
}

function merge(rid: string, listed: ListedJob | undefined, kept: KeptJob | undefined): MergedJob {
  const fileName = [kept?.fileName, listed?.fileName].find((name) => name !== undefined && name !== '');
  const ctime = [listed?.ctime, kept?.ctime].find((time) => time !== undefined && time > 0);
  return {
    rid,
    ...(fileName !== undefined && { fileName }),
    ...(ctime !== undefined && { ctime }),
    listed,
    isOwn: kept !== undefined,
  };
}
