import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addClipToGlb, createRetargetPlan, parseMotion, readGlb, retargetClip, trimClip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { EXIT, exitCodeOf } from '../../../packages/cli/src/exit-code.ts';
import { kinora, kinoraShell, temporaryFolder } from '../../support/cli.ts';
import { LongCommand } from '../../support/long-command.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const docs = readFileSync(at('docs/cli.md'), 'utf8');

const COMMANDS = ['serve', 'capture', 'assets', 'inspect', 'convert', 'retarget', 'doctor'];
const examplesIn = (text: string): string[] =>
  [...text.matchAll(/^ *npx --no-install kinora (.+)$/gm)].map(([, words]) => words!.trim());

const helps = await Promise.all([[], ...COMMANDS.map((name) => [name])].map((words) => kinora([...words, '--help'])));
const shown = new Set(helps.flatMap(({ stdout }) => examplesIn(stdout)));

/** A folder with the files that the examples speak of, all made by the project itself. */
function folderOfExamples(): string {
  const folder = temporaryFolder();
  const dance = readFileSync(at('packages/performer/sample/dance.bvh'));
  copyFileSync(at('packages/performer/sample/dance.mp4'), join(folder, 'dance.mp4'));
  writeFileSync(join(folder, 'dance.bvh'), dance);
  const knight = readFileSync(at('packages/performer/dist/robot.glb'));
  const { rig, clips } = parseMotion(dance, 'dance.bvh');
  const plan = createRetargetPlan(rig, readGlb(knight).rig, { sourceClip: clips[0]! });
  const cheer = { ...trimClip(retargetClip(plan, clips[0]!), 0, 0.5), name: 'Cheer' };
  writeFileSync(join(folder, 'knight.glb'), addClipToGlb(knight, cheer));
  return folder;
}

describe('the examples of --help', () => {
  test('there is one for the program and for each command', () => {
    for (const { stdout } of helps) expect(examplesIn(stdout).length).toBeGreaterThan(0);
  });

  test('are the examples of docs/cli.md', () => {
    expect(new Set(examplesIn(docs))).toEqual(shown);
  });

  const short = [...shown].filter((example) => !example.startsWith('serve '));
  test.each(short)('kinora %s', { timeout: 120_000 }, async (example) => {
    const { code, stderr } = await kinoraShell(example.split(' '), folderOfExamples());
    expect(stderr.replace(/^(warning|retargeted): .*\n/gm, '')).toBe('');
    expect(code).toBe(0);
  });

  const long = [...shown].filter((example) => example.startsWith('serve '));
  // Any free port: another program may have the one of the example.
  test.each(long)('kinora %s', { timeout: 60_000 }, async (example) => {
    const service = new LongCommand(example.replace(/--port \d+/, '--port 0').split(' '), temporaryFolder());
    await expect.poll(() => service.output, { timeout: 30_000 }).toMatch(/^Kinora listens to http:\S+\n/);
    const [url] = /http:\S+/.exec(service.output)!;
    expect((await fetch(url)).status).toBe(200);
    expect(await service.interrupt()).toBe(0);
  });
});

describe('the table of exit codes in docs/cli.md', () => {
  const rows = [...docs.matchAll(/^\| (\d+) +\|[^|]*\|(.*)\|$/gm)].map(
    ([, code, codes]) =>
      [Number(code), [...codes!.matchAll(/`([a-z]+\/[a-z-]+|[a-z]+\/…)`/g)].map(([, word]) => word!)] as const,
  );

  test('lists every exit code', () => {
    expect(rows.map(([code]) => code)).toEqual(Object.values(EXIT));
  });

  test('says for each error code what is true', () => {
    for (const [code, errorCodes] of rows) {
      for (const word of errorCodes)
        expect(exitCodeOf(word.replace('…', 'any') as Parameters<typeof exitCodeOf>[0])).toBe(code);
    }
  });
});
