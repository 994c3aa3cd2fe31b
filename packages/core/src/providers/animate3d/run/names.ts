import { uploadName } from '../api/files/file-name.ts';

/**
 * The name under which a video is uploaded, with its ending.
 *
 * @param hash - of the video: makes the name unlike those of other videos, where jobs are told apart by it.
 */
export function fileNameOf(video: Blob, name: string, hash: string | undefined): string {
  const own = 'name' in video && typeof video.name === 'string' ? video.name : name;
  const fileName = uploadName(video, own);
  return hash === undefined ? fileName : fileName.replace(/(?=\.\w+$)/, `.${hash.slice(0, 8)}`);
}

/** A name for files of the result, on any system. */
export function safeName(name: string): string {
  return name.replace(/[\\/:*?"<>|\x00-\x1f]/g, '_');
}

/** 128 random bits as hex. `crypto.randomUUID` is absent on plain http, where games are developed. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
