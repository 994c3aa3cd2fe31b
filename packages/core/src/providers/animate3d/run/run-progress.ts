import type { Progress, ProgressStage } from '../../provider.ts';

/** Where the stages of a run lie in its whole. The job is the long part, and the upload on a slow line. */
const STAGES = { upload: [0, 0.3], queue: [0.3, 0.32], track: [0.32, 0.95], download: [0.95, 0.999] } as const;

type Stage = keyof typeof STAGES;

/** How far a run is, never going back: neither within a stage nor from one stage to an earlier one. */
export class RunProgress {
  readonly #tell: (progress: Progress) => void;
  #last = 0;
  #stage: ProgressStage = 'upload';

  constructor(tell: (progress: Progress) => void) {
    this.#tell = tell;
  }

  /** @param share - [0, 1] of the stage; anything else is its beginning. */
  report(stage: Stage, share: number, more: Pick<Progress, 'bytes' | 'message'> = {}): void {
    const [from, to] = STAGES[stage];
    const within = share > 0 ? Math.min(1, share) : 0;
    this.#stage = stage;
    this.#last = Math.max(this.#last, from + within * (to - from));
    this.#tell({ stage, progress01: this.#last, ...more });
  }

  bytes(stage: Stage, done: number, total: number): void {
    this.report(stage, done / total, { bytes: { done: Math.min(done, total), total } });
  }

  /** Nothing moves, and a person should know why. */
  waiting(message: string): void {
    this.#tell({ stage: this.#stage, progress01: this.#last, message });
  }

  done(): void {
    this.#tell({ stage: 'done', progress01: 1 });
  }
}
