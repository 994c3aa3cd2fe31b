import { isKinoraError } from '../../../errors.ts';
import type { KinoraError } from '../../../errors.ts';
import { PATIENT } from '../../../http/retry.ts';
import type { HttpPorts, Send } from '../../../http/send.ts';
import { readProcessAnswer, readStatusAnswer } from '../wire/jobs.ts';
import type { JobStatus, ProcessRequest } from '../wire/jobs.ts';
import { ANIMATE3D_PATHS } from '../wire/paths.ts';
import { readDownloadAnswer } from '../wire/results.ts';
import type { DownloadLink } from '../wire/results.ts';
import type { GatewayToken } from '../wire/session.ts';
import { readUploadAnswer } from '../wire/uploads.ts';
import { GatewayTransport } from './transport/gateway-transport.ts';

export interface GatewayOptions extends Pick<HttpPorts, 'clock'> {
  /** Absolute, without a slash at its end. */
  readonly url: string;
  readonly send: Send;
  readonly signal: AbortSignal;
  /** The page's own way to a token. Default: `POST {gateway}/token`. */
  readonly getToken?: (() => Promise<GatewayToken>) | undefined;
  readonly onRetry: (error: KinoraError, waitMs: number) => void;
}
/** The endpoints of Animate 3D behind a gateway, for one run. Every call waits for a service that is away. */
export class Gateway {
  readonly #transport: GatewayTransport;
  readonly #signal: AbortSignal;

  constructor({ url, send, clock, getToken, signal, onRetry }: GatewayOptions) {
    this.#transport = new GatewayTransport({ gateway: url, send, clock, getToken, retry: PATIENT, onRetry });
    this.#signal = signal;
  }

  /** A signed URL for one file. */
  async uploadUrl(name: string, fileSize: number, resumable: boolean): Promise<string> {
    const query = new URLSearchParams({ name, resumable: resumable ? '1' : '0', fileSize: String(fileSize) });
    const path = `${ANIMATE3D_PATHS.upload}?${query}`;
    return (
      await this.#transport.call({
        signal: this.#signal,
        what: 'get a place for the video',
        path,
        parse: readUploadAnswer,
      })
    ).url;
  }

  /** Starts a job. Repeats under the same key give the same job. */
  async process(request: ProcessRequest, idempotencyKey: string): Promise<string> {
    const answer = await this.#transport.call({
      signal: this.#signal,
      what: 'start the job',
      path: ANIMATE3D_PATHS.process,
      method: 'POST',
      body: request,
      idempotencyKey,
      parse: readProcessAnswer,
    });
    return answer.rid;
  }

  /** Undefined where the service does not know the job. */
  async status(rid: string): Promise<JobStatus | undefined> {
    const path = `${ANIMATE3D_PATHS.status}/${encodeURIComponent(rid)}`;
    try {
      const { status } = await this.#transport.call({
        signal: this.#signal,
        what: 'ask for the job',
        path,
        parse: readStatusAnswer,
      });
      return status.find((job) => job.rid === rid);
    } catch (error) {
      if (isKinoraError(error) && error.code === 'http/not-found') return undefined;
      throw error;
    }
  }

  async links(rid: string): Promise<DownloadLink | undefined> {
    const path = `${ANIMATE3D_PATHS.download}/${encodeURIComponent(rid)}`;
    const { links } = await this.#transport.call({
      signal: this.#signal,
      what: 'ask for the result',
      path,
      parse: readDownloadAnswer,
    });
    return links.find((link) => link.rid === rid);
  }
}
