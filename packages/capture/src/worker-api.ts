import type { ProviderFile } from '@kinora/core';
import type { ModelChoice } from './pose-models.ts';
import type { CaptureOptions } from './session.ts';

/** What the capture worker does for the page. One video at a time. */
export interface CaptureApi {
  capture(video: Blob, options: CaptureOptions & ModelChoice): Promise<readonly ProviderFile[]>;
}
