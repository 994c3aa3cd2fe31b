import { locale } from './i18n.ts';

/** A number with so many digits behind the point, as the language writes it. */
export function decimal(value: number, digits: number): string {
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
}

/** @param share01 - [0, 1] */
export function percent(share01: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent' }).format(share01);
}

export function dateTime(ms: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}

/** `a, b and c`, or `a, b or c`. */
export function list(parts: readonly string[], type: 'conjunction' | 'disjunction'): string {
  return new Intl.ListFormat(locale(), { type }).format(parts);
}

/** Of a file or a download: `18.7 MB`. */
export function size(bytes: number): string {
  const isSmall = bytes < 1e6;
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: !isSmall && bytes < 1e7 ? 1 : 0,
  }).format(bytes / (isSmall ? 1e3 : 1e6));
}

/** Of a film: `1 minute, 1 second`. What is begun counts whole: nothing that is too long sounds as if it were not. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const parts = [
    [Math.floor(whole / 60), 'minute'],
    [whole % 60, 'second'],
  ] as const;
  const said = parts.filter(([count, unit]) => count > 0 || (unit === 'second' && whole === 0));
  const words = said.map(([count, unit]) =>
    new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(count),
  );
  return new Intl.ListFormat(locale(), { type: 'unit' }).format(words);
}
