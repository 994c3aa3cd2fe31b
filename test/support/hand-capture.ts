import { writeBvh, writeGlbClip } from '@kinora/core/motion';
import type { CaptureVideo, CaptureVideoOptions } from '@kinora/service';
import { syntheticPerson } from './synthetic-rig.ts';

/** A capture that ends when the test says so: for tests of what happens around one. */
export interface HandCapture {
  readonly captureVideo: CaptureVideo;
  /** Names of the clips that were begun, in order. */
  readonly begun: readonly string[];
  /** What each of them was asked for. */
  readonly asked: readonly CaptureVideoOptions[];
  /** Resolves when so many captures have begun. */
  whenBegun(count: number): Promise<void>;
  /** How far the running capture says that it is. */
  progress(progress01: number): void;
  /** Ends the running capture, and from now on each as it begins. */
  finish(): void;
  /** Fails the running capture. */
  fail(error: Error): void;
}

export function handCapture(): HandCapture {
  const begun: string[] = [];
  const asked: CaptureVideoOptions[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let isOpen = false;
  let finish = (): void => {};
  let fail: (error: Error) => void = () => {};
  let progress: (progress01: number) => void = () => {};

  const captureVideo: CaptureVideo = async (_path, options) => {
    const { name = 'motion', signal, onProgress } = options;
    begun.push(name);
    asked.push(options);
    for (const { count, resolve } of waiting) if (begun.length >= count) resolve();
    progress = (progress01) => onProgress?.({ stage: 'track', progress01 });
    await new Promise<void>((resolve, reject) => {
      finish = resolve;
      fail = reject;
      // The reason of an abort passes untouched.
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      if (isOpen) resolve();
    });
    const clip = { ...syntheticPerson().clip, name };
    return [
      { name: `${name}.glb`, format: 'glb', bytes: writeGlbClip(clip) },
      { name: `${name}.bvh`, format: 'bvh', bytes: writeBvh(clip) },
    ];
  };

  return {
    captureVideo,
    begun,
    asked,
    whenBegun: (count) =>
      new Promise((resolve) => (begun.length >= count ? resolve() : waiting.push({ count, resolve }))),
    progress: (progress01) => progress(progress01),
    finish: () => {
      isOpen = true;
      finish();
    },
    fail: (error) => fail(error),
  };
}
