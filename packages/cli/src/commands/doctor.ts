import { KinoraError } from '@kinora/core/motion';
import type { Command } from '../command.ts';
import { diagnose } from '../doctor/diagnosis.ts';
import type { Diagnosis } from '../doctor/diagnosis.ts';
import { examineDisk } from '../doctor/disk.ts';
import { examinePackages } from '../doctor/packages.ts';
import { columns } from '../terminal/columns.ts';
import { jsonText, plainText } from '../terminal/plain-text.ts';

const MODEL_STATES = { right: 'right', absent: 'not installed, not needed for lite and full', wrong: 'wrong' } as const;

export const doctor: Command = {
  name: 'doctor',
  summary: 'Look at this machine: what Kinora needs, what is missing, and how to mend it',
  files: [],
  options: {
    data: { value: 'DIR', help: 'Folder for the data of "kinora serve", whose disk is looked at. Default: this one' },
    json: { help: 'Print the facts as JSON for a program' },
  },
  examples: ['doctor', 'doctor --json'],
  async run(args, io) {
    // Loaded here, so that the other commands start without it.
    const { checkCapture } = await import('@kinora/capture/node');
    const diagnosis = diagnose({
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      packages: examinePackages(),
      capture: await checkCapture(),
      disk: await examineDisk(args.get('data') ?? '.', io.cwd),
    });
    io.stdout.write(args.has('json') ? jsonText(diagnosis) : textOf(diagnosis));
    const { length } = diagnosis.problems;
    if (length === 0) return;
    throw new KinoraError('cli/problems', length === 1 ? 'One problem was found' : `${length} problems were found`, {
      hint: 'Mend what is listed above, each by the line below it.',
      details: { problems: length },
    });
  },
};

function textOf({ node, platform, packages, decoder, models, disk, problems }: Diagnosis): string {
  const rows = [
    ['Node', `${node}, ${platform}`],
    ...packages.map(({ name, version = 'not installed' }) => [name, version]),
    [decoder.name, decoder.version ?? 'does not run'],
    ...models.map(({ name, state }) => [name, MODEL_STATES[state]]),
    ['Free disk', `${(disk.freeBytes / 1e9).toFixed(1)} GB in "${plainText(disk.folder)}"`],
  ];
  const list = problems.flatMap(({ what, fix }) => [`- ${plainText(what)}`, `  ${plainText(fix)}`]);
  return [...columns(rows), '', ...(list.length > 0 ? ['Problems:', ...list] : ['No problem was found.']), ''].join(
    '\n',
  );
}
