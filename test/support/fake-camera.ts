import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registerMediabunnyServer } from '@mediabunny/server';
import { ALL_FORMATS, BufferSource, Input, VideoSampleSink } from 'mediabunny';

const dance = fileURLToPath(new URL('../../packages/performer/sample/dance.mp4', import.meta.url));

/** What Chromium shows where a page asks for a camera. */
export interface FakeCamera {
  /** For the start of the browser: it gives the camera without asking. */
  readonly args: readonly string[];
  dispose(): void;
}

/** A camera before which the sample performer dances, over and over. */
export async function fakeCamera(seconds: number): Promise<FakeCamera> {
  const folder = mkdtempSync(join(tmpdir(), 'kinora-camera-'));
  const file = join(folder, 'dance.y4m');
  writeFileSync(file, await rawPictures(seconds));
  return {
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The first seconds of the dance as YUV4MPEG2, which is pictures one after the other and nothing else. */
async function rawPictures(seconds: number): Promise<Buffer> {
  registerMediabunnyServer({ hardwareContext: null });
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(readFileSync(dance)) });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('The sample has no video track');
  const width = await track.getDisplayWidth();
  const height = await track.getDisplayHeight();
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`)];
  for await (const sample of new VideoSampleSink(track).samples(0, seconds)) {
    if (sample.format !== 'I420') throw new Error(`A frame is ${sample.format}, not I420`);
    const picture = Buffer.alloc(sample.allocationSize());
    await sample.copyTo(picture);
    sample.close();
    parts.push(Buffer.from('FRAME\n'), picture);
  }
  input.dispose();
  return Buffer.concat(parts);
}
