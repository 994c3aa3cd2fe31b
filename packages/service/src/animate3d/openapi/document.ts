import { SESSION_COOKIE } from '@kinora/core/protocol';
import { OPEN, operation } from './operation.ts';
import { PATHS } from './paths.ts';
import { SCHEMAS } from './schemas.ts';

/** Where the document lies. */
export const OPENAPI_PATH = '/openapi.json';

/** `GET /openapi.json`: all endpoints of the service. The gateway's own are in docs/gateway.md. */
export const OPENAPI_DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Animate 3D, embedded',
    version: '2.0.0',
    description: 'The endpoints of Animate 3D v1.5.8 and v2.0.0, by the capture of Kinora.',
  },
  security: [{ session: [] }],
  paths: {
    ...PATHS,
    [OPENAPI_PATH]: { get: operation({ summary: 'This document', security: OPEN, answer: { type: 'object' } }) },
  },
  components: {
    schemas: SCHEMAS,
    securitySchemes: {
      basic: { type: 'http', scheme: 'basic', description: 'Client id and client secret' },
      session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
    },
  },
} as const;
