import { KinoraError } from '@kinora/core/motion';
import type * as Mediabunny from 'mediabunny';
import type { VideoFacts } from '../video/probe-input.ts';

export type { VideoFacts } from '../video/probe-input.ts';

/**
 * Reads what the container of a video says of its picture. Nothing is decoded, so no decoder is needed: the file is read in
 * JavaScript, and only where its tables lie.
 *
 * @param video - path of the file.
 * @throws `capture/unreadable`, `capture/no-video`; `capture/no-decoder` where the package `mediabunny` is not installed.
 */
export async function probeVideo(video: string): Promise<VideoFacts> {
  const { FilePathSource } = await loadReader();
  const { probeInput } = await import('../video/probe-input.ts');
  return probeInput(new FilePathSource(video));
}

/** The package is the caller's own: capture alone works in a browser without it. */
async function loadReader(): Promise<typeof Mediabunny> {
  try {
    return await import('mediabunny');
  } catch (cause) {
    throw new KinoraError('capture/no-decoder', 'Cannot read video in Node: the package mediabunny is not installed', {
      hint: 'Install it beside Kinora: npm install mediabunny@1.61.0',
      details: { package: 'mediabunny' },
      cause,
    });
  }
}
