import {
  readDownloadAnswer,
  readErrorBody,
  readListAnswer,
  readProcessAnswer,
  readStatusAnswer,
  readUploadAnswer,
} from '@kinora/core/protocol';
import type { DownloadAnswer, JobStatus, ListAnswer, StatusAnswer } from '@kinora/core/protocol';

export type Send = (url: string, init?: RequestInit) => Promise<Response>;

/** Speaks Animate 3D plainly, one request at a time, and shows each answer as it came. */
export class Animate3DCaller {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #send: Send;

  /**
   * @param headers - that go with each call: the cookie of a session, or a token.
   * @param send - `fetch` by default; that of an app has no socket.
   */
  constructor(base: string, headers: Readonly<Record<string, string>> = {}, send: Send = fetch) {
    this.#base = base;
    this.#headers = headers;
    this.#send = (url, init) => send(url, init);
  }

  get(path: string): Promise<Response> {
    return this.#send(`${this.#base}${path}`, { headers: this.#headers });
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const type = { 'Content-Type': 'application/json' };
    return this.#send(`${this.#base}${path}`, {
      method: 'POST',
      headers: { ...this.#headers, ...type, ...headers },
      body: JSON.stringify(body),
    });
  }

  delete(path: string): Promise<Response> {
    return this.#send(`${this.#base}${path}`, { method: 'DELETE', headers: this.#headers });
  }

  /** The JSON of a GET. */
  async json(path: string): Promise<unknown> {
    return (await this.get(path)).json();
  }

  async uploadUrl(name: string, resumable: 0 | 1 = 0): Promise<string> {
    const response = await this.get(`/upload?name=${encodeURIComponent(name)}&resumable=${resumable}`);
    return readUploadAnswer(await response.json()).url;
  }

  /** Uploads by one PUT. @returns the URL for a job. */
  async upload(bytes: Uint8Array<ArrayBuffer>, name = 'squats.mp4'): Promise<string> {
    const url = await this.uploadUrl(name);
    const response = await this.#send(url, { method: 'PUT', body: bytes });
    if (response.status !== 200) throw new Error(`The upload was answered by ${response.status}`);
    return url;
  }

  async process(url: string, params: readonly string[] = [], headers: Record<string, string> = {}): Promise<string> {
    const response = await this.post('/process', { url, processor: 'video2anim', params }, headers);
    return readProcessAnswer(await response.json()).rid;
  }

  async status(...rids: readonly string[]): Promise<StatusAnswer> {
    return readStatusAnswer(await (await this.get(`/status/${rids.join(',')}`)).json());
  }

  /** The status of a job that succeeded or failed, as soon as it has. */
  async ended(rid: string): Promise<JobStatus> {
    for (;;) {
      const [job] = (await this.status(rid)).status;
      if (!job) throw new Error('The job is not known');
      if (job.status === 'SUCCESS' || job.status === 'FAILURE') return job;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async download(...rids: readonly string[]): Promise<DownloadAnswer> {
    return readDownloadAnswer(await (await this.get(`/download/${rids.join(',')}`)).json());
  }

  async list(...states: readonly string[]): Promise<ListAnswer> {
    const path = states.length === 0 ? '/list' : `/list/${states.join(',')}`;
    return readListAnswer(await (await this.get(path)).json());
  }
}

/** Status and code of a refusal. */
export async function refusal(response: Response): Promise<string> {
  const body = readErrorBody(await response.json());
  return `${response.status} ${body?.code ?? 'without a code'}`;
}
