import type { Clip } from './clip.ts';
import { writeFramePlace } from './sample-clip.ts';

const instant = new Float64Array(1);
const place = new Float64Array(1);

/**
 * Writes the way of the body at one time, zeros where the clip has none taken out of it. Allocates nothing.
 *
 * @param time - seconds. Before the start is the first frame, after the end the last.
 * @param out - [4] x, y, z, yaw: metres and radians since the first frame, in the frame of the body at rest.
 */
export function sampleRootMotion(clip: Clip, time: number, out: Float32Array): void {
  const { rootMotion, frames } = clip;
  if (!rootMotion) {
    for (let i = 0; i < 4; i++) out[i] = 0;
    return;
  }
  instant[0] = time;
  writeFramePlace(place, clip, instant);
  const frame = Math.floor(place[0]!);
  const next = Math.min(frame + 1, frames - 1);
  for (let i = 0; i < 4; i++) {
    const from = rootMotion[frame * 4 + i]!;
    out[i] = from + (rootMotion[next * 4 + i]! - from) * (place[0]! - frame);
  }
}

/** Counts a root motion from its own first frame, in place: as seen by the body as it stands and faces there. */
export function startAtFirst(rootMotion: Float32Array): void {
  const [x = 0, y = 0, z = 0, yaw = 0] = rootMotion.slice(0, 4);
  const [sine, cosine] = [Math.sin(yaw), Math.cos(yaw)];
  for (let at = 0; at < rootMotion.length; at += 4) {
    const [alongX, alongZ] = [rootMotion[at]! - x, rootMotion[at + 2]! - z];
    rootMotion[at] = cosine * alongX - sine * alongZ;
    rootMotion[at + 1] = rootMotion[at + 1]! - y;
    rootMotion[at + 2] = sine * alongX + cosine * alongZ;
    rootMotion[at + 3] = rootMotion[at + 3]! - yaw;
  }
}
