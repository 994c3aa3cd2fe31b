import type { Progress } from '@kinora/capture/node';
import type { Output } from '../io.ts';

const WIDTH = 30;
const CLEAR_LINE = '\r\x1b[2K';

/** One line that fills up. Nothing at all where the output is no terminal: a log shall not hold a thousand bars. */
export class ProgressBar {
  readonly #output: Output;
  #shown = '';

  constructor(output: Output) {
    this.#output = output;
  }

  show(progress: Progress): void {
    if (this.#output.isTTY !== true) return;
    const line = progressLine(progress, this.#output.columns ?? 80);
    if (line === this.#shown) return;
    this.#shown = line;
    this.#output.write(`${CLEAR_LINE}${line}`);
  }

  /** Makes room for what comes next. */
  clear(): void {
    if (this.#shown !== '') this.#output.write(CLEAR_LINE);
    this.#shown = '';
  }
}

function progressLine({ stage, progress01, frames, secondsLeft }: Progress, columns: number): string {
  const full = Math.round(progress01 * WIDTH);
  const parts = [
    `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`,
    `${String(Math.floor(progress01 * 100)).padStart(3)} %`,
    frames ? `${stage} ${frames.done}/${frames.total}` : stage,
    ...(secondsLeft === undefined ? [] : [`${clock(secondsLeft)} left`]),
  ];
  // A line that wraps could not be cleared.
  return parts.join('  ').slice(0, columns - 1);
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
