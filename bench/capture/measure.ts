import { createModelLoader } from '../../packages/capture/src/pose-models.ts';
import type { ModelChoice, ModelHost } from '../../packages/capture/src/pose-models.ts';
import { captureVideo } from '../../packages/capture/src/session.ts';
import type { Run } from '../../packages/capture/src/track/landmarks.ts';
import type { FrameSource, OpenVideo } from '../../packages/capture/src/video/frame-source.ts';

/** Where the time of one capture went, seconds. */
export interface Times {
  readonly frames: number;
  /** Inside the models: input copied in, inference, outputs copied out. */
  readonly models: number;
  /** Waiting for the next frame. */
  readonly decode: number;
  /** All else until the last frame is tracked: crops, and what the models said turned into points. */
  readonly track: number;
  /** From the last frame to the files. */
  readonly solve: number;
}

/** So much of a video is captured, seconds. */
const PART = 2;

/**
 * Captures the beginning of a video as a user's capture does, and watches the clock at its ports: nothing in it is changed.
 *
 * It is captured once before, unmeasured, so that everything is loaded and compiled: of some videos it has but eleven frames.
 *
 * @param rounds - of so many captures the quickest counts: the one that other programs disturbed least.
 */
export async function measureCapture<Video>(
  video: Video,
  openVideo: OpenVideo<Video>,
  choice: ModelChoice,
  rounds: number,
  host: ModelHost = {},
): Promise<Times> {
  const loadModels = createModelLoader(host);
  const run = async (): Promise<Times> => {
    const watch = new Watch();
    let [begun, tracked, frames] = [0, 0, 0];
    await captureVideo(
      video,
      {
        openVideo: async (file, options) => watch.source(await openVideo(file, options)),
        async loadModels(signal) {
          const { detector, landmarks } = await loadModels(choice, signal);
          begun = performance.now();
          return { detector: watch.run(detector), landmarks: watch.run(landmarks) };
        },
        now: () => performance.now(),
      },
      {
        name: 'bench',
        maxSeconds: 60,
        trim: [0, PART],
        signal: new AbortController().signal,
        onProgress(progress) {
          if (progress.stage === 'solve') tracked = performance.now();
          frames = progress.frames?.done ?? frames;
        },
      },
    );
    const { models, decode } = watch;
    const track = tracked - begun - models - decode;
    const solve = performance.now() - tracked;
    return { frames, models: models / 1000, decode: decode / 1000, track: track / 1000, solve: solve / 1000 };
  };
  await run();
  let best: Times | undefined;
  for (let round = 0; round < rounds; round++) {
    const times = await run();
    if (!best || total(times) < total(best)) best = times;
  }
  return best!; // There is at least one round.
}

function total({ models, decode, track, solve }: Times): number {
  return models + decode + track + solve;
}

/** Adds up the time that is spent behind two ports of a capture, ms. */
class Watch {
  models = 0;
  decode = 0;

  run(run: Run): Run {
    return async (input) => {
      const from = performance.now();
      const outputs = await run(input);
      this.models += performance.now() - from;
      return outputs;
    };
  }

  source(source: FrameSource): FrameSource {
    const { width, height, duration, frameCount } = source;
    const frames = (): ReturnType<FrameSource['frames']> => this.#timed(source.frames());
    return { width, height, duration, frameCount, frames, close: () => source.close() };
  }

  async *#timed(frames: ReturnType<FrameSource['frames']>): ReturnType<FrameSource['frames']> {
    try {
      for (;;) {
        const from = performance.now();
        const { done, value } = await frames.next();
        this.decode += performance.now() - from;
        if (done) return;
        yield value;
      }
    } finally {
      await frames.return();
    }
  }
}
