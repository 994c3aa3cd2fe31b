/** The capture worker: the session behind rpc. */
import { expose, transfer } from '@kinora/core/rpc';
import type { OnBytes } from './models/load-model.ts';
import { createModelLoader } from './pose-models.ts';
import { captureVideo } from './session.ts';
import { openVideo } from './video/open-video.ts';
import type { CaptureApi } from './worker-api.ts';

const loadModels = createModelLoader();

const api: CaptureApi = {
  async check(video, options) {
    (await openVideo(video, options)).close();
  },
  async capture(video, options) {
    const ports = {
      openVideo,
      loadModels: (signal: AbortSignal, onBytes: OnBytes) => loadModels(options, signal, onBytes),
      now: () => performance.now(),
    };
    const { files } = await captureVideo(video, ports, options);
    return transfer(
      files,
      files.map(({ bytes }) => bytes.buffer),
    );
  },
};

expose(api);
