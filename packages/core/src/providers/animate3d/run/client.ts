import type { KinoraError } from '../../../errors.ts';
import { createSend } from '../../../http/send.ts';
import type { HttpPorts, Send } from '../../../http/send.ts';
import type { Turns } from '../../../store/turns.ts';
import { upload } from '../../../upload/upload.ts';
import type { UploadStore } from '../../../upload/upload.ts';
import type { JsonValue, MotionParams, ProviderFile, RunContext } from '../../provider.ts';
import type { Animate3dSettings } from '../animate3d.ts';
import { readCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { Gateway } from '../api/gateway.ts';
import { writeParams } from '../params/params.ts';
import { fetchResult } from './result.ts';
import { RunProgress } from './run-progress.ts';
import { untilSuccess } from './until-success.ts';
import type { GatewayToken } from '../wire/session.ts';

/** What a client needs of the world. */
export interface ClientPorts extends HttpPorts {
  readonly uploads: UploadStore;
  readonly turns: Turns;
}

export interface ClientContext extends RunContext {
  readonly getToken?: (() => Promise<GatewayToken>) | undefined;
}

/**
 * One run against an Animate 3D service behind a gateway: upload, job, result.
 *
 * The job is asked for once, whatever gets lost: before the request a checkpoint with its idempotency key is saved, and
 * every repeat, of this page or of the next one, carries the same key.
 */
export class Animate3dClient {
  readonly #settings: Animate3dSettings;
  readonly #context: ClientContext;
  readonly #ports: ClientPorts;
  readonly #send: Send;
  readonly #gateway: Gateway;
  readonly #progress: RunProgress;

  constructor(settings: Animate3dSettings, context: ClientContext, ports: ClientPorts) {
    this.#settings = settings;
    this.#context = context;
    this.#ports = ports;
    this.#send = createSend(ports);
    this.#progress = new RunProgress((progress) => context.onProgress(progress));
    this.#gateway = new Gateway({
      url: settings.gateway,
      send: this.#send,
      clock: ports.clock,
      signal: context.signal,
      getToken: context.getToken,
      onRetry: this.#onRetry,
    });
  }

  /** @throws `animate3d/…`, `upload/…`, `http/…`; the signal's reason. */
  async run(video: Blob, { name = 'motion' }: MotionParams): Promise<readonly ProviderFile[]> {
    const params = writeParams({ ...this.#settings.params, formats: this.#settings.formats });
    const { url, forget } = await this.#upload(video, name);
    const submitting = { version: 1, step: 'submitting', name, url, params, idempotencyKey: newKey() } as const;
    await this.#save(submitting);
    const rid = await this.#submit(submitting);
    await forget();
    return this.#finish(rid, name);
  }

  /** Goes on with the run of an earlier page. */
  async resume(saved: JsonValue): Promise<readonly ProviderFile[]> {
    const checkpoint = readCheckpoint(saved);
    const rid = checkpoint.step === 'submitted' ? checkpoint.rid : await this.#submit(checkpoint);
    return this.#finish(rid, checkpoint.name);
  }

  async #upload(video: Blob, name: string): ReturnType<typeof upload> {
    const { signal, videoHash } = this.#context;
    const fileName = fileNameOf(video, name);
    this.#progress.report('upload', 0);
    return upload(video, {
      send: this.#send,
      clock: this.#ports.clock,
      random: this.#ports.random,
      store: this.#ports.uploads,
      turns: this.#ports.turns,
      scope: this.#settings.gateway,
      hash: videoHash,
      newPlace: async (way) => ({ url: await this.#gateway.uploadUrl(fileName, video.size, way !== 'regular') }),
      signal,
      onBytes: (done, total) => this.#progress.bytes('upload', done, total),
      onRetry: this.#onRetry,
    });
  }

  async #submit({ name, url, params, idempotencyKey }: Checkpoint & { step: 'submitting' }): Promise<string> {
    this.#progress.report('queue', 0);
    const rid = await this.#gateway.process({ url, processor: 'video2anim', params }, idempotencyKey);
    await this.#save({ version: 1, step: 'submitted', name, rid });
    return rid;
  }

  async #finish(rid: string, name: string): Promise<readonly ProviderFile[]> {
    const { signal } = this.#context;
    const { clock, random } = this.#ports;
    await untilSuccess(rid, { name, gateway: this.#gateway, progress: this.#progress, clock, random, signal });
    const files = await fetchResult(rid, {
      gateway: this.#gateway,
      send: this.#send,
      signal,
      progress: this.#progress,
      formats: this.#settings.formats,
      name: name.replace(/[\\/:*?"<>|\x00-\x1f]/g, '_'),
    });
    this.#progress.done();
    return files;
  }

  #save(checkpoint: Checkpoint): Promise<void> {
    return this.#context.saveCheckpoint(checkpoint);
  }

  readonly #onRetry = (error: KinoraError): void => {
    const isBusy = error.code === 'http/rate-limited';
    this.#progress.waiting(isBusy ? 'The service is busy: waiting' : 'The service does not answer: waiting for it');
  };
}

const ENDINGS: Readonly<Record<string, string>> = { 'video/quicktime': 'mov', 'video/webm': 'webm' };

/** The service wants an ending: the file's own, or that of its type. */
function fileNameOf(video: Blob, name: string): string {
  const own = 'name' in video && typeof video.name === 'string' ? video.name : name;
  return /\.\w{2,5}$/.test(own) ? own : `${own}.${ENDINGS[video.type] ?? 'mp4'}`;
}

/** 128 random bits as hex. `crypto.randomUUID` is absent on plain http, where games are developed. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
