import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test, vi } from 'vitest';
import { words as english } from '../../../packages/demo/src/i18n/en.ts';
import { errors as englishErrors } from '../../../packages/demo/src/i18n/en-errors.ts';
import { fillHtml, wordOf, wordsNamedIn } from '../../../packages/demo/src/i18n/fill-html.ts';
import type { WordTree } from '../../../packages/demo/src/i18n/fill-html.ts';
import { duration } from '../../../packages/demo/src/i18n/format.ts';
import { bestLanguage, LANGUAGE_CODES, LANGUAGES } from '../../../packages/demo/src/i18n/languages.ts';
import type { Language, LanguageCode } from '../../../packages/demo/src/i18n/languages.ts';
import { PLAYER_ERRORS } from '../../../packages/demo/src/i18n/player-errors.ts';
import type { PlayerErrorCode } from '../../../packages/demo/src/i18n/player-errors.ts';

const demo = fileURLToPath(new URL('../../../packages/demo/', import.meta.url));
const html = readFileSync(join(demo, 'index.html'), 'utf8');
const others = LANGUAGE_CODES.filter((code) => code !== 'en');

/** `fit.bones_one` and its like, with what they say. */
function flat(tree: WordTree, path = ''): [key: string, word: string][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[path + name, value] as [string, string]] : flat(value, `${path}${name}.`),
  );
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const base = (key: string): string => key.replace(PLURAL, '');
/** All but the count itself: “a foot” needs no number. */
const placeholders = (word: string): string[] =>
  [...word.matchAll(/\{\{\s*(\w+)/g)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'count')
    .sort((a, b) => a.localeCompare(b));

describe.each(others)('the words in "%s"', (code: LanguageCode) => {
  test('are those of the English page, no more and no less', async () => {
    const { words } = await LANGUAGES[code].load();
    const keys = (tree: WordTree): string[] => [...new Set(flat(tree).map(([key]) => base(key)))].sort();
    expect(keys(words)).toEqual(keys(english));
  });

  test('have every plural that the language knows', async () => {
    const { words } = await LANGUAGES[code].load();
    const counted = new Set(flat(english).flatMap(([key]) => (PLURAL.test(key) ? [base(key)] : [])));
    const endings = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const missing = [...counted].flatMap((key) =>
      endings.map((ending) => `${key}_${ending}`).filter((name) => !flat(words).some(([found]) => found === name)),
    );
    expect(missing).toEqual([]);
  });

  test('ask for the same values', async () => {
    const { words } = await LANGUAGES[code].load();
    const values = new Map(flat(english).map(([key, word]) => [base(key), placeholders(word)]));
    const wrong = flat(words).filter(([key, word]) => placeholders(word).join() !== values.get(base(key))?.join());
    expect(wrong).toEqual([]);
  });

  test('have a sentence and what helps for every failure that a player can meet', async () => {
    const { errors }: Language = await LANGUAGES[code].load();
    expect(Object.keys(errors).sort()).toEqual([...PLAYER_ERRORS].sort());
  });
});

test('errors that English has words for name the same facts in every language', async () => {
  for (const code of others) {
    const theirs = (await LANGUAGES[code].load()).errors;
    for (const [error, { what, hint }] of Object.entries(englishErrors)) {
      const told = theirs[error as PlayerErrorCode];
      expect(placeholders(told.what + told.hint), error).toEqual(placeholders(what + hint));
    }
  }
});

test.each([
  [61, '1 minute, 1 second'],
  [60.2, '1 minute, 1 second'],
  [600, '10 minutes'],
  [60, '1 minute'],
  [0, '0 seconds'],
])('%s seconds are said as people say them: %s', (seconds, said) => {
  vi.stubGlobal('navigator', { languages: ['en'] });
  expect(duration(seconds)).toBe(said);
  vi.unstubAllGlobals();
});

describe('bestLanguage()', () => {
  test.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['fr-FR'], 'en'],
    [['EN-us', 'de'], 'en'],
    [[], 'en'],
  ])('%j is spoken as %s', (wanted, code) => {
    expect(bestLanguage(wanted)).toBe(code);
  });
});

describe('index.html', () => {
  test('names words that there are', () => {
    for (const key of wordsNamedIn(html)) expect(wordOf(english, key)).not.toBe('');
  });

  test('has no word of its own, but the name', () => {
    const body = html.slice(html.indexOf('<body>')).replace(/<!--[\s\S]*?-->/g, '');
    const texts = [...body.matchAll(/>([^<>]*\p{L}[^<>]*)</gu)].map(([, text]) => text!.trim());
    expect(texts).toEqual(['Kinora']);
    expect(body).not.toMatch(/\s(aria-label|title|alt|placeholder)="[^"]*\p{L}/u);
  });

  test('reads English before any script has run', () => {
    const filled = fillHtml(html, english);
    expect(filled).toContain(`>${english.start.sample}</button>`);
    expect(filled).toContain(`aria-label="${english.transport.play}"`);
    expect(filled).not.toMatch(/data-word="[^"]*"[^<>]*><\//);
  });
});

/** Writes a report for the project, which reads English. */
const FOR_THE_PROJECT = /doctor[\\/]doctor\.ts$/;

/** Sentences of the scripts: literals with two words or more that begin like one. What is thrown at programmers is English. */
function sentencesIn(file: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText().endsWith('Error')) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      if (/^\p{Lu}\p{Ll}+ \p{L}/u.test(node.text)) found.push(`${file}: ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('no script of the page says anything that is not among the words', () => {
  const scripts = readdirSync(join(demo, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        name.endsWith('.ts') && !/i18n[\\/](..|en-errors|body-words)\.ts$/.test(name) && !FOR_THE_PROJECT.test(name),
    )
    .map((name) => join(demo, 'src', name));
  expect(scripts.length).toBeGreaterThan(20);
  expect(scripts.flatMap(sentencesIn)).toEqual([]);
});
