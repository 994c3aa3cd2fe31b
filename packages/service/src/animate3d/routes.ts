import { ANIMATE3D_PATHS } from '@kinora/core/protocol';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { House } from '../house.ts';
import type { Caller } from '../http/caller.ts';
import { answerCredits, answerMinutes } from './account/balance.ts';
import { answerDownload } from './jobs/download.ts';
import { answerList } from './jobs/list.ts';
import { answerPeSave } from './jobs/pe-save.ts';
import { startJob } from './jobs/start-job.ts';
import { statusRoute } from './jobs/status.ts';
import { answerModels, deleteModel } from './models/list-models.ts';
import { offerModelUpload } from './models/offer-model-upload.ts';
import { storeModel } from './models/store-model.ts';
import { offerUpload } from './uploads/offer-upload.ts';
import { answerVideoInfo } from './uploads/video-info.ts';
import { webhookRoutes } from './webhooks/webhook-routes.ts';

/** Finds out who calls, or refuses. */
export type Admit = (context: Context) => Caller;

/** The endpoints of Animate 3D behind its session. */
export function animate3dRoutes(house: House, admit: Admit): Hono {
  const paths = ANIMATE3D_PATHS;
  const routes = new Hono();
  const answerStatus = statusRoute(house);
  type Answer = (house: House, context: Context, caller: Caller) => Response | Promise<Response>;
  const by = (answer: Answer) => (context: Context) => answer(house, context, admit(context));
  routes.get(paths.upload, by(offerUpload));
  routes.post(paths.process, by(startJob));
  routes.get(
    `${paths.status}/:rids`,
    by((_house, context, caller) => answerStatus(context, caller)),
  );
  routes.get(`${paths.download}/:rids`, by(answerDownload));
  routes.get(paths.list, by(answerList));
  routes.get(`${paths.list}/:states`, by(answerList));
  routes.get(paths.creditBalance, by(answerCredits));
  routes.get(paths.minutesBalance, by(answerMinutes));
  routes.post(paths.videoInfo, by(answerVideoInfo));
  routes.get(paths.modelUploadUrl, by(offerModelUpload));
  routes.post(paths.storeModel, by(storeModel));
  routes.get(paths.listModels, by(answerModels));
  routes.delete(`${paths.deleteModel}/:id`, by(deleteModel));
  routes.get(`${paths.peSave}/:rid`, by(answerPeSave));
  routes.route('/', webhookRoutes(house, admit));
  return routes;
}
