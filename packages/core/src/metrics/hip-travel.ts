import type { BodyMotion } from './body/body-motion.ts';
import type { Missing } from './retarget-metrics.ts';

/** Less is standing: a tenth of a height over the whole clip, whose length is mostly noise. */
const SHORTEST_WAY = 0.1;

/** Row 20 of docs/results/retarget-matrix.md. */
export function hipTravel(source: BodyMotion, target: BodyMotion): number | Missing {
  const way = wayOver(source);
  if (way < SHORTEST_WAY * source.height) return { missing: 'the source stays where it is' };
  return wayOver(target) / (way * (target.legLength / source.legLength));
}

/** How far apart the ends of both ways are, the source's scaled to the legs of the target, heights. */
export function hipClosure(source: BodyMotion, target: BodyMotion): number {
  const scale = target.legLength / source.legLength;
  const [a, b] = [endToEnd(source), endToEnd(target)];
  return Math.hypot(b[0] - scale * a[0], b[1] - scale * a[1]) / target.height;
}

function wayOver({ places }: BodyMotion): number {
  const hips = places.get('hips')!;
  let way = 0;
  for (let at = 3; at < hips.length; at += 3) {
    way += Math.hypot(hips[at]! - hips[at - 3]!, hips[at + 2]! - hips[at - 1]!);
  }
  return way;
}

/** From the first to the last frame over ground, x and z. */
function endToEnd({ places, frames }: BodyMotion): [number, number] {
  const hips = places.get('hips')!;
  const last = (frames - 1) * 3;
  return [hips[last]! - hips[0]!, hips[last + 2]! - hips[2]!];
}
