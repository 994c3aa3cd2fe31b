import type { WireProvider } from '../wire-provider.ts';
import type { ProcessParams } from './params/params.ts';
import { paramsKey } from './params/params-key.ts';
import type { GatewayToken } from './wire/session.ts';

/** What the service is asked for in every job. Ranges are checked before anything is sent: `animate3d/parameter`. */
export type Animate3dParams = Omit<
  ProcessParams,
  'config' | 'formats' | 'pipeline' | 'models' | 'render' | 'camera' | 'others'
>;

export interface Animate3dOptions extends Animate3dParams {
  /** Where the gateway is: absolute, or relative to the page. It holds the keys of the account: none is needed here. */
  readonly gateway: string;
  /** Fingers in every run that does not say otherwise (`hands` of `fromVideo()`). Slower, and charged. Default off. */
  readonly trackHand?: boolean;
  /** The same of the face (`face` of `fromVideo()`); BVH has no place for it. */
  readonly trackFace?: boolean;
  /** Files to ask for. Default `['glb', 'bvh']`. Of several one is played: GLB before BVH before FBX. */
  readonly formats?: readonly ('glb' | 'bvh' | 'fbx')[];
  /** Gives a token of the gateway, where your own server mints them. Default: `POST {gateway}/token`. */
  readonly getToken?: () => Promise<GatewayToken>;
}

/** What the core worker builds an Animate 3D client of. */
export interface Animate3dSettings {
  readonly protocol: 'animate3d';
  readonly gateway: string;
  readonly formats: readonly ('glb' | 'bvh' | 'fbx')[];
  readonly params: Animate3dParams;
}

/**
 * Motion by an Animate 3D service behind a Kinora gateway (`kinora serve`). Upload, job and download run in the core
 * worker and survive a lost connection, a restart of the service and a reload of the page.
 *
 * @throws `TypeError` where a key or a secret is passed: those live in the gateway.
 *
 * @example
 * const kinora = await createKinora({ provider: animate3d({ gateway: '/kinora' }) });
 * const clip = await kinora.creation.fromVideo(file).clip();
 */
export function animate3d(options: Animate3dOptions): WireProvider {
  const { gateway, formats: wanted = ['glb', 'bvh'], getToken, ...params } = options;
  if (typeof gateway !== 'string')
    throw new TypeError('animate3d() takes the URL of a gateway: { gateway: "/kinora" }');
  const secret = Object.keys(params).find((name) => /secret|api-?key|client-?id|password/i.test(name));
  if (secret !== undefined) throw new TypeError(`"${secret}" is for the gateway alone: a page cannot keep a secret`);
  const formats = inOrder(wanted);
  const settings: Animate3dSettings = { protocol: 'animate3d', gateway: gateway.replace(/\/+$/, ''), formats, params };
  return {
    id: 'animate3d',
    version: JSON.stringify([settings.gateway, paramsKey({ ...params, formats })]),
    capabilities: {
      formats,
      hands: true,
      face: true,
      persons: 1,
      cancel: false,
      queuePosition: true,
      maxSeconds: Number.POSITIVE_INFINITY, // The documents name no limit: a service that has one says so by its job.
    },
    settings,
    ...(getToken && { getToken }),
  };
}

const FORMATS = ['glb', 'bvh', 'fbx'] as const;

/** Each once, and what nobody knows behind: it is refused before anything is sent. */
function inOrder(formats: Animate3dSettings['formats']): Animate3dSettings['formats'] {
  const wanted = new Set(formats);
  return [...FORMATS.filter((format) => wanted.delete(format)), ...wanted];
}
