import type { HumanoidMap, Rig } from '@kinora/core/motion';
import { rateMap } from './rig-truth.ts';
import type { RigTruth } from './rig-truth.ts';

const BINS = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/** How often a map that says "so sure" is right: what a confidence is worth. */
export class Calibration {
  readonly #right: number[] = BINS.map(() => 0);
  readonly #count: number[] = BINS.map(() => 0);
  #bones = 0;
  #found = 0;
  #required = 0;
  #requiredFound = 0;
  #maps = 0;
  #refused = 0;
  #swapped = 0;

  /** Of a map that was refused nothing is used, so nothing counts but that it was. */
  add(rig: Rig, map: HumanoidMap, truth: RigTruth): void {
    this.#maps++;
    if (map.confidence === 0) {
      this.#refused++;
      return;
    }
    const { all, required, swapped, matches } = rateMap(rig, map, truth);
    this.#bones += all.of;
    this.#found += all.right;
    this.#required += required.of;
    this.#requiredFound += required.right;
    this.#swapped += swapped.length;
    for (const { confidence, right } of matches) {
      const bin = BINS.findLastIndex((least) => confidence >= least);
      this.#count[bin]! += 1;
      if (right) this.#right[bin]! += 1;
    }
  }

  /** Share of right matches among those with at least this confidence; 1 where there is none. */
  shareRight(least: number): number {
    const sum = (counts: readonly number[]): number =>
      counts.filter((_, bin) => BINS[bin]! >= least).reduce((a, b) => a + b, 0);
    return sum(this.#count) === 0 ? 1 : sum(this.#right) / sum(this.#count);
  }

  /** One row of a table in Markdown: maps, refused, required and all bones found, sides swapped. */
  summary(title: string): string {
    const found = `${percent(this.#requiredFound, this.#required)} | ${percent(this.#found, this.#bones)}`;
    return `| ${title} | ${this.#maps} | ${this.#refused} | ${found} | ${this.#swapped} |`;
  }

  /** The calibration as rows of a table in Markdown. */
  rows(): string[] {
    return BINS.map((least, bin) => {
      const range = least === 1 ? '1 (declared)' : `${least}–${BINS[bin + 1]!}`;
      return `| ${range} | ${this.#count[bin]!} | ${percent(this.#right[bin]!, this.#count[bin]!)} |`;
    });
  }
}

function percent(right: number, of: number): string {
  return of === 0 ? '–' : `${((100 * right) / of).toFixed(2)} %`;
}
