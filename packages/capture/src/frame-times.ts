/**
 * When each frame of a video is shown: for a page that steps through a video frame by frame, beside the animation that was
 * captured from it, whose time 0 is the first of them.
 *
 * @param options - `signal` ends it: a recording without an index is read to its end, however long it is.
 * @returns seconds of the video element's clock, rising.
 * @throws `capture/unreadable`, `capture/no-video`; the signal's reason.
 * @example
 * const times = await readFrameTimes(file);
 * video.currentTime = times[12]! + 0.001; // Within frame 12: its first moment may round to the frame before.
 */
export async function readFrameTimes(
  video: Blob,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Float64Array> {
  // What reads containers is fetched when it is wanted: the rest of this door is small.
  const { listFrameTimes } = await import('./video/frame-times.ts');
  return listFrameTimes(video, signal);
}
