/** Where everything lies, below the host or below the gateway's `/v1`. No path names a version: there is one API. */
export const ANIMATE3D_PATHS = {
  auth: '/session/auth',
  upload: '/upload',
  process: '/process',
  status: '/status',
  download: '/download',
  list: '/list',
  creditBalance: '/account/creditBalance',
  minutesBalance: '/account/minutesBalance',
  videoInfo: '/videoInfo',
  modelUploadUrl: '/character/getModelUploadUrl',
  storeModel: '/character/storeModel',
  listModels: '/character/listModels',
  deleteModel: '/character/deleteModel',
  webhookEndpoints: '/webhook_endpoints',
  peSave: '/pesave/getUrls',
} as const;
