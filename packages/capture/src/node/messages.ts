import type { PersonChoice, Progress, ProviderFile } from '@kinora/core';
import type { WireError } from '@kinora/core/rpc';
import type { ModelChoice } from '../pose-models.ts';
import type { CaptureTuning } from '../tuning.ts';

/** The one message from parent to child. */
export interface Job extends ModelChoice {
  /** Path of the video. */
  readonly video: string;
  readonly name: string;
  readonly maxSeconds: number;
  readonly tuning: CaptureTuning;
  readonly person?: PersonChoice;
}

/** What a child says; nothing follows `done` or `failed`. */
export type Report =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly files: readonly ProviderFile[] }
  | { readonly kind: 'failed'; readonly error: WireError };
