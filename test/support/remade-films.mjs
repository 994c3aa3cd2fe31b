// Encodes the beginning of the sample dance anew, as other cameras would have written it: `node remade-films.mjs FOLDER
// KIND…` writes FOLDER/KIND for each. A process of its own, because FFmpeg may abort the one that it runs in on its way out.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { registerMediabunnyServer } from '@mediabunny/server';
import {
  BufferTarget,
  FilePathSource,
  Input,
  MovOutputFormat,
  MP4,
  Output,
  Quality,
  VideoSample,
  VideoSampleSink,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';

const dance = fileURLToPath(new URL('../../packages/performer/sample/dance.mp4', import.meta.url));

const KINDS = {
  /** As a phone that is held upright has it: lying on its side, with a word on how to turn it. H.264 with B frames. */
  'turned.mov': {
    codec: 'avc',
    format: new MovOutputFormat(),
    rotation: 90,
    frames: range(20),
  },
  /** As a browser writes what it records: without a length, and with the frames that it had time for. */
  'uneven.webm': {
    codec: 'vp9',
    format: new WebMOutputFormat({ appendOnly: true }),
    rotation: 0,
    // 30, 15, 10, 6 and 4 frames a second, in no order.
    frames: [0, 1, 2, 3, 5, 7, 10, 13, 16, 21, 26, 27, 28, 29, 30, 32, 40, 41, 46, 47, 48, 53, 56, 59],
  },
};

function range(count) {
  return Array.from({ length: count }, (_, i) => i);
}

/** Pictures of the dance: lightness and two colour differences of half its size, as they were stored. */
async function readDance() {
  const input = new Input({ formats: [MP4], source: new FilePathSource(dance) });
  const pictures = [];
  for await (const sample of new VideoSampleSink(await input.getPrimaryVideoTrack()).samples(0, 2)) {
    const planes = new Uint8Array(sample.allocationSize());
    await sample.copyTo(planes);
    const { codedWidth: width, codedHeight: height, colorSpace, timestamp: time } = sample;
    pictures.push({ planes, width, height, colorSpace, time });
    sample.close();
  }
  return pictures;
}

/** The picture that becomes the given one by a quarter turn clockwise. */
function turnedBack(picture) {
  const { planes, width, height } = picture;
  const turned = new Uint8Array(planes.length);
  let start = 0;
  for (const [columns, rows] of [
    [width, height],
    [width / 2, height / 2],
    [width / 2, height / 2],
  ]) {
    // prettier-ignore
    for (let i = 0; i < columns * rows; i++) {
      const [x, y] = [Math.floor(i / rows), i % rows];
      turned[start + (columns - 1 - x) * rows + y] = planes[start + y * columns + x];
    }
    start += columns * rows;
  }
  return { ...picture, planes: turned, width: height, height: width };
}

async function write(path, { codec, format, rotation, frames }, pictures) {
  const source = new VideoSampleSource({ codec, quality: new Quality('very-high') });
  const target = new BufferTarget();
  const output = new Output({ format, target });
  output.addVideoTrack(source, { rotation });
  await output.start();
  for (const frame of frames) {
    const { planes, width, height, colorSpace, time } = rotation ? turnedBack(pictures[frame]) : pictures[frame];
    const layout = { format: 'I420', codedWidth: width, codedHeight: height, colorSpace };
    const sample = new VideoSample(planes, { ...layout, timestamp: time, duration: 1 / 30 });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  writeFileSync(path, new Uint8Array(target.buffer));
}

registerMediabunnyServer({ hardwareContext: null });
const [folder, ...kinds] = process.argv.slice(2);
const pictures = await readDance();
for (const kind of kinds) await write(join(folder, kind), KINDS[kind], pictures);
process.kill(process.pid, 'SIGKILL');
