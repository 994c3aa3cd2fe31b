import type { Line } from './page.ts';

/** Every line by quality and clip. */
export type Figures = Readonly<Record<string, readonly Line[]>>;

/** What is nearer to the truth the smaller it is; the only one of which more is better is told apart. */
const LESS_IS_BETTER =
  /^solved: (MPJPE|PA-MPJPE|shoulder|elbow|wrist|hip|knee|ankle|angle|lean|from the golden|limb joints from those of heavy)|^hips: path off (across|in depth)|^feet: slide/;
const MORE_IS_BETTER = 'feet: contacts, F1';

export interface Change {
  readonly quality: string;
  readonly clip: string;
  readonly what: string;
  readonly then: string;
  readonly now: string;
}

/** All lines of a clip that were measured then and now and of which better and worse can be said. */
function changesOf(now: Figures, then: Figures): (Change & { readonly gain: number })[] {
  return Object.entries(now).flatMap(([key, lines]) => {
    const [quality, clip] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
    const before = new Map(then[key]?.map(([what, value]) => [plain(what), plain(value)]));
    return lines.flatMap(([line, text]) => {
      const [what, value, old] = [plain(line), plain(text), before.get(plain(line))];
      if (old === undefined || !(LESS_IS_BETTER.test(what) || what === MORE_IS_BETTER)) return [];
      const fall = parseFloat(old) - parseFloat(value);
      if (Number.isNaN(fall)) return [];
      return [{ quality, clip, what, then: old, now: value, gain: what === MORE_IS_BETTER ? -fall : fall }];
    });
  });
}

/** Where a capture of today is further from the truth than the first one was. */
export function worseThanThen(now: Figures, then: Figures): Change[] {
  return changesOf(now, then).filter(({ gain }) => gain < 0);
}

/** In which qualities a line of a clip is better now, in words: “better with `full` and `heavy`, worse with `lite` (…)”. */
export function betterIn(now: Figures, then: Figures, clip: string, what: string): string {
  const of = changesOf(now, then).filter((change) => change.clip === clip && change.what === what);
  if (of.length === 0) return 'not measured';
  const groups = [
    ['better', of.filter(({ gain }) => gain > 0)],
    ['the same', of.filter(({ gain }) => gain === 0)],
    ['worse', of.filter(({ gain }) => gain < 0)],
  ] as const;
  const words = groups
    .filter(([, some]) => some.length > 0)
    .map(([word, some]) =>
      some.length === of.length
        ? `${word} in all qualities`
        : `${word} with ${some.map(({ quality }) => `\`${quality}\``).join(' and ')}`,
    );
  return `${words.join(', ')} (${list(of)})`;
}

function list(changes: readonly Change[]): string {
  return changes.map(({ quality, then, now }) => `\`${quality}\` ${/[\d.]+/.exec(then)![0]} → ${now}`).join(', ');
}

function plain(text: string): string {
  return text.replaceAll('**', '');
}
