import type { RetargetMetrics } from '@kinora/core/motion';
import type { PairScores, Score } from './measure.ts';
import { kinora, kinoraWithoutFeet } from './tools/kinora.ts';

type Measure = 'direction' | 'slide' | 'penetration' | 'float' | 'travel';

/** What is compared, least is best, and how much less anyone could see. */
const MEASURES: Readonly<
  Record<Measure, { of: (metrics: RetargetMetrics) => number | undefined; unit: string; more: number }>
> = {
  direction: { of: ({ direction }) => direction && (direction.p99 * 180) / Math.PI, unit: '°', more: 0.1 },
  slide: { of: ({ slide }) => slide && slide.target * 170, unit: ' cm/s', more: 0.5 },
  penetration: { of: ({ penetration }) => penetration && penetration.p99 * 100, unit: ' %', more: 0.3 },
  float: { of: ({ float }) => float && float.p99 * 100, unit: ' %', more: 0.5 },
  travel: { of: ({ travel }) => travel && Math.abs(travel - 1), unit: '', more: 0.005 },
};

/** The feet of synthetic bodies stand nowhere. */
const FEET: ReadonlySet<Measure> = new Set<Measure>(['slide', 'penetration', 'float']);

/** Limbs this far off are no rendering of the same motion, and where its feet are says little. */
const ANOTHER_POSE = 5;

/** A list of the pairs and measures in which another tool is better, each with the reason. */
export function whyBehind(pairs: readonly PairScores[]): string {
  const lines = pairs.flatMap((pair) => Object.keys(MEASURES).flatMap((measure) => lineOf(pair, measure as Measure)));
  return lines.length > 0 ? lines.join('\n') : 'Nowhere.';
}

function lineOf({ title, kind, scores }: PairScores, measure: Measure): string[] {
  if (kind === 'synthetic' && FEET.has(measure)) return [];
  const { of, unit, more } = MEASURES[measure];
  const [own, ...others] = scores.filter(({ tool }) => tool !== kinoraWithoutFeet.name);
  const mine = of(own!.metrics);
  const better = others.filter(({ metrics }) => {
    const theirs = of(metrics);
    return mine !== undefined && theirs !== undefined && theirs + more < mine;
  });
  if (mine === undefined || better.length === 0) return [];
  const theirs = better.map(({ tool, metrics }) => `${tool} ${of(metrics)!.toFixed(2)}${unit}`).join(', ');
  const reason = reasonFor(measure, scores, better);
  return [`- **${title}**, ${measure}: ${kinora.name} ${mine.toFixed(2)}${unit}, ${theirs}. ${reason}`];
}

function reasonFor(measure: Measure, scores: readonly Score[], better: readonly Score[]): string {
  const direction = MEASURES.direction.of;
  const free = scores.find(({ tool }) => tool === kinoraWithoutFeet.name);
  const freeAngle = free && direction(free.metrics);
  if (measure === 'direction' && freeAngle !== undefined) {
    return `Legs are bent so that feet neither slide nor sink; with \`ik: false\` it is ${freeAngle.toFixed(2)}°.`;
  }
  const angles = better.map(({ metrics }) => direction(metrics) ?? 0);
  if (Math.min(...angles) > ANOTHER_POSE) {
    return `That is not the same motion: its limbs point up to ${Math.min(...angles).toFixed(0)}° elsewhere (p99).`;
  }
  return 'No reason is known yet.';
}
