import { KinoraError } from '../../../errors.ts';

/** How values travel in a `key=value` string. */
export function digit(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? '1' : '0';
}

export function decimal(value: number, places?: number): string;
export function decimal(value: number | undefined, places?: number): string | undefined;
/** A point and never a comma, few places, and never an exponent: `1e-7` would not be understood. */
export function decimal(value: number | undefined, places = 6): string | undefined {
  return value?.toFixed(places).replace(/\.?0+$/, '');
}

/** `0` and `1`, and the words that some clients send. */
export function readFlag(key: string, value: string): boolean {
  if (value === '1' || value === 'true') return true;
  if (value === '0' || value === 'false') return false;
  throw badParam(key, '0 or 1');
}

export function readNumber(key: string, value: string): number {
  if (!/^-?\d{1,9}(\.\d{1,15})?$/.test(value)) throw badParam(key, 'a number');
  return Number(value);
}

export function readNumbers(key: string, value: string, count: number): number[] {
  const numbers = value.split(',').map((each) => readNumber(key, each.trim()));
  if (numbers.length !== count) throw badParam(key, `${count} numbers`);
  return numbers;
}

export function isOneOf<T extends string>(words: readonly T[], word: string): word is T {
  return (words as readonly string[]).includes(word);
}

/** The value itself stays out of the message: it may be a signed URL that somebody put in the wrong place. */
export function badParam(parameter: string, expected: string): KinoraError {
  return new KinoraError('animate3d/parameter', `The parameter "${parameter.slice(0, 40)}" has to be ${expected}`, {
    details: { parameter: parameter.slice(0, 40), expected },
  });
}
