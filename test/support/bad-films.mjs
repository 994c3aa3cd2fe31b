// Makes films that are hard to capture: `node bad-films.mjs FOLDER KIND…` writes FOLDER/KIND.mp4 for each. A process of its
// own, because FFmpeg may abort the one that it runs in on its way out.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { registerMediabunnyServer } from '@mediabunny/server';
import {
  BufferTarget,
  FilePathSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSink,
  VideoSampleSource,
} from 'mediabunny';
import { paintAnimal } from './paint-animals.mjs';

const samplePath = (name) => fileURLToPath(new URL(`../../packages/performer/sample/${name}.mp4`, import.meta.url));

/** Each gives its pictures one after the other: RGBA bytes, their size, the second at which one is shown. */
const KINDS = {
  /** Six frames of the dance on 3840 × 2160. */
  async *uhd() {
    for (const frame of await danceAt(range(6, 15))) yield { ...enlarged(frame, 3840, 2160), time: frame.time };
  },
  /** Five pictures of the dance, each shown for 0.4 s: nothing lies between them. */
  async *slideshow() {
    const pictures = await danceAt([0.2, 1.4, 2.6, 3.8, 5]);
    for (const time of range(20, 10)) yield { ...pictures[Math.floor(time / 0.4 + 1e-6)], time };
  },
  /** Four pictures of the dance, each of them once, two seconds apart. */
  async *slides() {
    for (const [i, picture] of (await danceAt([0.2, 1.4, 2.6, 3.8])).entries()) yield { ...picture, time: 2 * i };
  },
  /** A second of the dance at so many hundredths of its light, and the grain of a camera that tries its best. */
  async *dark() {
    yield* dimmed(0.03);
  },
  async *dusk() {
    yield* dimmed(0.2);
  },
  /** The dance twice, beside each other: one is a second ahead. */
  async *pair() {
    const [left, right] = [await danceAt(range(15, 15)), await danceAt(range(15, 15, 1))];
    for (const [i, frame] of left.entries()) yield { ...beside(frame, right[i]), time: frame.time };
  },
  /** Two thirds of a second each, 15 pictures a second: the dance without its feet, nothing, and another man elsewhere. */
  async *scenes() {
    const [near, far] = [await danceAt(range(10, 15)), await picturesOf('jump', range(10, 15))];
    const scenes = [...near.map((one) => lowered(one, 1 / 3)), ...near.map(blackened), ...far];
    for (const [i, picture] of scenes.entries()) yield { ...picture, time: i / 15 };
  },
  dog: () => filmed('dog'),
  cat: () => filmed('cat'),
  horse: () => filmed('horse'),
  bird: () => filmed('bird'),
};

/** An animal that goes from left to right, for a second. */
async function* filmed(animal) {
  for (const time of range(9, 8)) yield { ...paintAnimal(animal, 480, 360, time), time };
}

async function* dimmed(light) {
  let seed = 1;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  for (const frame of await danceAt(range(15, 15))) {
    const pixels = frame.pixels.map((value) => value * light + 6 * random());
    yield { ...frame, pixels };
  }
}

/** So many times at a rate, seconds. */
function range(count, rate, from = 0) {
  return Array.from({ length: count }, (_, i) => from + i / rate);
}

function danceAt(times) {
  return picturesOf('dance', times);
}

/** Pictures of a sample; each has the time that it is shown at, from the first of them. */
async function picturesOf(sample, times) {
  const input = new Input({ formats: [MP4], source: new FilePathSource(samplePath(sample)) });
  const sink = new VideoSampleSink(await input.getPrimaryVideoTrack());
  const pictures = [];
  for await (const sample of sink.samplesAtTimestamps(times)) {
    const pixels = new Uint8Array(sample.allocationSize({ format: 'RGBA' }));
    await sample.copyTo(pixels, { format: 'RGBA' });
    const time = times[pictures.length] - times[0];
    pictures.push({ pixels, width: sample.displayWidth, height: sample.displayHeight, time });
    sample.close();
  }
  return pictures;
}

/** As high as the new picture, in its middle, on the colour of its corner. */
function enlarged(picture, width, height) {
  const scale = height / picture.height;
  const left = (width - picture.width * scale) / 2;
  const from = new Uint32Array(picture.pixels.buffer);
  const to = new Uint32Array(width * height);
  const columns = Array.from({ length: width }, (_, x) => {
    const u = Math.floor((x - left) / scale);
    return u >= 0 && u < picture.width ? u : 0;
  });
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / scale) * picture.width;
    for (let x = 0; x < width; x++) to[y * width + x] = from[row + columns[x]];
  }
  return { pixels: new Uint8Array(to.buffer), width, height };
}

function beside(left, right) {
  const { width, height } = left;
  const to = new Uint32Array(2 * width * height);
  const [a, b] = [left, right].map(({ pixels }) => new Uint32Array(pixels.buffer));
  for (let y = 0; y < height; y++) {
    to.set(a.subarray(y * width, (y + 1) * width), 2 * y * width);
    to.set(b.subarray(y * width, (y + 1) * width), (2 * y + 1) * width);
  }
  return { pixels: new Uint8Array(to.buffer), width: 2 * width, height };
}

/** As a camera sees it that is held too high: its upper edge goes on above, and so much of it is gone below. */
function lowered(picture, share) {
  const { pixels, width, height } = picture;
  const row = width * 4;
  const down = Math.round(height * share);
  const to = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    const from = Math.max(0, y - down) * row;
    to.set(pixels.subarray(from, from + row), y * row);
  }
  return { ...picture, pixels: to };
}

function blackened(picture) {
  return { ...picture, pixels: new Uint8Array(picture.pixels.length) };
}

async function encode(pictures) {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const source = new VideoSampleSource({ codec: 'vp8', quality: new Quality('high') });
  output.addVideoTrack(source);
  await output.start();
  for await (const { pixels, width, height, time } of pictures) {
    const shape = { format: 'RGBX', codedWidth: width, codedHeight: height };
    const sample = new VideoSample(pixels, { ...shape, timestamp: time, duration: 1 / 15 });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  return new Uint8Array(target.buffer);
}

registerMediabunnyServer({ hardwareContext: null });
const [folder, ...kinds] = process.argv.slice(2);
for (const kind of kinds) writeFileSync(join(folder, `${kind}.mp4`), await encode(KINDS[kind]()));
process.kill(process.pid, 'SIGKILL');
