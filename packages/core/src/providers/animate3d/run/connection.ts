import { KinoraError } from '../../../errors.ts';
import { PATIENT } from '../../../http/retry.ts';
import { createSend } from '../../../http/send.ts';
import type { HttpPorts, Send } from '../../../http/send.ts';
import type { PagePort } from '../../../http/page.ts';
import type { VisibleTabs } from '../../../store/visible-tabs.ts';
import { jobsApi } from '../api/jobs.ts';
import type { JobsApi } from '../api/jobs.ts';
import { videosApi } from '../api/videos.ts';
import type { VideosApi } from '../api/videos.ts';
import { GatewayTransport } from '../api/transport/gateway-transport.ts';
import type { Transport } from '../api/transport/transport.ts';
import type { GatewayToken } from '../wire/session.ts';
import { JobEvents } from './job-events.ts';
import { PollingTab } from './polling-tab.ts';
import { StatusPoller } from './status-poller.ts';

/** What a connection asks of the runs that share it. */
export interface Rider {
  readonly signal: AbortSignal;
  /** The page's own way to a token. Default: `POST {gateway}/token`. */
  readonly getToken?: (() => Promise<GatewayToken>) | undefined;
  /** Hears that the service is waited for. */
  readonly onRetry: (error: KinoraError) => void;
}

export interface ConnectionPorts extends HttpPorts {
  readonly page: PagePort;
  /** Absent: there is this tab alone. */
  readonly tabs?: Pick<VisibleTabs, 'isAnyVisible'>;
}

/**
 * The way to one gateway, shared by all runs of this page: one token for all, and one request that asks for all jobs.
 * Every call waits for a service that is away.
 */
export class Connection {
  readonly transport: Transport;
  readonly jobs: Pick<JobsApi, 'statuses' | 'links'>;
  readonly videos: Pick<VideosApi, 'uploadUrl'>;
  readonly send: Send;
  readonly poller: StatusPoller;
  readonly events: JobEvents;
  readonly #riders = new Set<Rider>();

  constructor(gateway: string, ports: ConnectionPorts, hasOwnTokens: boolean) {
    const { tabs } = ports;
    this.send = createSend(ports);
    const transport = new GatewayTransport({
      gateway,
      send: this.send,
      clock: ports.clock,
      retry: PATIENT,
      getToken: hasOwnTokens ? () => this.#getToken() : undefined,
      onRetry: (error) => {
        for (const { onRetry } of this.#riders) onRetry(error);
      },
    });
    this.transport = transport;
    const endpoints = { transport, apiVersion: 'auto' } as const;
    this.jobs = jobsApi(endpoints, ports);
    this.videos = videosApi(endpoints, { ...ports, send: this.send, scope: gateway });
    const tab = new PollingTab({
      name: gateway,
      ask: (rids, signal) => this.jobs.statuses(rids, { signal }),
      clock: ports.clock,
    });
    this.poller = new StatusPoller({
      ask: (rids, signal) => tab.ask(rids, signal),
      clock: ports.clock,
      page: ports.page,
      isSeenElsewhere: tabs && (() => tabs.isAnyVisible()),
    });
    this.events = new JobEvents({
      ...ports,
      open: (lastId, hear, signal) => transport.listen({ path: '/events', lastId, hear, signal }),
      hint: (rid) => this.poller.hurry(rid),
    });
  }

  /** Serves a run for as long as it lasts. */
  async carry<T>(rider: Rider, run: () => Promise<T>): Promise<T> {
    this.#riders.add(rider);
    try {
      return await run();
    } finally {
      this.#riders.delete(rider);
    }
  }

  /** By any of the runs: a callback dies with the run that brought it. */
  async #getToken(): Promise<GatewayToken> {
    for (const { getToken, signal } of this.#riders) {
      if (!getToken || signal.aborted) continue;
      try {
        const token = await Promise.race([getToken(), aborted(signal)]);
        if (token) return token;
      } catch (error) {
        if (!isOver(signal)) throw error; // Else it failed because its run ended: the next one is asked.
      }
    }
    throw new KinoraError('http/unauthorized', 'Nobody is left who could get a token of the gateway');
  }
}

/** All connections of one worker. */
export class Connections {
  readonly #ports: ConnectionPorts;
  readonly #connections = new Map<string, Connection>();

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
  }

  to(gateway: string, hasOwnTokens: boolean): Connection {
    const key = `${hasOwnTokens} ${gateway}`;
    const known = this.#connections.get(key);
    if (known) return known;
    const connection = new Connection(gateway, this.#ports, hasOwnTokens);
    this.#connections.set(key, connection);
    return connection;
  }
}

/** Read anew: it may have aborted meanwhile. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}
