import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kinora, temporaryFolder } from '../../support/cli.ts';

const DANCE = fileURLToPath(new URL('../../../packages/performer/sample/dance.mp4', import.meta.url));
const COMMANDS = ['serve', 'capture', 'assets', 'inspect', 'convert', 'retarget', 'doctor'];

describe('kinora', () => {
  test.each([
    ['no command', [], 'cli/no-command'],
    ['an unknown command', ['dance'], 'cli/unknown-command'],
    ['a command that every object has', ['constructor'], 'cli/unknown-command'],
    ['a missing file', ['inspect'], 'cli/usage'],
    ['a file too many', ['inspect', 'a.bvh', 'b.bvh'], 'cli/usage'],
    ['an unknown option', ['inspect', 'a.bvh', '--jsn'], 'cli/usage'],
    ['an option of another command', ['inspect', 'a.bvh', '--out', 'b.bvh'], 'cli/usage'],
    ['an option without its value', ['convert', 'a.bvh', 'b.glb', '--clip-name'], 'cli/usage'],
    ['an option with an empty value', ['convert', 'a.bvh', 'b.glb', '--clip-name='], 'cli/usage'],
    ['an option for a value', ['convert', 'a.bvh', 'b.glb', '--clip-name', '--json'], 'cli/usage'],
    ['a value for a switch', ['inspect', 'a.bvh', '--json=yes'], 'cli/usage'],
    ['a person without a place', ['capture', 'a.mp4', '--out', 'a.bvh', '--person', '1.5'], 'cli/usage'],
    ['a lens in millimetres', ['capture', 'a.mp4', '--out', 'a.bvh', '--field-of-view', '26mm'], 'cli/usage'],
    ['a lens that sees behind itself', ['capture', 'a.mp4', '--out', 'a.bvh', '--field-of-view', '200'], 'cli/usage'],
    ['a person beside the picture', ['capture', 'a.mp4', '--out', 'a.bvh', '--person', '0,250,90'], 'cli/usage'],
    ['a quality that does not exist', ['capture', 'a.mp4', '--out', 'a.bvh', '--quality', 'best'], 'cli/usage'],
    ['models for a quality that needs none', ['capture', 'a.mp4', '--out', 'a.bvh', '--assets', 'models'], 'cli/usage'],
    ['a kind of models that is none', ['assets', 'models', '--only', 'feet'], 'cli/usage'],
    ['a capture in a format that is not captured', ['capture', 'a.mp4', '--out', 'a.fbx'], 'cli/unknown-format'],
    ['a port that is none', ['serve', '--port', '80a', '--data', 'd'], 'cli/usage'],
    ['a port beyond all ports', ['serve', '--port', '65536', '--data', 'd'], 'cli/usage'],
    ['no folder for the data', ['serve', '--port', '0'], 'cli/usage'],
  ])('answers %s with one line and exit code 2', async (_, words, errorCode) => {
    const { code, stdout, stderr } = await kinora(words, temporaryFolder());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`^${errorCode}: [^\\n]+ See "kinora[^\\n]*--help"\\.\\n$|^${errorCode}: [^\\n]+\\n$`),
    );
  });

  test.each([['-h'], ['--help']])('%s names every command', async (word) => {
    const { code, stdout, stderr } = await kinora([word]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} +[A-Z]`, 'm'));
  });

  test.each(COMMANDS)('%s --help is no mistake, whatever else was typed', async (command) => {
    const { code, stdout, stderr } = await kinora([command, '--nonsense', '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: kinora ${command} `, 'm'));
    expect(stdout).toMatch(new RegExp(`^ {2}npx --no-install kinora ${command} `, 'm'));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(160);
  });

  test.each([['-v'], ['--version']])('%s prints the version alone', async (word) => {
    expect(await kinora([word])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
      stderr: '',
    });
  });

  test.each([
    [['serve', '--port', 'x', '--data', 'd', '--client-secret', 's3cret']],
    [['serve', '--port', '0', '--data', 'd', '--client-secrt', 's3cret']],
    [['serve', '--port', '0', '--data', 'd', '--client-secrt=s3cret']],
    [['serve', '--port', '0', '--data', 'd', '--client-secret=', 's3cret']],
    [['serve', '--port', '0', '--data', 'd', '--client-secret', 's3cret']],
  ])('never shows a secret: %s', async (words) => {
    const { code, stdout, stderr } = await kinora(words, temporaryFolder());
    expect(code).toBeGreaterThan(0);
    expect(stdout + stderr).not.toContain('s3cret');
  });

  test('a name with control characters cannot break the line', async () => {
    const { stderr } = await kinora(['inspect', 'a\nb\u001b[2Jc.bvh'], temporaryFolder());
    expect(stderr).toMatch(/^cli\/missing-file: [^\n\u001b]+\n$/);
  });

  test('waits for no pipe and reads no device', async () => {
    const { code, stderr } = await kinora(['inspect', '/dev/zero']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^cli\/(unreadable|missing)-file: /);
  });

  test('a video that is none is refused before anything is written', async () => {
    const folder = temporaryFolder();
    const words = ['capture', 'no.mp4', '--out', 'no.bvh'];
    expect((await kinora(words, folder)).stderr).toMatch(/^cli\/missing-file: /);
    writeFileSync(join(folder, 'no.mp4'), 'This is no video');
    const { code, stderr } = await kinora(words, folder);
    expect(code).toBe(6);
    expect(stderr).toMatch(/^capture\/unreadable: [^\n]+\n$/);
  });

  test.each([
    ['models', 'npx --no-install kinora assets models'],
    ['my models', "npx --no-install kinora assets 'my models'"],
  ])('a folder "%s" that lacks a model is named with the command that fills it', async (models, command) => {
    const words = ['capture', DANCE, '--out', 'dance.glb', '--face', '--assets', models];
    const { code, stdout, stderr } = await kinora(words, temporaryFolder());
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toMatch(
      /^capture\/model-unavailable: Cannot load the model "face_[a-z_]+\.tflite": there is no such file\./,
    );
    expect(stderr).toContain(`"${command}"`);
  });
});

describe('kinora assets', () => {
  test('says how large each file is, small ones too', async () => {
    const { code, stdout } = await kinora(['assets', 'models', '--only', 'face'], temporaryFolder());
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^models\/face_\w+\.tflite: \d\.\d MB$/),
      expect.stringMatching(/^models\/face_\w+\.tflite: \d\.\d MB$/),
      expect.stringMatching(/^models\/NOTICE: [1-9]\d*\.\d kB$/),
      '',
    ]);
  });

  test('writes the very models that the NOTICE beside them names', async () => {
    const folder = temporaryFolder();
    expect((await kinora(['assets', 'models', '--only', 'face'], folder)).code).toBe(0);
    const read = (name: string): Buffer => readFileSync(join(folder, 'models', name));
    const sha256 = (name: string): string => createHash('sha256').update(read(name)).digest('hex');
    // Of the files in @mediapipe/face_mesh 0.4.1657299874.
    expect(sha256('face_detection_short_range.tflite')).toBe(
      '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
    );
    expect(sha256('face_landmark.tflite')).toBe('c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1');
    expect(read('NOTICE').toString()).toMatch(/face_landmark\.tflite/);
  });
});
