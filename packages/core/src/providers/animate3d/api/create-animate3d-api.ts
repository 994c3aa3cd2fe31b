import { KinoraError } from '../../../errors.ts';
import { systemClock } from '../../../http/clock.ts';
import { createSend } from '../../../http/send.ts';
import type { HttpPorts, Send } from '../../../http/send.ts';
import type { GatewayToken } from '../wire/session.ts';
import { accountApi } from './account.ts';
import type { AccountApi } from './account.ts';
import type { ApiVersion, Endpoints } from './endpoints.ts';
import { jobsApi } from './jobs.ts';
import type { JobsApi } from './jobs.ts';
import { modelsApi } from './models.ts';
import type { ModelsApi } from './models.ts';
import { personsApi } from './persons.ts';
import type { PersonsApi } from './persons.ts';
import { fetchFile } from './files/results.ts';
import type { FetchOptions } from './files/results.ts';
import { DirectTransport } from './transport/direct-transport.ts';
import { GatewayTransport } from './transport/gateway-transport.ts';
import { isInBrowser } from './transport/in-browser.ts';
import type { Transport, TransportOptions } from './transport/transport.ts';
import { videosApi } from './videos.ts';
import type { VideosApi } from './videos.ts';
import { webhooksApi } from './webhooks.ts';
import type { WebhooksApi } from './webhooks.ts';

interface CommonOptions extends TransportOptions {
  /** The document that the service goes by. Default `auto`: all that either has is offered, and both are read. */
  readonly apiVersion?: ApiVersion;
  /** Hears of what is sent otherwise than it was put, such as a parameter of old. Default: `console.warn`. */
  readonly onWarning?: (warning: string) => void;
}

/** With an account, from a server: the secret opens everything that the account has. */
export interface DirectOptions extends CommonOptions {
  /** Base URL of the service, which DeepMotion gives with the account. */
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Opens the session for one player: characters that are uploaded in it are theirs alone. */
  readonly userUid?: string;
  /**
   * True takes a secret into a page, where everybody who opens the page can read it. For a tool of your own on your own
   * machine. Default false: refused as `animate3d/secret-in-browser`.
   */
  readonly dangerouslyAllowBrowser?: boolean;
}

/** Through a gateway (`kinora serve`), which holds the secret: the way for pages. */
export interface GatewayApiOptions extends CommonOptions {
  /** URL of the gateway: absolute, or relative to the page. */
  readonly gateway: string;
  /** Gives a token of the gateway, where your own server mints them. Default: `POST {gateway}/token`. */
  readonly getToken?: () => Promise<GatewayToken>;
}

/** Every endpoint of Animate 3D, typed. Each call takes a `signal`; each failure is a `KinoraError` with a class. */
export interface Animate3dApi {
  readonly videos: VideosApi;
  readonly jobs: JobsApi;
  readonly persons: PersonsApi;
  readonly models: ModelsApi;
  readonly webhooks: WebhooksApi;
  readonly account: AccountApi;
  /**
   * The bytes behind a signed link of a result. No credentials go along.
   *
   * @throws `http/forbidden` and `http/not-found` where the link has ended: ask for `jobs.links` anew.
   */
  download(url: string, options?: FetchOptions): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * The client of Animate 3D's REST API, by an account or through a gateway. One object logs in once, and again where its
 * session has ended, however many calls are under way.
 *
 * @throws `animate3d/secret-in-browser`; `animate3d/parameter` for options that cannot be.
 *
 * @example
 * const api = createAnimate3dApi({ host, clientId, clientSecret });
 * const url = await api.videos.upload(file);
 * const job = await api.jobs.start(url, { formats: ['glb'], footLockingMode: 'auto' });
 * for await (const { progress01 } of api.jobs.watch(job)) console.log(progress01);
 * const result = groupResult((await api.jobs.links(job.rid))!);
 */
export function createAnimate3dApi(
  options: DirectOptions | GatewayApiOptions,
  ports: Partial<HttpPorts> = {},
): Animate3dApi {
  const { clock = systemClock, random = Math.random } = ports;
  const send = createSend(ports);
  const { transport, scope } = openTransport(options, send, clock);
  const { apiVersion = 'auto', onWarning = warn, retry } = options;
  const endpoints: Endpoints = { transport, apiVersion, onWarning };
  const uploadPorts = { send, clock, random, scope };
  const jobs = jobsApi(endpoints, { clock, random, retry });
  return {
    videos: videosApi(endpoints, uploadPorts),
    jobs,
    persons: personsApi(endpoints, jobs, send),
    models: modelsApi(endpoints, uploadPorts),
    webhooks: webhooksApi(endpoints),
    account: accountApi(endpoints),
    download: (url, fetchOptions) => fetchFile(send, url, fetchOptions),
  };
}

function openTransport(
  options: DirectOptions | GatewayApiOptions,
  send: Send,
  clock: HttpPorts['clock'],
): { readonly transport: Transport; readonly scope: string } {
  if ('gateway' in options) {
    const gateway = absolute('gateway', options.gateway);
    return { transport: new GatewayTransport({ ...options, gateway, send, clock }), scope: gateway };
  }
  const host = absolute('host', options.host);
  for (const name of ['clientId', 'clientSecret'] as const) {
    if (typeof options[name] !== 'string' || options[name] === '') throw refused(name, 'a text');
  }
  if (isInBrowser()) guardSecret(options.dangerouslyAllowBrowser ?? false);
  return { transport: new DirectTransport({ ...options, host, send, clock }), scope: host };
}

/** A page cannot keep a secret: not in its bundle, not in a worker, not in WebAssembly. */
function guardSecret(isAllowed: boolean): void {
  if (!isAllowed) {
    throw new KinoraError(
      'animate3d/secret-in-browser',
      'A client secret is no thing for a page: anyone can read it there',
      {
        hint: 'Put a gateway in front (kinora serve) and pass { gateway } here.',
      },
    );
  }
  warn(
    'A client secret of Animate 3D runs in this page (dangerouslyAllowBrowser). ' +
      'Whoever opens the page has the whole account: its credits, its videos, its characters. Never publish it.',
  );
}

function warn(warning: string): void {
  // eslint-disable-next-line no-console -- what is told nowhere else has to be told loudly
  console.warn(`Kinora: ${warning}`);
}

/** On a page a URL may be relative to it. */
function absolute(name: string, value: unknown): string {
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  const isUrl = typeof value === 'string' && URL.canParse(value, location?.href);
  const url = isUrl ? new URL(value, location?.href) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw refused(name, 'an absolute URL with https or http');
  return url.href;
}

function refused(name: string, expected: string): KinoraError {
  return new KinoraError('animate3d/parameter', `The option "${name}" has to be ${expected}`, {
    details: { parameter: name, expected },
  });
}
