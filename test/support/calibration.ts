import type { HumanoidMap, Rig } from '@kinora/core/motion';
import { rateMap } from './rig-truth.ts';
import type { RigTruth } from './rig-truth.ts';

/** From here nobody is asked. */
const SURE = 0.6;
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
  #named = 0;
  #namedSure = 0;
  #confidentlyWrong: string[] = [];

  /**
   * Of a map that was refused nothing is used, so nothing counts but that it was.
   *
   * @param isNamed - true for the joints that kept their names. Default all.
   */
  add(rig: Rig, map: HumanoidMap, truth: RigTruth, isNamed: (joint: number) => boolean = () => true): void {
    this.#maps++;
    if (map.confidence === 0) {
      this.#refused++;
      return;
    }
    const { all, required, swapped, matches, confidentlyWrong } = rateMap(rig, map, truth);
    this.#bones += all.of;
    this.#found += all.right;
    this.#required += required.of;
    this.#requiredFound += required.right;
    this.#swapped += swapped.length;
    this.#confidentlyWrong.push(...confidentlyWrong);
    for (const [bone, joints] of truth) {
      if (!joints.some(isNamed)) continue;
      const match = map.bones[bone];
      this.#named++;
      if (match && match.confidence >= SURE && joints.includes(match.joint)) this.#namedSure++;
    }
    for (const { confidence, right } of matches) {
      const bin = BINS.findLastIndex((least) => confidence >= least);
      this.#count[bin]! += 1;
      if (right) this.#right[bin]! += 1;
    }
  }

  /** What is wrong with a confidence of 0.6 or more, in words. */
  get confidentlyWrong(): readonly string[] {
    return this.#confidentlyWrong;
  }

  /** Share of the bones whose joint has its name that are right with a confidence of 0.6 or more. */
  get namedAndSure(): number {
    return this.#named === 0 ? 1 : this.#namedSure / this.#named;
  }

  /** One row of a table in Markdown: maps, refused, required and all bones found, named bones sure, sides swapped, wrong. */
  summary(title: string): string {
    const found = `${percent(this.#requiredFound, this.#required)} | ${percent(this.#found, this.#bones)}`;
    const sure = percent(this.#namedSure, this.#named);
    const wrong = this.#confidentlyWrong.length;
    return `| ${title} | ${this.#maps} | ${this.#refused} | ${found} | ${sure} | ${this.#swapped} | ${wrong} |`;
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
