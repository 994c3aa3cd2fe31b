import { readVideoInfoRequest } from '@kinora/core/protocol';
import type { VideoInfo } from '@kinora/core/protocol';
import { isKinoraError } from '@kinora/core/protocol';
import type { Context } from 'hono';
import type { House } from '../../house.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { badRequest } from '../../http/refusal.ts';
import { readHead } from '../../files/read-head.ts';
import { IMAGE_HEAD_BYTES, readImageFacts } from './image-size.ts';
import { uploadedFile } from './uploaded-file.ts';

/** The names of the documents' sample for codecs that are known by others. */
const CODECS: Readonly<Record<string, string>> = { avc: 'h264', hevc: 'h265' };

/** `POST /videoInfo`: what the container says. Width and height are as they lie in the file, before its `rotation`. */
export async function answerVideoInfo(house: House, context: Context): Promise<Response> {
  const { url } = readVideoInfoRequest(await readJsonBody(context));
  const { key, size } = await uploadedFile(house, 'video', url);
  const image = readImageFacts(await readHead(house.files, key, IMAGE_HEAD_BYTES));
  if (image) return context.json({ ...image, size } satisfies VideoInfo);
  const { width, height, rotation, codec, fps, duration } = await probe(house, key);
  const isTurned = rotation % 180 === 90;
  return context.json({
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    fps: rounded(fps),
    duration: rounded(duration),
    codec: codec === undefined ? 'unknown' : (CODECS[codec] ?? codec),
    size,
    rotation,
  } satisfies VideoInfo);
}

async function probe(house: House, key: string): ReturnType<House['probeVideo']> {
  try {
    return await house.probeVideo(house.files.pathOf(key));
  } catch (error) {
    if (isKinoraError(error) && error.code.startsWith('capture/')) throw badRequest(error.message);
    throw error;
  }
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
