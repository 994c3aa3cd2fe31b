import type { Progress, ProviderFile } from '@kinora/core';
import type { CaptureTuning } from '@kinora/capture/node';

export interface CaptureVideoOptions extends CaptureTuning {
  readonly name?: string;
  readonly quality?: 'lite' | 'full' | 'heavy';
  readonly hands?: boolean;
  readonly face?: boolean;
  /** Folder with the models of hands and faces. */
  readonly assets?: string;
  /** A longer video, or a longer part of it, is refused. */
  readonly maxSeconds?: number;
  /** A capture that takes longer is ended. */
  readonly timeoutMs?: number;
  readonly memoryMb?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Turns the video at a path into files. By default `captureInChild` of `@kinora/capture/node`. */
export type CaptureVideo = (video: string, options: CaptureVideoOptions) => Promise<readonly ProviderFile[]>;
