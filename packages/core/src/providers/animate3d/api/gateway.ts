import { isKinoraError } from '../../../errors.ts';
import type { KinoraError } from '../../../errors.ts';
import { jsonOf } from '../../../http/read-json.ts';
import { PATIENT } from '../../../http/retry.ts';
import type { HttpPorts, Send } from '../../../http/send.ts';
import { Tokens } from './tokens.ts';
import { readProcessAnswer, readStatusAnswer } from '../wire/jobs.ts';
import type { JobStatus, ProcessRequest } from '../wire/jobs.ts';
import { ANIMATE3D_PATHS } from '../wire/paths.ts';
import { readDownloadAnswer } from '../wire/results.ts';
import type { DownloadLink } from '../wire/results.ts';
import { readGatewayToken } from '../wire/session.ts';
import type { GatewayToken } from '../wire/session.ts';
import { readUploadAnswer } from '../wire/uploads.ts';

export interface GatewayOptions extends Pick<HttpPorts, 'clock'> {
  /** Absolute, without a slash at its end. */
  readonly url: string;
  readonly send: Send;
  readonly signal: AbortSignal;
  /** The page's own way to a token. Default: `POST {gateway}/token`. */
  readonly getToken?: (() => Promise<GatewayToken>) | undefined;
  readonly onRetry: (error: KinoraError, waitMs: number) => void;
}

interface GatewayCall<T> {
  readonly what: string;
  readonly path: string;
  readonly parse: (value: unknown) => T;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The endpoints of Animate 3D behind a gateway, for one run. Every call waits for a service that is away. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #tokens: Tokens;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#tokens = new Tokens({
      clock: options.clock,
      getToken: async () => readGatewayToken(await (options.getToken ?? (() => this.#askToken()))()),
    });
  }

  /** A signed URL for one file. */
  async uploadUrl(name: string, fileSize: number, resumable: boolean): Promise<string> {
    const query = new URLSearchParams({ name, resumable: resumable ? '1' : '0', fileSize: String(fileSize) });
    const path = `${ANIMATE3D_PATHS.upload}?${query}`;
    return (await this.#call({ what: 'get a place for the video', path, parse: readUploadAnswer })).url;
  }

  /** Starts a job. Repeats under the same key give the same job. */
  async process(request: ProcessRequest, idempotencyKey: string): Promise<string> {
    const answer = await this.#call({
      what: 'start the job',
      path: ANIMATE3D_PATHS.process,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
      body: JSON.stringify(request),
      parse: readProcessAnswer,
    });
    return answer.rid;
  }

  /** Undefined where the service does not know the job. */
  async status(rid: string): Promise<JobStatus | undefined> {
    const path = `${ANIMATE3D_PATHS.status}/${encodeURIComponent(rid)}`;
    try {
      const { status } = await this.#call({ what: 'ask for the job', path, parse: readStatusAnswer });
      return status.find((job) => job.rid === rid);
    } catch (error) {
      if (isKinoraError(error) && error.code === 'http/not-found') return undefined;
      throw error;
    }
  }

  async links(rid: string): Promise<DownloadLink | undefined> {
    const path = `${ANIMATE3D_PATHS.download}/${encodeURIComponent(rid)}`;
    const { links } = await this.#call({ what: 'ask for the result', path, parse: readDownloadAnswer });
    return links.find((link) => link.rid === rid);
  }

  /** One call with a token; where it is refused, one more with a new one. */
  async #call<T>(call: GatewayCall<T>): Promise<T> {
    const token = await this.#tokens.get();
    try {
      return await this.#callWith(token, call);
    } catch (error) {
      if (!isKinoraError(error) || error.code !== 'http/unauthorized') throw error;
      await this.#tokens.refuse(token);
      return await this.#callWith(await this.#tokens.get(), call);
    }
  }

  #callWith<T>(token: string, { what, path, parse, method = 'GET', headers = {}, body }: GatewayCall<T>): Promise<T> {
    const { url, send, signal, onRetry } = this.#options;
    return send({
      what,
      url: `${url}/v1${path}`,
      method,
      headers: { ...headers, Authorization: `Bearer ${token}` },
      ...(body !== undefined && { body }),
      retry: PATIENT,
      signal,
      onRetry,
      read: jsonOf(parse),
    });
  }

  /** The game's own cookies go along, where the gateway is of the page's origin: they say who the player is. */
  #askToken(): Promise<GatewayToken> {
    const { url, send, signal, onRetry } = this.#options;
    return send({
      what: 'get a token of the gateway',
      url: `${url}/token`,
      method: 'POST',
      credentials: 'same-origin',
      repeatable: true, // A token that nobody uses does no harm.
      retry: PATIENT,
      signal,
      onRetry,
      read: jsonOf(readGatewayToken),
    });
  }
}
