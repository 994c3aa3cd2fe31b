import type { ProviderFile } from '@kinora/core';
import type { ModelChoice } from './pose-models.ts';
import type { CaptureOptions } from './session.ts';
import type { OpenVideoOptions } from './video/frame-source.ts';

/** What the capture worker does for the page. One video at a time. */
export interface CaptureApi {
  /** Throws what `capture` would throw for the container of a video. */
  check(video: Blob, options: OpenVideoOptions): Promise<void>;
  capture(video: Blob, options: CaptureOptions & ModelChoice): Promise<readonly ProviderFile[]>;
}
