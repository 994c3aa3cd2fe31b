import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { diagnose } from '../../../packages/cli/src/doctor/diagnosis.ts';
import type { Diagnosis, Facts } from '../../../packages/cli/src/doctor/diagnosis.ts';
import { examineDisk } from '../../../packages/cli/src/doctor/disk.ts';
import { kinora, temporaryFolder } from '../../support/cli.ts';

const WELL: Facts = {
  node: '20.19.0',
  platform: 'linux x64',
  packages: [
    { name: '@kinora/cli', version: '1.2.3' },
    { name: '@kinora/core', version: '1.2.3' },
  ],
  capture: { decoder: { name: '@mediabunny/server', version: '1.59.0' }, models: [{ name: 'm', state: 'right' }] },
  disk: { folder: 'data', freeBytes: 600e6, isWritable: true },
};
const TROUBLE = { what: 'It is broken', fix: 'Mend it.' };

describe('diagnose()', () => {
  test('finds nothing where all is well', () => {
    expect(diagnose(WELL).problems).toEqual([]);
  });

  test.each<[string, Partial<Facts>, RegExp]>([
    ['an old Node', { node: '20.18.3' }, /^Node 20\.18\.3 is older than 20\.19$/],
    ['an older Node', { node: '18.20.0' }, /^Node 18/],
    [
      'a package of another version',
      { packages: [...WELL.packages, { name: '@kinora/capture', version: '1.2.2' }] },
      /^@kinora\/capture is 1\.2\.2, not 1\.2\.3$/,
    ],
    ['a package that is missing', { packages: [...WELL.packages, { name: '@kinora/service' }] }, /service is not inst/],
    ['a decoder that does not run', { capture: { decoder: { name: 'd', trouble: TROUBLE }, models: [] } }, /broken/],
    [
      'a model that is another file',
      { capture: { ...WELL.capture, models: [{ name: 'm', state: 'wrong', trouble: TROUBLE }] } },
      /broken/,
    ],
    ['a full disk', { disk: { ...WELL.disk, freeBytes: 20e6 } }, /^Only 20 MB are free in "data"$/],
    ['a folder of somebody else', { disk: { ...WELL.disk, isWritable: false } }, /"data" cannot be written/],
  ])('tells of %s, and how to mend it', (_name, change, what) => {
    const { problems } = diagnose({ ...WELL, ...change });
    expect(problems).toEqual([
      { what: expect.stringMatching(what) as string, fix: expect.stringMatching(/\S/) as string },
    ]);
  });

  test('newer Nodes are no problem', () => {
    for (const node of ['20.20.2', '22.0.0', '24.1.0']) expect(diagnose({ ...WELL, node }).problems).toEqual([]);
  });
});

describe('examineDisk()', () => {
  test('a folder that is still to be made is looked at where it would be', async () => {
    const cwd = temporaryFolder();
    const facts = await examineDisk('data/of/mine', cwd);
    expect(facts).toMatchObject({ folder: 'data/of/mine', isWritable: true });
    expect(facts.freeBytes).toBeGreaterThan(0);
  });

  test('a file is no folder that can be written', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'data'), '');
    expect(await examineDisk('data', cwd)).toMatchObject({ isWritable: false });
    expect(await examineDisk('data/of/mine', cwd)).toMatchObject({ isWritable: false });
  });
});

describe('kinora doctor', () => {
  test('looks at this machine, where all is well, and tells nothing that is secret', { timeout: 60_000 }, async () => {
    vi.stubEnv('KINORA_CLIENT_SECRET', 'hunter2-hunter2');
    const { code, stdout, stderr } = await kinora(['doctor', '--json'], temporaryFolder());
    vi.unstubAllEnvs();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const diagnosis = JSON.parse(stdout) as Diagnosis;
    expect(diagnosis).toMatchObject({ node: process.versions.node, problems: [], disk: { folder: '.' } });
    expect(diagnosis.decoder.version).toMatch(/^\d/);
    for (const model of ['pose_detection', 'pose_landmark_lite', 'pose_landmark_full']) {
      expect(diagnosis.models).toContainEqual({ name: `${model}.tflite`, state: 'right' });
    }
    expect(stdout).not.toContain('hunter2');
  });
});
