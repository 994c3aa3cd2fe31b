/** Where everything lies, below the host or below the gateway's `/v1`. */
export const ANIMATE3D_PATHS = {
  auth: '/session/auth',
  upload: '/upload',
  process: '/process',
  status: '/status',
  download: '/download',
  list: '/list',
} as const;
