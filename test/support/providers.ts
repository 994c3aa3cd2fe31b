import type {
  Clip,
  MotionParams,
  Progress,
  Provider,
  ProviderCapabilities,
  ProviderFile,
  RunContext,
} from '@kinora/core';
import { writeBvh } from '@kinora/core/motion';

/** Two joints of which the lower one turns: the smallest motion that every format can carry. */
export function tinyClip(frames = 4): Clip {
  const rotations = new Float32Array(frames * 8);
  for (let frame = 0; frame < frames; frame++) {
    const half = frame * 0.05;
    rotations.set([0, 0, 0, 1, Math.sin(half), 0, 0, Math.cos(half)], frame * 8);
  }
  return {
    name: 'tiny',
    rig: {
      names: ['hips', 'spine'],
      parents: Int16Array.of(-1, 0),
      restTranslations: Float32Array.of(0, 1, 0, 0, 0.5, 0),
      restRotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1),
      unitMetres: 1,
      tips: [{ joint: 1, translation: [0, 0.3, 0] }],
    },
    frames,
    rate: 30,
    rotations,
    translated: Int16Array.of(0),
    translations: new Float32Array(frames * 3).map((_, i) => (i % 3 === 1 ? 1 : 0)),
  };
}

export type Work = (context: RunContext, params: MotionParams) => Promise<void> | void;

/** A provider that runs `work` and then delivers the tiny clip as BVH. Counts its runs. */
export class ScriptedProvider implements Provider {
  readonly id = 'scripted';
  readonly capabilities: ProviderCapabilities = {
    formats: ['bvh'],
    hands: false,
    face: false,
    persons: 1,
    cancel: true,
    queuePosition: false,
    maxSeconds: 60,
  };
  runs = 0;
  disposed = 0;
  readonly #work: Work;

  constructor(work: Work = () => {}) {
    this.#work = work;
  }

  async run(_video: Blob, params: MotionParams, context: RunContext): Promise<readonly ProviderFile[]> {
    this.runs++;
    await this.#work(context, params);
    return [{ name: `${params.name ?? 'motion'}.bvh`, format: 'bvh', bytes: writeBvh(tinyClip()) }];
  }

  dispose(): void {
    this.disposed++;
  }
}

/** Work that says that it began, and goes on until it is cancelled. */
export function endlessWork(): { readonly work: Work; readonly begun: Promise<RunContext> } {
  let begin: (context: RunContext) => void = () => {};
  const begun = new Promise<RunContext>((resolve) => (begin = resolve));
  const work: Work = (context) =>
    new Promise((_resolve, reject) => {
      context.signal.addEventListener('abort', () => reject(context.signal.reason as Error));
      begin(context);
    });
  return { work, begun };
}

/** Progress as `fromVideo` promises it: never back, 1 once and last. */
export function isOrderly(heard: readonly Progress[]): boolean {
  const values = heard.map(({ progress01 }) => progress01);
  const rises = values.every((value, i) => value >= (values[i - 1] ?? 0));
  return rises && values.indexOf(1) === values.length - 1;
}
