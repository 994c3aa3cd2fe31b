import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';

/** One option of a command, as `--name` or `--name VALUE`. */
export interface Option {
  /** How help calls the value, in capitals. Absent for an option that is given or not. */
  readonly value?: string;
  /** One line for help. */
  readonly help: string;
  readonly required?: boolean;
}

/** One command: all that help, the parser of arguments and `main` need to know of it. */
export interface Command {
  readonly name: string;
  /** One line for help. */
  readonly summary: string;
  /** Files that it takes, in order, as help calls them. All are required. */
  readonly files: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  /** Whole lines without the program's name. A test runs each of them. */
  readonly examples: readonly string[];
  /** @throws KinoraError where it could not do what was asked. */
  run(args: Arguments, io: Io): void | Promise<void>;
}
