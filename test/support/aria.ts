/** What a screen reader finds on a page, from Playwright's snapshot of it. */
export interface Outline {
  /** The parts that one can jump to, from the outside in: `region “Video”`. */
  readonly landmarks: readonly string[];
  /** Levels, in the order in which they stand. */
  readonly headings: readonly number[];
  /** Everything with a role of its own, as it stands in the snapshot: `button "Leo" [pressed]`. */
  readonly lines: readonly string[];
  /** What can be used, or shows something, and says not what it is. */
  readonly unnamed: readonly string[];
}

const LANDMARK = /^(banner|main|contentinfo|region|navigation)\b/;
const NAMED = /^(button|link|checkbox|radio|combobox|slider|progressbar|img|dialog|region|switch|spinbutton|textbox)\b/;

/** @param snapshot - of `ariaSnapshot()`. */
export function outlineOf(snapshot: string): Outline {
  // YAML puts what holds a colon between quotes.
  const lines = snapshot.split('\n').map((line) => line.replace(/^\s*- '?/, '').replace(/'?:?$/, ''));
  return {
    lines,
    landmarks: lines.filter((line) => LANDMARK.test(line)),
    headings: lines.flatMap((line) => /^heading .*\[level=(\d)\]/.exec(line)?.slice(1).map(Number) ?? []),
    unnamed: lines.filter((line) => NAMED.test(line) && !/^\w+ "./.test(line)),
  };
}
