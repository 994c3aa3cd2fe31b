/** Words in a tree, as in `en.ts`. */
export interface WordTree {
  readonly [key: string]: string | WordTree;
}

/**
 * Puts words where a page names them: `<p data-word="start.title"></p>` gets its text, `data-word-aria-label="…"` its
 * attribute.
 *
 * @throws RangeError where there is no such word.
 */
export function fillHtml(html: string, words: WordTree): string {
  return html
    .replace(/\bdata-word-([a-z-]+)="([^"]+)"/g, (found, attribute: string, key: string) => {
      return `${found} ${attribute}="${escape(wordOf(words, key))}"`;
    })
    .replace(/(<[^<>]*\bdata-word="([^"]+)"[^<>]*>)(?=\s*<\/)/g, (tag, _, key: string) => {
      return `${tag}${escape(wordOf(words, key))}`;
    });
}

/** The keys of the words that a page names. */
export function wordsNamedIn(html: string): readonly string[] {
  return [...html.matchAll(/\bdata-word(?:-[a-z-]+)?="([^"]+)"/g)].map(([, key]) => key!);
}

export function wordOf(words: WordTree, key: string): string {
  const found = key
    .split('.')
    .reduce<string | WordTree | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), words);
  if (typeof found !== 'string') throw new RangeError(`There is no word "${key}"`);
  return found;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
