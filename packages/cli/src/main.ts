import { KinoraError } from '@kinora/core/motion';
import { parseArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { assets } from './commands/assets.ts';
import { capture } from './commands/capture.ts';
import { convert } from './commands/convert.ts';
import { doctor } from './commands/doctor.ts';
import { inspect } from './commands/inspect.ts';
import { retarget } from './commands/retarget.ts';
import { serve } from './commands/serve.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { processIo } from './io.ts';
import type { Io } from './io.ts';
import { version } from './own-files.ts';
import { errorLine, toKinoraError } from './terminal/error-line.ts';
import { commandHelp, programHelp } from './terminal/help.ts';

export type { Io, Output } from './io.ts';

const COMMANDS: readonly Command[] = [serve, capture, assets, inspect, convert, retarget, doctor];

/**
 * Runs one command line. Never throws: a failure is one line on stderr that begins with its code, and an exit code.
 *
 * @param words - what stands behind the program's name.
 * @param io - Default: the process itself.
 * @returns the exit code: 0, or the class of the failure (`docs/cli.md`).
 */
export async function main(words: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    await run(words, io);
    return EXIT.ok;
  } catch (error) {
    const known = toKinoraError(error);
    io.stderr.write(errorLine(known));
    return exitCodeOf(known.code);
  }
}

async function run(words: readonly string[], io: Io): Promise<void> {
  const [first, ...rest] = words;
  if (first === '--help' || first === '-h') return print(io, programHelp(COMMANDS, inspect.examples[0]!));
  if (first === '--version' || first === '-v') return print(io, `${version()}\n`);
  const command = commandOf(first);
  // Asking for help is never a mistake, whatever else was typed.
  if (rest.includes('--help') || rest.includes('-h')) return print(io, commandHelp(command));
  await command.run(parseArguments(command, rest), io);
}

function commandOf(name: string | undefined): Command {
  const names = COMMANDS.map((command) => command.name).join(', ');
  if (name === undefined) {
    throw new KinoraError('cli/no-command', 'No command was given', {
      hint: `Commands are ${names}. See "kinora --help".`,
    });
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command) return command;
  throw new KinoraError('cli/unknown-command', `There is no command "${name}"`, {
    hint: `Commands are ${names}. See "kinora --help".`,
  });
}

function print(io: Io, text: string): void {
  io.stdout.write(text);
}
