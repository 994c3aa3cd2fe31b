const MAX_LENGTH = 2000;

/**
 * Text from a file or a system, made safe for a terminal: one line, no control characters (a joint may be named with an
 * escape sequence), and no longer than a person reads.
 */
export function plainText(text: string, maxLength: number = MAX_LENGTH): string {
  const start = text.slice(0, maxLength + 1);
  const line = start.replace(/\s+/gu, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\uFFFD');
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

/** JSON for a person and for a program. Control characters above ASCII are escaped too: a terminal may obey them. */
export function jsonText(value: unknown): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 2).replace(/[\x7f-\x9f\u2028\u2029]/g, escape)}\n`;
}
