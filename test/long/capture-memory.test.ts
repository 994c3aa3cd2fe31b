import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureInChild } from '@kinora/capture/node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { captureChildren } from '../support/capture-children.ts';
import { longDance } from '../support/short-film.ts';

vi.mock(import('node:child_process'), async (real) =>
  (await import('../support/capture-children.ts')).watchForks(await real()),
);

/** Only Linux tells the peak of another process. */
const isLinux = process.platform === 'linux';
if (!isLinux) console.warn('SKIPPED: the peak memory of a capture, which is read from /proc');

const results = new URL('../../docs/results/', import.meta.url);

interface Figures {
  readonly seconds: number;
  readonly frames: number;
  readonly peakMb: number;
  readonly framesPerSecond: number;
}

describe.skipIf(!isLinux)('captureInChild()', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'kinora-memory-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('needs at most 25 MB more for 60 seconds than for 6', async () => {
    const [short, long] = [await measure(6), await measure(60)];
    writeResults([short, long]);
    expect(long.frames).toBe(1800);
    expect(long.peakMb - short.peakMb).toBeLessThanOrEqual(25);
  });

  async function measure(seconds: number): Promise<Figures> {
    const video = join(folder, `${seconds}.mp4`);
    writeFileSync(video, await longDance(seconds));
    let peakMb = NaN;
    const times: number[] = [];
    await captureInChild(video, {
      onProgress({ stage, frames }) {
        if (frames) times.push(performance.now());
        // All is done, and the child not yet ended.
        if (stage === 'done') peakMb = peakOf(captureChildren.pop()!.process.pid!);
      },
    });
    const frames = times.length - 1;
    return { seconds, frames, peakMb, framesPerSecond: frames / ((times.at(-1)! - times[0]!) / 1000) };
  }
});

/** The most that a process ever had in memory, MB. */
function peakOf(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

function writeResults(figures: readonly Figures[]): void {
  const [short, long] = figures as [Figures, Figures];
  const rows = figures.map(
    ({ seconds, frames, peakMb, framesPerSecond }) =>
      `| ${seconds} s | ${frames} | ${peakMb.toFixed(0)} MB | ${framesPerSecond.toFixed(1)} |`,
  );
  mkdirSync(results, { recursive: true });
  writeFileSync(
    new URL('capture-memory.md', results),
    `# Memory of a capture in Node

Written by \`npm run test:long\` on ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}).

The sample dance (480 × 640, H.264, 30 frames a second) over and over. The peak is that of the child process, all that it
holds: Node, the models, LiteRT's WebAssembly, FFmpeg, frames and the result.

| video | frames | peak | frames a second |
| ----- | ------ | ---- | --------------- |
${rows.join('\n')}

60 seconds need ${(long.peakMb - short.peakMb).toFixed(0)} MB more than 6 seconds; the limit is 25 MB.
`,
  );
}
