import { uploadName } from '../api/files/file-name.ts';

/** The name under which a video is uploaded, with its ending. */
export function fileNameOf(video: Blob, name: string): string {
  return uploadName(video, 'name' in video && typeof video.name === 'string' ? video.name : name);
}

/** A name for files of the result, on any system. */
export function safeName(name: string): string {
  return name.replace(/[\\/:*?"<>|\x00-\x1f]/g, '_');
}
