import type { HttpPorts, Send } from '../../../http/send.ts';
import { Turns } from '../../../store/turns.ts';
import { upload } from '../../../upload/upload.ts';
import type { UploadRecord, UploadStore } from '../../../upload/upload.ts';
import { readVideoInfo } from '../wire/account.ts';
import type { VideoInfo } from '../wire/account.ts';
import { ANIMATE3D_PATHS } from '../wire/paths.ts';
import { readUploadAnswer } from '../wire/uploads.ts';
import { query } from './endpoints.ts';
import type { Endpoints } from './endpoints.ts';
import { uploadName } from './files/file-name.ts';
import type { CallOptions } from './transport/transport.ts';

export interface UploadUrlOptions extends CallOptions {
  /** True by default: the URL starts a resumable session. False: it takes one PUT. */
  readonly resumable?: boolean;
  /** Bytes. Not in the documents; newer services may refuse by it what is too large. */
  readonly fileSize?: number;
}

export interface UploadOptions extends CallOptions {
  /** With an ending. Default: the file's own, or `motion.mp4`. */
  readonly name?: string;
  readonly onBytes?: (done: number, total: number) => void;
}

/** What goes in: a video, or an image for a pose that stands still. */
export interface VideosApi {
  /** A signed URL. `GET /upload` @param name - with its ending. */
  uploadUrl(name: string, options?: UploadUrlOptions): Promise<string>;
  /**
   * Uploads a file, resumably where the storage lets this page. Called again after a failure it goes on where it was.
   *
   * @returns the URL for `jobs.start`.
   * @throws `upload/…`, `http/…`.
   */
  upload(file: Blob, options?: UploadOptions): Promise<string>;
  /** What the service sees in an uploaded file. Before the bytes are there it is `http/not-found`. `POST /videoInfo` */
  info(url: string, options?: CallOptions): Promise<VideoInfo>;
}

/** What moves bytes. */
export interface UploadPorts extends Omit<HttpPorts, 'fetch'> {
  readonly send: Send;
  /** Host or gateway: uploads of one are not taken for those of another. */
  readonly scope: string;
}

export function videosApi({ transport }: Endpoints, ports: UploadPorts): VideosApi {
  const uploads = new Uploads(ports);
  const uploadUrl: VideosApi['uploadUrl'] = async (name, { resumable = true, fileSize, signal } = {}) => {
    const path = `${ANIMATE3D_PATHS.upload}${query({ name, resumable: resumable ? 1 : 0, fileSize })}`;
    return (await transport.call({ what: 'get a place for the video', path, parse: readUploadAnswer, signal })).url;
  };
  return {
    uploadUrl,
    upload: (file, { name, signal, onBytes } = {}) =>
      uploads.upload(file, {
        newUrl: (resumable) => uploadUrl(uploadName(file, name), { resumable, fileSize: file.size, signal }),
        signal,
        onBytes,
      }),
    info: (url, { signal } = {}) =>
      transport.call({
        what: 'read the facts of the video',
        path: ANIMATE3D_PATHS.videoInfo,
        method: 'POST',
        body: { url },
        repeatable: true,
        parse: readVideoInfo,
        signal,
      }),
  };
}

interface OneUpload extends CallOptions {
  readonly newUrl: (resumable: boolean) => Promise<string>;
  readonly onBytes?: ((done: number, total: number) => void) | undefined;
}

/** Uploads that are remembered for as long as this object lives. */
export class Uploads {
  readonly #ports: UploadPorts;
  readonly #turns = new Turns();
  readonly #store = new MemoryUploads();

  constructor(ports: UploadPorts) {
    this.#ports = ports;
  }

  /** @returns the signed URL, unchanged. */
  async upload(file: Blob, { newUrl, signal, onBytes }: OneUpload): Promise<string> {
    const { url, forget } = await upload(file, {
      ...this.#ports,
      store: this.#store,
      turns: this.#turns,
      newPlace: async (way) => ({ url: await newUrl(way !== 'regular') }),
      signal,
      onBytes,
    });
    await forget();
    return url;
  }
}

class MemoryUploads implements UploadStore {
  readonly #records = new Map<string, UploadRecord>();

  get(key: string): Promise<UploadRecord | undefined> {
    return Promise.resolve(this.#records.get(key));
  }

  set(key: string, record: UploadRecord): Promise<void> {
    this.#records.set(key, record);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.#records.delete(key);
    return Promise.resolve();
  }
}
