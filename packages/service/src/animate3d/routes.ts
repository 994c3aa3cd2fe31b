import { ANIMATE3D_PATHS } from '@kinora/core/protocol';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { House } from '../house.ts';
import type { Caller } from '../http/caller.ts';
import { answerDownload, answerList, answerStatus } from './answers.ts';
import { startJob } from './start-job.ts';
import { offerUpload } from './upload.ts';

/** Finds out who calls, or refuses. */
export type Admit = (context: Context) => Caller;

/** The endpoints of Animate 3D behind its session. They are mounted twice: by cookie, and by the gateway's token. */
export function animate3dRoutes(house: House, admit: Admit): Hono {
  const { upload, process, status, download, list } = ANIMATE3D_PATHS;
  const routes = new Hono();
  routes.get(upload, (context) => {
    admit(context);
    return offerUpload(house, context);
  });
  routes.post(process, (context) => startJob(house, context, admit(context)));
  routes.get(`${status}/:rids`, (context) => answerStatus(house, context, admit(context)));
  routes.get(`${download}/:rids`, (context) => answerDownload(house, context, admit(context)));
  routes.get(list, (context) => answerList(house, context, admit(context)));
  routes.get(`${list}/:states`, (context) => answerList(house, context, admit(context)));
  return routes;
}
