import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import type { Job } from '../../jobs/job.ts';
import { badRequest } from '../../http/refusal.ts';

const MAX_RIDS = 100;

/** A job that the caller may know of. A player sees their own; the account sees all. */
export function visibleJob(house: House, caller: Caller, rid: string): Job | undefined {
  const job = house.jobs.get(rid);
  return job && isVisible(job, caller) ? job : undefined;
}

/** The jobs of a path's `rid1,rid2`, without those that are not known. */
export function visibleJobs(house: House, caller: Caller, rids: string): Job[] {
  const list = rids.split(',');
  if (list.length > MAX_RIDS) throw badRequest(`At most ${MAX_RIDS} jobs can be asked for at once`);
  return [...new Set(list)].flatMap((rid) => visibleJob(house, caller, rid.trim()) ?? []);
}

/** All of the caller's jobs, oldest first. */
export function allVisibleJobs(house: House, caller: Caller): Job[] {
  return house.jobs.list().filter((job) => isVisible(job, caller));
}

function isVisible(job: Job, caller: Caller): boolean {
  return caller.user === undefined || job.request.user === caller.user;
}
