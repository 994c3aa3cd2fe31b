import { KinoraError } from '../../../errors.ts';
import type { Clock } from '../../../http/clock.ts';
import type { PagePort } from '../../../http/page.ts';
import type { KeptVideos } from '../../../store/kept-videos.ts';
import type { Turns } from '../../../store/turns.ts';
import { hashVideo } from '../../../upload/read-video.ts';
import { upload } from '../../../upload/upload.ts';
import type { UploadPlace, UploadStore, UploadWay } from '../../../upload/upload.ts';
import type { JsonValue, MotionParams, ProviderFile, RunContext } from '../../provider.ts';
import type { Animate3dSettings } from '../animate3d.ts';
import { newKey } from '../api/job/new-key.ts';
import { startJob } from '../api/job/start-job.ts';
import { writeParams } from '../params/params.ts';
import type { GatewayToken } from '../wire/session.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Checkpoint, Submitting, Uploading } from './checkpoint.ts';
import type { Connection, Connections } from './connection.ts';
import { beginAtGateway } from './gateway-upload.ts';
import { fetchResult } from './result.ts';
import { RunProgress } from './run-progress.ts';
import { untilSuccess } from './until-success.ts';
import { fileNameOf, safeName } from './names.ts';

/** What a client needs of the world. */
export interface ClientPorts {
  readonly clock: Clock;
  /** [0, 1). */
  readonly random: () => number;
  readonly page: PagePort;
  readonly uploads: UploadStore;
  readonly videos: Pick<KeptVideos, 'keep' | 'get'>;
  readonly turns: Turns;
  readonly connections: Connections;
}

export interface ClientContext extends RunContext {
  readonly getToken?: (() => Promise<GatewayToken>) | undefined;
}

/**
 * One run against an Animate 3D service: upload, job, result.
 *
 * The job is asked for once, whatever gets lost: before each step that cannot be taken back a checkpoint is saved, and
 * the next page goes on from there.
 */
export class Animate3dClient {
  readonly #settings: Animate3dSettings;
  readonly #context: ClientContext;
  readonly #ports: ClientPorts;
  readonly #connection: Connection;
  readonly #progress: RunProgress;

  constructor(settings: Animate3dSettings, context: ClientContext, ports: ClientPorts) {
    this.#settings = settings;
    this.#context = context;
    this.#ports = ports;
    this.#connection = ports.connections.to(settings.gateway, context.getToken !== undefined);
    this.#progress = new RunProgress((progress) => context.onProgress(progress));
  }

  /** @throws `animate3d/…`, `upload/…`, `http/…`; the signal's reason. */
  async run(video: Blob, { name = 'motion', hands, face }: MotionParams): Promise<readonly ProviderFile[]> {
    const params = writeParams({
      ...this.#settings.params,
      ...(hands !== undefined && { trackHand: hands }),
      ...(face !== undefined && { trackFace: face }),
      formats: this.#settings.formats,
    });
    this.#progress.report('upload', 0);
    const videoHash = this.#context.videoHash ?? (await hashVideo(video, this.#context.signal));
    const fileName = fileNameOf(video, name);
    const uploading = { version: 1, step: 'uploading', name, fileName, videoHash, params } as const;
    if (await this.#ports.videos.keep(videoHash, video)) await this.#save(uploading);
    return this.#carry(() => this.#fromVideo(video, uploading));
  }

  /** Goes on with the run of an earlier page. */
  async resume(saved: JsonValue): Promise<readonly ProviderFile[]> {
    const checkpoint = readCheckpoint(saved);
    return this.#carry(async () => {
      switch (checkpoint.step) {
        case 'uploading':
          return this.#fromVideo(await this.#keptVideo(checkpoint), checkpoint);
        case 'submitting':
          return this.#fromSubmission(checkpoint);
        case 'submitted':
          return this.#fromJob(checkpoint.rid, checkpoint.name);
      }
    });
  }

  async #fromVideo(video: Blob, { name, fileName, videoHash, params }: Uploading): Promise<readonly ProviderFile[]> {
    const { url, forget } = await this.#upload(video, fileName, videoHash);
    return this.#fromSubmission(
      { version: 1, step: 'submitting', name, url, params, idempotencyKey: newKey() },
      forget,
    );
  }

  /** However often it is asked for, by this page or the next one: under one key the gateway makes one job. */
  async #fromSubmission(submitting: Submitting, forgetUpload?: () => Promise<void>): Promise<readonly ProviderFile[]> {
    this.#progress.report('queue', 0);
    await this.#save(submitting);
    const { url, params, idempotencyKey } = submitting;
    const { signal } = this.#context;
    const { rid } = await startJob(this.#connection, { url }, params, { idempotencyKey, signal });
    await this.#save({ version: 1, step: 'submitted', name: submitting.name, rid });
    await forgetUpload?.();
    return this.#fromJob(rid, submitting.name);
  }

  async #fromJob(rid: string, name: string): Promise<readonly ProviderFile[]> {
    const { jobs, send, poller, events } = this.#connection;
    const { signal } = this.#context;
    const progress = this.#progress;
    const { random } = this.#ports;
    await events.during(() => untilSuccess(rid, { name, poller, progress, random, signal }));
    const { formats } = this.#settings;
    const files = await fetchResult(rid, { jobs, send, signal, progress, formats, name: safeName(name) });
    progress.done();
    return files;
  }

  async #upload(video: Blob, fileName: string, hash: string): ReturnType<typeof upload> {
    this.#progress.report('upload', 0);
    const { clock, random, uploads, turns } = this.#ports;
    const { send } = this.#connection;
    return upload(video, {
      send,
      clock,
      random,
      store: uploads,
      turns,
      scope: this.#settings.gateway,
      hash,
      ways: ['resumable', 'regular', 'handed', 'proxied'],
      newPlace: (way) => this.#newPlace(fileName, video.size, way),
      signal: this.#context.signal,
      onBytes: (done, total) => this.#progress.bytes('upload', done, total),
      onRetry: this.#onRetry,
    });
  }

  async #newPlace(name: string, fileSize: number, way: UploadWay): Promise<UploadPlace> {
    const { signal } = this.#context;
    const { videos, transport } = this.#connection;
    const url = await videos.uploadUrl(name, { resumable: way !== 'regular', fileSize, signal });
    return way === 'handed' || way === 'proxied' ? beginAtGateway(transport, url, way, signal) : { url };
  }

  /** Kept with the checkpoint; the browser may have lost it since. */
  async #keptVideo({ videoHash }: Uploading): Promise<Blob> {
    const video = await this.#ports.videos.get(videoHash);
    if (video) return video;
    throw new KinoraError(
      'upload/unreadable',
      'The page was closed before the video was uploaded, and has it no more',
      {
        hint: 'Choose the same file again: what has arrived of it is not sent again.',
      },
    );
  }

  #carry<T>(work: () => Promise<T>): Promise<T> {
    const { signal, getToken } = this.#context;
    return this.#connection.carry({ signal, getToken, onRetry: this.#onRetry }, work);
  }

  #save(checkpoint: Checkpoint): Promise<void> {
    return this.#context.saveCheckpoint(writeCheckpoint(checkpoint));
  }

  readonly #onRetry = (error: KinoraError): void => {
    if (!this.#ports.page.state.online) return this.#progress.waiting('There is no connection: waiting for it');
    const isBusy = error.code === 'http/rate-limited';
    this.#progress.waiting(isBusy ? 'The service is busy: waiting' : 'The service does not answer: waiting for it');
  };
}
