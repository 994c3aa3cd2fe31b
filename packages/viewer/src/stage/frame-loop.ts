/** `continuous` draws every frame; `onDemand` only when something changed or `requestRender` was called. */
export type RenderMode = 'continuous' | 'onDemand';

/** Time does not jump further than this in one frame, seconds: a tab that comes back goes on where it was. */
const LONGEST_STEP = 0.1;

export interface FrameLoopOptions {
  /** Called for every frame, drawn or not, seconds. May request a drawing. */
  readonly onFrame: (dt: number) => void;
  readonly draw: () => void;
  /** Called after a drawing that followed the one before it without a pause; seconds between the two. */
  readonly onPace: (seconds: number) => void;
}

/** The stage's clock: one `requestAnimationFrame` after another, and the decision whether to draw. */
export class FrameLoop {
  mode: RenderMode = 'continuous';
  readonly #options: FrameLoopOptions;
  #request: number | undefined;
  #last: number | undefined;
  #needsDrawing = true;
  #drewLast = false;

  constructor(options: FrameLoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.#request ??= requestAnimationFrame(this.#frame);
  }

  stop(): void {
    if (this.#request !== undefined) cancelAnimationFrame(this.#request);
    this.#request = undefined;
    this.#last = undefined;
  }

  requestRender(): void {
    this.#needsDrawing = true;
  }

  readonly #frame = (now: number): void => {
    this.#request = requestAnimationFrame(this.#frame);
    const seconds = this.#last === undefined ? 0 : Math.max(0, (now - this.#last) / 1000);
    this.#last = now;
    this.#options.onFrame(Math.min(seconds, LONGEST_STEP));
    const draws = this.#needsDrawing || this.mode === 'continuous';
    this.#needsDrawing = false;
    if (draws) this.#options.draw();
    if (draws && this.#drewLast && seconds < LONGEST_STEP * 10) this.#options.onPace(seconds);
    this.#drewLast = draws;
  };
}
