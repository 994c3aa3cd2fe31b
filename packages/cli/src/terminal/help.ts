import type { Command } from '../command.ts';
import { columns } from './columns.ts';

/** What `kinora --help` prints. */
export function programHelp(commands: readonly Command[], example: string): string {
  return [
    'Kinora: a video of a person becomes an animation, on any humanoid avatar.',
    '',
    'Usage: kinora COMMAND [options]',
    '',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    ...columns([
      ['--help', 'This, or the help of a command: kinora COMMAND --help'],
      ['--version', 'Version of Kinora'],
    ]),
    '',
    'Example:',
    `  npx --no-install kinora ${example}`,
    '',
  ].join('\n');
}

/** What `kinora COMMAND --help` prints. */
export function commandHelp({ name, summary, files, options, examples }: Command): string {
  const entries = Object.entries(options);
  const synopsis = [
    ...files,
    ...entries.map(([option, { value, required }]) => {
      const text = optionText(option, value);
      return required === true ? text : `[${text}]`;
    }),
  ];
  return [
    `${summary}.`,
    '',
    `Usage: kinora ${name} ${synopsis.join(' ')}`,
    '',
    ...columns([
      ...entries.map(([option, { value, help }]): [string, string] => [optionText(option, value), help]),
      ['--help', 'This help'],
    ]),
    '',
    examples.length === 1 ? 'Example:' : 'Examples:',
    ...examples.map((example) => `  npx --no-install kinora ${example}`),
    '',
  ].join('\n');
}

function optionText(name: string, value: string | undefined): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
