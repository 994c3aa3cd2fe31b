/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

export const text = { type: 'string' } as const;
export const url = { type: 'string', format: 'uri' } as const;
export const number = { type: 'number' } as const;
const count = { type: 'integer', minimum: 0 } as const;

export function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

/** One of the schemas below. */
export function ref(name: keyof typeof SCHEMAS): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

const state = { enum: ['STARTING', 'PROGRESS', 'RETRY', 'SUCCESS', 'FAILURE'] };
const webhook = { url, events: { ...list(text), description: '`job.completed` is the only one that happens.' } };

export const SCHEMAS = {
  Error: object({ message: text, code: text, hint: text }, ['code', 'hint']),
  ProcessRequest: object(
    {
      url: { ...url, description: 'As /upload gave it. One of url, rid and rid_mp_detection.' },
      rid: { ...text, description: 'Of a job that succeeded, to run it again with other parameters.' },
      rid_mp_detection: { ...text, description: 'Of a detection of persons, which this version does not make.' },
      processor: { const: 'video2anim' },
      params: { ...list(text), description: '`key=value`. docs/service.md says what each does here.' },
    },
    ['url', 'rid', 'rid_mp_detection'],
  ),
  Details: object({ step: number, total: number, in: text, In: text, out: text, exc_message: text, exc_type: text }, [
    'step',
    'total',
    'in',
    'In',
    'out',
    'exc_message',
    'exc_type',
  ]),
  Status: object({
    count,
    status: list(
      object({ rid: text, status: state, details: { $ref: '#/components/schemas/Details' }, positionInQueue: count }, [
        'positionInQueue',
      ]),
    ),
  }),
  Download: object({
    count,
    links: list(
      object(
        {
          rid: text,
          name: text,
          size: number,
          duration: number,
          input: url,
          urls: list(object({ name: text, files: list({ type: 'object', additionalProperties: url }) })),
        },
        ['name', 'size', 'duration', 'input', 'urls'],
      ),
    ),
  }),
  List: object({
    count,
    list: list(
      object({
        rid: text,
        fileName: text,
        fileSize: number,
        fileDuration: number,
        status: state,
        ctime: { ...number, description: 'Milliseconds since 1970, as is mtime.' },
        mtime: number,
      }),
    ),
  }),
  VideoInfo: object(
    { width: number, height: number, fps: number, duration: number, codec: text, size: number, rotation: number },
    ['fps', 'duration', 'rotation'],
  ),
  StoreModelRequest: object(
    { modelUrl: url, modelName: text, thumbUrl: url, modelId: text, createThumb: { enum: [0, 1, '0', '1'] } },
    ['modelUrl', 'modelName', 'thumbUrl', 'modelId', 'createThumb'],
  ),
  Models: list(
    object(
      {
        Id: text,
        name: text,
        thumb: url,
        rigId: text,
        ctime: number,
        mtime: number,
        platform: { enum: ['custom', 'deepmotion', 'roblox'] },
      },
      ['thumb'],
    ),
  ),
  WebhookRequest: object(webhook),
  Webhook: object({ id: text, object: { const: 'webhook_endpoint' }, ...webhook }),
  Webhooks: object({ count, endpoints: list({ $ref: '#/components/schemas/Webhook' }) }),
  PeSave: list(
    object({
      modifiedVersionReadUrl: { oneOf: [url, { type: 'null' }] },
      modifiedVersionWriteUrl: { ...url, description: 'Takes one PUT.' },
    }),
  ),
} satisfies Readonly<Record<string, Schema>>;
