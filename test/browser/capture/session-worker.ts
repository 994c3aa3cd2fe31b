/** The capture worker of the tests: the same session, which also tells what it saw before the solver. */
import { expose } from '@kinora/core/rpc';
import { createModelLoader } from '../../../packages/capture/src/pose-models.ts';
import { captureVideo } from '../../../packages/capture/src/session.ts';
import type { Capture, CaptureOptions } from '../../../packages/capture/src/session.ts';
import { openVideo } from '../../../packages/capture/src/video/open-video.ts';

const loadModels = createModelLoader();

const api = {
  capture(video: Blob, options: CaptureOptions): Promise<Capture> {
    const ports = {
      openVideo,
      loadModels: (signal: AbortSignal) => loadModels({ quality: 'full' }, signal),
      now: () => performance.now(),
    };
    return captureVideo(video, ports, options);
  },
};

export type SessionApi = typeof api;

expose(api);
