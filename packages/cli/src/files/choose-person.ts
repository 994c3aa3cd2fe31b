import type { ParseOptions } from '@kinora/core/motion';
import { usageError } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, Option } from '../command.ts';

/** `--person`, for every command that reads a motion. */
export const PERSON_OPTION: Option = {
  value: 'N',
  help: 'Person to take from a file that holds several, from 1. Default: the first',
};

/**
 * What `--person` says.
 *
 * @throws KinoraError `cli/usage` where it is no whole number from 1.
 */
export function choosePerson(command: Command, args: Arguments): Pick<ParseOptions, 'person'> {
  const text = args.get('person');
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,5}$/.test(text)) throw usageError(command, '--person is no whole number from 1');
  return { person: Number(text) };
}
