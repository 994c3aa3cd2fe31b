import type { ListAnswer } from '@kinora/core/protocol';
import type { Context } from 'hono';
import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import { LISTED_STATES } from './status.ts';
import { allVisibleJobs } from './visible-jobs.ts';

/** `GET /list[/<STATUS>[,<STATUS>…]]` */
export function answerList(house: House, context: Context, caller: Caller): Response {
  const states = context.req.param('states')?.split(',');
  const unit = house.dialect?.timesInSeconds ? 1000 : 1;
  const list: ListAnswer['list'] = allVisibleJobs(house, caller)
    .map((job) => ({
      rid: job.rid,
      fileName: job.request.fileName,
      fileSize: job.request.fileSize,
      fileDuration: job.result?.videoSeconds ?? job.result?.durationSeconds ?? 0,
      status: LISTED_STATES[job.state],
      ctime: job.createdMs / unit,
      mtime: job.changedMs / unit,
    }))
    .filter(({ status }) => !states || states.includes(status));
  return context.json(house.dialect?.lists === 'bare' ? list : { count: list.length, list });
}
