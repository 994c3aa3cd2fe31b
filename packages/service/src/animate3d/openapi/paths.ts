import { ANIMATE3D_PATHS } from '@kinora/core/protocol';
import { STORAGE_PATH } from '../../files/links.ts';
import { OPEN, operation } from './operation.ts';
import type { OperationSpec, QueryParameter } from './operation.ts';
import { number, object, ref, text, url } from './schemas.ts';
import type { Schema } from './schemas.ts';

const paths = ANIMATE3D_PATHS;
const flag = { enum: ['0', '1'] };
const resumable: QueryParameter = {
  description: '1 (default): the URL starts a resumable session by POST. 0: it takes one PUT.',
  schema: flag,
};
const fileSize: QueryParameter = { description: 'Bytes, to be refused early', schema: { type: 'integer' } };
const rids = { rids: 'Up to 100 rids, separated by commas' };
const webhookId = { id: 'Id of the webhook' };

const SPECS: Readonly<Record<string, Readonly<Record<string, OperationSpec>>>> = {
  [paths.auth]: {
    get: {
      summary: 'Opens a session: the cookie dmsess. A header x-useruid binds it to a player.',
      security: [{ basic: [] }],
      answer: object({}),
    },
  },
  [paths.upload]: {
    get: {
      summary: 'A signed URL for one video',
      query: { name: { description: 'File name with its ending', required: true }, resumable, fileSize },
      answer: object({ url }),
    },
  },
  [paths.process]: {
    post: {
      summary: 'Starts a job. A header Idempotency-Key makes repeats the same job.',
      body: ref('ProcessRequest'),
      answer: object({ rid: text }),
    },
  },
  [`${paths.status}/{rids}`]: { get: { summary: 'How jobs stand', path: rids, answer: ref('Status') } },
  [`${paths.download}/{rids}`]: { get: { summary: 'Signed URLs of results', path: rids, answer: ref('Download') } },
  [paths.list]: { get: { summary: 'All jobs', answer: ref('List') } },
  [`${paths.list}/{states}`]: {
    get: { summary: 'Jobs in these states', path: { states: 'States, separated by commas' }, answer: ref('List') },
  },
  [paths.creditBalance]: { get: { summary: 'What is left to spend', answer: object({ credits: number }) } },
  [paths.minutesBalance]: { get: { summary: 'The same in minutes of video', answer: object({ minutes: number }) } },
  [paths.videoInfo]: {
    post: { summary: 'Facts of an uploaded video or picture', body: object({ url }), answer: ref('VideoInfo') },
  },
  [paths.modelUploadUrl]: {
    get: {
      summary: 'Signed URLs for a character and its picture',
      query: {
        name: { description: 'Name without an ending' },
        modelExt: { description: 'fbx, glb (default), gltf or vrm' },
        thumbExt: { description: 'png (default), jpg, jpeg or webp' },
        resumable,
        fileSize,
      },
      answer: object({ modelUrl: url, thumbUrl: url }),
    },
  },
  [paths.storeModel]: {
    post: {
      summary: 'Keeps a character, or changes one',
      body: ref('StoreModelRequest'),
      answer: object({ modelId: text }),
    },
  },
  [paths.listModels]: {
    get: {
      summary: 'Characters',
      query: {
        modelId: { description: 'Of one character' },
        searchToken: { description: 'Part of its name' },
        stockModel: { description: 'Any value adds the stock characters: those of `deepmotion`, of `roblox`, or all' },
      },
      answer: ref('Models'),
    },
  },
  [`${paths.deleteModel}/{id}`]: {
    delete: { summary: 'Deletes a character', path: { id: 'Its id' }, answer: object({ count: number }) },
  },
  [`${paths.peSave}/{rid}`]: {
    get: { summary: 'Where a pose editor keeps its version', path: { rid: 'Of the job' }, answer: ref('PeSave') },
  },
  [paths.webhookEndpoints]: {
    get: { summary: 'All webhooks', answer: ref('Webhooks') },
    post: { summary: 'A new webhook', body: ref('WebhookRequest'), answer: ref('Webhook') },
  },
  [`${paths.webhookEndpoints}/{id}`]: {
    get: { summary: 'A webhook', path: webhookId, answer: ref('Webhook') },
    post: { summary: 'Changes a webhook', path: webhookId, body: ref('WebhookRequest'), answer: ref('Webhook') },
    delete: {
      summary: 'Deletes a webhook',
      path: webhookId,
      answer: object({ id: text, object: { const: 'webhook_endpoint' }, deleted: { const: true } }),
    },
  },
  ...storage(),
};

/** What signed links lead to. They are made by the service and never by a caller. */
function storage(): typeof SPECS {
  const path = { link: 'Key and name, as they stand in the link, with its query' };
  const bytes = { summary: 'Takes the whole file', path, security: OPEN };
  const session = 'By Content-Range: part of a file, or none to ask how much is there';
  return {
    [`${STORAGE_PATH}/put/{link}`]: { put: bytes },
    [`${STORAGE_PATH}/start/{link}`]: {
      post: { summary: 'Starts a resumable upload', path, security: OPEN, others: { 201: 'Its URL is in Location' } },
    },
    [`${STORAGE_PATH}/session/{link}`]: {
      put: { summary: session, path, security: OPEN, others: { 308: 'Not complete: Range tells what is there' } },
      delete: { summary: 'Cancels the upload', path, security: OPEN, others: { 499: 'Cancelled' } },
    },
    [`${STORAGE_PATH}/get/{link}`]: {
      get: { summary: 'A file', path, security: OPEN, others: { 206: 'The part that Range asked for' } },
    },
  };
}

export const PATHS: Readonly<Record<string, Schema>> = Object.fromEntries(
  Object.entries(SPECS).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, spec]) => [method, operation(spec)])),
  ]),
);
