import { smoothStep } from '../geometry.ts';
import type { Points } from '../points.ts';
import { createLimbFit } from './limb-fit.ts';
import type { LimbFit } from './limb-fit.ts';
import { feetAhead } from './feet-ahead.ts';
import { createStepCosts } from './step-cost.ts';
import type { Step } from './step-cost.ts';

/** What can be exchanged: nothing, all, the arms or the legs below the trunk; and of which blocks of points that tells. */
export const LABELS = [
  { part: undefined, blocks: [false, false, false] },
  { part: 'body', blocks: [true, true, true] },
  { part: 'arms', blocks: [false, true, false] },
  { part: 'legs', blocks: [false, false, true] },
] as const;

// All costs are metres, summed over the watched points.
/** To change from one label to another, and to begin or to end the clip with one that exchanges something. */
const CHANGE = 0.25;
const EDGE = 0.6;
/** To pass over a frame, which costs more than to exchange it alone; and for how long a way can be told beyond it, seconds. */
const PASS_OVER = 0.6;
const LONGEST_GAP = 0.1;
// Time stamps are sums of rounded frame times.
const TIME_TOLERANCE = 1e-4;
/** Each second in which something is exchanged: what is right for most of the time is right. */
const PER_SECOND = 2;
/**
 * Metres. Feet point to where the trunk looks: their toes are seen 6 to 14 cm ahead of the heels from the front, and 3 to 6 cm
 * from behind. A model that takes a front for a back leaves them half-way, 3 cm to either side: what it says then of the body
 * counts for less.
 */
const FEET_AHEAD = [0.02, 0.08] as const;
const LEAST_VOICE = 0.25;

/** The best way to a frame with one label. */
interface Way {
  readonly cost: number;
  /** The frame before, of those that are not passed over, and its label; none for the first. */
  readonly before?: { readonly frame: number; readonly label: number };
}

/**
 * Of all ways to label the frames, and to pass over some, the one in which the points move least (Viterbi's algorithm).
 *
 * @returns [frames] numbers in `LABELS`; undefined for a frame that is passed over.
 */
export function labelFrames(points: Points): (number | undefined)[] {
  const { frames, times } = points;
  if (frames < 3) return new Array<number>(frames).fill(0);
  const own = ownCosts(points);
  const steps = createStepCosts(points);
  const ways: Way[][] = [];
  for (let frame = 0; frame < frames; frame++) {
    const gaps = gapsTo(frame);
    const first = isNear(times, 0, frame) ? frame * PASS_OVER : Infinity;
    ways.push(
      LABELS.map((_, label) => {
        const way = bestWay(ways, gaps, frame, label, first + edge(label));
        return { ...way, cost: way.cost + own(frame, label) };
      }),
    );
  }
  return follow(ways, times);

  function gapsTo(frame: number): Gap[] {
    const gaps: Gap[] = [];
    for (let before = frame - 1; before >= 0; before--) {
      if (before < frame - 1 && !isNear(times, before, frame)) break;
      gaps.push({ before, steps: steps(before, frame) });
    }
    return gaps;
  }
}

/** Whether frames may be passed over from one to another. */
function isNear(times: Float64Array, before: number, frame: number): boolean {
  return times[frame]! - times[before]! <= LONGEST_GAP + TIME_TOLERANCE;
}

interface Gap {
  readonly before: number;
  readonly steps: readonly Step[];
}

/** @param first - what it costs to begin the clip here. */
function bestWay(ways: readonly Way[][], gaps: readonly Gap[], frame: number, label: number, first: number): Way {
  let best: Way = { cost: first };
  const to = LABELS[label]!.blocks;
  for (const { before, steps } of gaps) {
    const passed = (frame - before - 1) * PASS_OVER;
    ways[before]!.forEach((way, other) => {
      const from = LABELS[other]!.blocks;
      const moved = steps.reduce(
        (sum, { same, crossed }, block) => sum + (from[block] === to[block] ? same : crossed),
        0,
      );
      const cost = way.cost + passed + (other === label ? 0 : CHANGE) + moved;
      if (cost < best.cost) best = { cost, before: { frame: before, label: other } };
    });
  }
  return best;
}

/** Back from the cheapest end. */
function follow(ways: readonly Way[][], times: Float64Array): (number | undefined)[] {
  const labels = new Array<number | undefined>(ways.length).fill(undefined);
  const last = ways.length - 1;
  let end = { frame: last, label: 0, cost: Infinity };
  for (let frame = last; frame >= 0 && isNear(times, frame, last); frame--) {
    ways[frame]!.forEach((way, label) => {
      const cost = way.cost + edge(label) + (last - frame) * PASS_OVER;
      if (cost < end.cost) end = { frame, label, cost };
    });
  }
  let at: Way['before'] = end;
  while (at) {
    labels[at.frame] = at.label;
    at = ways[at.frame]![at.label]!.before;
  }
  return labels;
}

function edge(label: number): number {
  return label === 0 ? 0 : EDGE;
}

/** What a frame costs by itself: the time in which something is exchanged, and bones that become too long by it. */
function ownCosts(points: Points): (frame: number, label: number) => number {
  const fit: LimbFit = createLimbFit(points);
  const { times } = points;
  return (frame, label) => {
    const { part } = LABELS[label]!;
    if (!part || frame === 0) return 0;
    const time = PER_SECOND * (times[frame]! - times[frame - 1]!);
    if (part !== 'body') return time + fit(frame, part);
    const ahead = feetAhead(points, frame);
    // Feet that are not seen take nothing from what the model says of the body.
    return ahead === undefined ? time : time * Math.max(LEAST_VOICE, smoothStep(ahead, ...FEET_AHEAD));
  };
}
