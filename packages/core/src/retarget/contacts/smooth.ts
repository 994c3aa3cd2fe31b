/**
 * Mean of each value and its neighbours: a low-pass without delay. The ends are held.
 *
 * @param values - [frames × width], in place.
 * @param radius - frames on either side; 0 changes nothing.
 */
export function smooth(values: Float64Array, radius: number, width = 1): void {
  if (radius < 1) return;
  const frames = values.length / width;
  const before = values.slice();
  const at = (frame: number, i: number): number => before[Math.min(Math.max(frame, 0), frames - 1) * width + i]!;
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let frame = -radius; frame <= radius; frame++) sum += at(frame, i);
    for (let frame = 0; frame < frames; frame++) {
      values[frame * width + i] = sum / (2 * radius + 1);
      sum += at(frame + radius + 1, i) - at(frame - radius, i);
    }
  }
}

/** The largest of each value and its neighbours, in place. */
export function widen(values: Float64Array, radius: number): void {
  const before = values.slice();
  for (let frame = 0; frame < values.length; frame++) {
    const last = Math.min(frame + radius, values.length - 1);
    for (let other = Math.max(frame - radius, 0); other <= last; other++) {
      values[frame] = Math.max(values[frame]!, before[other]!);
    }
  }
}
