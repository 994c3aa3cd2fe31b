import { parseArgs } from 'node:util';
import { KinoraError } from '@kinora/core/motion';
import type { Command } from './command.ts';

/** What was typed behind the name of a command, checked against what the command takes. */
export class Arguments {
  /** As many as the command names. */
  readonly files: readonly string[];
  readonly #values: Readonly<Record<string, string | boolean | undefined>>;

  constructor(files: readonly string[], values: Readonly<Record<string, string | boolean | undefined>>) {
    this.files = files;
    this.#values = values;
  }

  /** Whether the option was given. */
  has(option: string): boolean {
    return this.#values[option] !== undefined;
  }

  /** Value of an option that may be left out. */
  get(option: string): string | undefined {
    const value = this.#values[option];
    return typeof value === 'string' ? value : undefined;
  }

  /** Value of an option that the command requires. */
  need(option: string): string {
    const value = this.get(option);
    if (value === undefined) throw new TypeError(`--${option} is not a required option with a value`);
    return value;
  }
}

/**
 * Takes the words behind a command's name apart.
 *
 * @throws KinoraError `cli/usage`.
 */
export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const { positionals, values } = split(command, words);
  const { files } = command;
  if (positionals.length > files.length) {
    // Not the word itself: it may be a secret that lost its option.
    throw usageError(command, files.length === 0 ? 'it takes options only' : `it takes ${files.join(' and ')} only`);
  }
  const missingFile = files[positionals.length];
  if (missingFile !== undefined) throw usageError(command, `${missingFile} is missing`);
  for (const [name, option] of Object.entries(command.options)) {
    if (option.required === true && values[name] === undefined) {
      throw usageError(command, `--${name} ${option.value ?? ''} is missing`);
    }
    if (values[name] === '') throw usageError(command, `--${name} is empty`);
  }
  return new Arguments(positionals, values);
}

/** A mistake in what was typed, with the way to what may be typed. */
export function usageError(command: Command, what: string): KinoraError {
  return new KinoraError('cli/usage', `Cannot run "kinora ${command.name}": ${what}`, {
    hint: `See "kinora ${command.name} --help".`,
    details: { command: command.name },
  });
}

function split(
  command: Command,
  words: readonly string[],
): { positionals: string[]; values: Readonly<Record<string, string | boolean | undefined>> } {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!isParseError(error)) throw error;
    // What follows the first sentence is advice on positionals that no command of ours can use.
    const [sentence = ''] = error.message.split(/\.\s|\n/);
    throw usageError(command, sentence.replace(/\.$/, '').replace(/^U/, 'u').replace(/^O/, 'o'));
  }
}

function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
}
