import type { Clip } from '@kinora/core/motion';
import { solveMotion } from '../../../packages/capture/src/solve/solve-motion.ts';
import type { Track } from '../../../packages/capture/src/track/landmarks.ts';
import { Company } from './company.ts';
import { drawSkeleton } from './skeleton.ts';

// The page that `npm run moving-picture` opens: left a sample with what was tracked in it, right avatars that do it.

/** Of the finished picture, pixels. */
export const SIZE = { width: 800, height: 420 };
const VIDEO = { x: 18, y: 18, width: 255, height: 340 };
const STAGE = { x: 321, y: 18, width: 461, height: 340 };
const CAPTION = { y: 393, left: 'a video', right: 'any avatar' };
const PAPER = '#F7F5F0';
const INK = '#43423D';
const ACCENT = '#E0653A';
const EDGE = 'rgb(67 66 61 / 0.16)';
const ROUND = 14;

export interface PictureRequest {
  readonly video: string;
  /** As JSON writes it: lists where a track has typed arrays. */
  readonly track: Track;
}

declare global {
  var openPicture: (request: PictureRequest) => Promise<void>;
  /** The pixels of a moment of the video, seconds: RGBA, base64. */
  var drawPicture: (time: number) => Promise<string>;
  /** The same as a PNG, base64. */
  var drawStill: (time: number) => Promise<string>;
}

globalThis.openPicture = async ({ video: url, track: listed }) => {
  const track = typed(listed);
  const clip: Clip = solveMotion(track);
  const company = await Company.enter(document.querySelector('canvas')!, STAGE, clip);
  const video = await load(url);
  const picture = new OffscreenCanvas(SIZE.width, SIZE.height).getContext('2d', { willReadFrequently: true })!;
  const draw = async (time: number): Promise<void> => {
    await seek(video, time);
    drawPaper(picture);
    inFrame(picture, VIDEO, () => {
      picture.drawImage(video, VIDEO.x, VIDEO.y, VIDEO.width, VIDEO.height);
      const seen = track.frames.reduce((best, frame) =>
        Math.abs(frame.time - time) < Math.abs(best.time - time) ? frame : best,
      );
      const scale = VIDEO.width / track.width;
      if (seen.landmarks) {
        drawSkeleton(picture, seen.landmarks.image, (x, y) => [VIDEO.x + x * scale, VIDEO.y + y * scale]);
      }
    });
    const stage = company.draw(time);
    inFrame(picture, STAGE, () => picture.drawImage(stage, STAGE.x, STAGE.y, STAGE.width, STAGE.height));
  };
  globalThis.drawPicture = async (time) => {
    await draw(time);
    return toBase64(new Uint8Array(picture.getImageData(0, 0, SIZE.width, SIZE.height).data.buffer));
  };
  globalThis.drawStill = async (time) => {
    await draw(time);
    return toBase64(new Uint8Array(await (await picture.canvas.convertToBlob({ type: 'image/png' })).arrayBuffer()));
  };
};

function drawPaper(picture: OffscreenCanvasRenderingContext2D): void {
  picture.fillStyle = PAPER;
  picture.fillRect(0, 0, SIZE.width, SIZE.height);
  picture.fillStyle = INK;
  picture.font = '500 17px system-ui, "DejaVu Sans", sans-serif';
  picture.textAlign = 'center';
  const [from, to] = [VIDEO, STAGE].map(({ x, width }) => x + width / 2) as [number, number];
  picture.fillText(CAPTION.left, from, CAPTION.y);
  picture.fillText(CAPTION.right, to, CAPTION.y);
  drawArrow(picture, from + 52, to - 68, CAPTION.y - 6);
}

function drawArrow(picture: OffscreenCanvasRenderingContext2D, from: number, to: number, y: number): void {
  picture.strokeStyle = ACCENT;
  picture.lineWidth = 2;
  picture.lineCap = picture.lineJoin = 'round';
  picture.beginPath();
  picture.moveTo(from, y);
  picture.lineTo(to, y);
  picture.moveTo(to - 7, y - 6);
  picture.lineTo(to, y);
  picture.lineTo(to - 7, y + 6);
  picture.stroke();
}

/** Draws inside of a box with round corners. */
function inFrame(picture: OffscreenCanvasRenderingContext2D, box: typeof VIDEO, draw: () => void): void {
  const edge = new Path2D();
  edge.roundRect(box.x, box.y, box.width, box.height, ROUND);
  picture.save();
  picture.clip(edge);
  draw();
  picture.restore();
  picture.strokeStyle = EDGE;
  picture.lineWidth = 1;
  picture.stroke(edge);
}

async function load(url: string): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(await (await fetch(url)).blob());
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = reject;
  });
  return video;
}

/** A little into the frame: on its edge a player may show the one before. */
async function seek(video: HTMLVideoElement, time: number): Promise<void> {
  const shown = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
  video.currentTime = time + 0.01;
  await shown;
}

function typed(track: Track): Track {
  return {
    ...track,
    frames: track.frames.map(({ time, landmarks }) => ({
      time,
      ...(landmarks && {
        landmarks: {
          ...landmarks,
          image: Float32Array.from(landmarks.image),
          world: Float32Array.from(landmarks.world),
        },
      }),
    })),
  };
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
