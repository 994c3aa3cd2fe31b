// Films moving stripes, in which nobody is: `node film-nobody.mjs OUT.mp4`. A process of its own, because FFmpeg may abort
// the one that it runs in on its way out.
import { writeFileSync } from 'node:fs';
import { registerMediabunnyServer } from '@mediabunny/server';
import { BufferTarget, Mp4OutputFormat, Output, Quality, VideoSample, VideoSampleSource } from 'mediabunny';

const width = 160;
const height = 120;
const frames = 6;

registerMediabunnyServer({ hardwareContext: null });
const target = new BufferTarget();
const output = new Output({ format: new Mp4OutputFormat(), target });
const source = new VideoSampleSource({ codec: 'vp8', quality: new Quality('medium') });
output.addVideoTrack(source);
await output.start();
for (let frame = 0; frame < frames; frame++) {
  const pixels = new Uint8Array(width * height * 4).map((_, i) => ((i % (4 * width)) + frame * 16) % 200);
  const shape = { format: 'RGBX', codedWidth: width, codedHeight: height };
  const sample = new VideoSample(pixels, { ...shape, timestamp: frame / 25, duration: 0.04 });
  await source.add(sample);
  sample.close();
}
await output.finalize();
writeFileSync(process.argv[2], new Uint8Array(target.buffer));
process.kill(process.pid, 'SIGKILL');
