/** Capture in Node: one child process for each job. */
export type { ProviderFile } from '@kinora/core';
