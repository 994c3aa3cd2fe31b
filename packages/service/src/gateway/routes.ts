import { ANIMATE3D_PATHS } from '@kinora/core/protocol';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { receiveWebhook, sendEvents } from './endpoints/events.ts';
import { answerDownload, answerList, answerPeSave, answerStatus, startJob } from './endpoints/jobs.ts';
import { answerBalance, deleteModel, listModels, offerModelUpload, storeModel } from './endpoints/models.ts';
import { sendResult } from './endpoints/results.ts';
import { answerToken } from './endpoints/token.ts';
import { passBytes, startUpload } from './endpoints/upload-help.ts';
import { answerVideoInfo, offerUpload } from './endpoints/uploads.ts';
import type { Gateway } from './gateway.ts';

type Answer = (gateway: Gateway, context: Context) => Response | Promise<Response>;

/**
 * What a page may speak to: the secret stays here, a page holds a token of a few minutes. Below `/v1` lie the endpoints of
 * Animate 3D that are for players; the account's own, such as its webhooks, are not among them.
 */
export function gatewayRoutes(gateway: Gateway): Hono {
  const routes = new Hono();
  const by = (answer: Answer) => (context: Context) => answer(gateway, context);
  routes.post('/token', by(answerToken));
  routes.post('/webhook', by(receiveWebhook));
  routes.get('/files/:rid/:type/:item', by(sendResult));
  routes.put('/bytes', by(passBytes));
  routes.route('/v1', pageRoutes(by));
  return routes;
}

function pageRoutes(by: (answer: Answer) => (context: Context) => Response | Promise<Response>): Hono {
  const paths = ANIMATE3D_PATHS;
  const routes = new Hono();
  routes.get(paths.upload, by(offerUpload));
  routes.post(`${paths.upload}/start`, by(startUpload));
  routes.post(paths.videoInfo, by(answerVideoInfo));
  routes.post(paths.process, by(startJob));
  routes.get(`${paths.status}/:rids`, by(answerStatus));
  routes.get(`${paths.download}/:rids`, by(answerDownload));
  routes.get(paths.list, by(answerList));
  routes.get(`${paths.list}/:states`, by(answerList));
  routes.get(`${paths.peSave}/:rid`, by(answerPeSave));
  routes.get(paths.creditBalance, by(answerBalance));
  routes.get(paths.minutesBalance, by(answerBalance));
  routes.get(paths.modelUploadUrl, by(offerModelUpload));
  routes.post(paths.storeModel, by(storeModel));
  routes.get(paths.listModels, by(listModels));
  routes.delete(`${paths.deleteModel}/:id`, by(deleteModel));
  routes.get('/events', by(sendEvents));
  return routes;
}
