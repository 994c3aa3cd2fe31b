import type { RetargetMetrics } from '@kinora/core/motion';
import { TOOLS, type PairScores, type Score } from './measure.ts';
import type { Speed } from './speed.ts';
import { whyBehind } from './why-behind.ts';

const DEGREES = 180 / Math.PI;
/** Heights a second → cm/s on a body of 1.7 m. */
const SLIDE = 170;

/** The whole of docs/results/retarget-quality.md. */
export function resultsPage(pairs: readonly PairScores[], speed: Speed, machine: string): string {
  return `# Retargeting beside other libraries

Written by \`npm run bench:retarget\` on ${new Date().toISOString().slice(0, 10)}; ${machine}.

The same clips onto the same avatars by every tool, measured by one code that looks only at where the joints are (\`packages/core/src/metrics\`,
which knows nothing of the retargeting). The other tools get Kinora's reading of each file as a gift: metres, an upright body, unique names,
and the map of human bones, which none of them makes. Where a tool has several recommended settings, the best result counts. The others
want both bodies to rest in one pose, which unprepared avatars do not.

${TOOLS.map(({ name, settings }) => `- **${name}**: ${settings}`).join('\n')}

Direction: angle between the limbs of source and target, each in its own body's frame. Slide: of the balls of planted feet, on a body of
1.7 m; in brackets that of the source. Penetration and float: of the soles, in percent of the body's height, p99 over the frames; float
counts frames on which the source's foot stands. Travel: way of the hips by the length of the legs, 1 is right. A dash: nothing to measure.

${summary(pairs)}

## Real files

The file hips_spine_twisting rests in the middle of a motion and not in the T-pose that its format asks for; that one is in the first frame of its clip, where Kinora alone looks for it.

${detailTable(pairs.filter(({ kind }) => kind === 'real'))}

## One thing wrong at a time

Synthetic bodies whose T-pose is known exactly. Their feet never stand, so direction and travel are what can be compared.

${syntheticTable(pairs.filter(({ kind }) => kind === 'synthetic'))}

## Where Kinora does not lead

By 0.1°, 0.5 cm/s, 0.3 % penetration, 0.5 % float or 0.005 of the travel and more: less is not seen.

${whyBehind(pairs)}

## Speed

${speedTable(speed)}
`;
}

/** One row for each tool, over the real pairs: what docs/measured.md shows. */
export function summary(pairs: readonly PairScores[]): string {
  const real = pairs.filter(({ kind }) => kind === 'real');
  const rows = TOOLS.map(({ name }) => {
    const own = real.flatMap(({ scores }) => scores.filter(({ tool }) => tool === name)).map(({ metrics }) => metrics);
    return [
      name,
      String(own.length),
      `${mean(own, directionMean)}°`,
      `${worst(own, directionP99)}°`,
      `${mean(own, slide)} cm/s`,
      percent(worst(own, ({ penetration }) => penetration && penetration.p99 * 100)),
      percent(worst(own, ({ float }) => float && float.p99 * 100)),
      percent(worst(own, ({ travel }) => travel && Math.abs(travel - 1) * 100)),
    ];
  });
  const head = [
    'tool',
    'real pairs',
    'direction, mean',
    'worst p99',
    'foot slide, mean',
    'worst penetration',
    'worst float',
    'travel off by',
  ];
  return table(head, rows);
}

function detailTable(pairs: readonly PairScores[]): string {
  const rows = pairs.flatMap(({ title, scores }) =>
    scores.map(({ tool, metrics }, i) => [
      i === 0 ? title : '',
      tool,
      `${fixed(directionMean(metrics))}° / ${fixed(directionP99(metrics))}°`,
      metrics.slide ? `${fixed(slide(metrics))} (${fixed(metrics.slide.source * SLIDE)})` : '–',
      fixed(metrics.penetration && metrics.penetration.p99 * 100),
      fixed(metrics.float && metrics.float.p99 * 100),
      fixed(metrics.travel, 3),
    ]),
  );
  return table(['pair', 'tool', 'direction mean / p99', 'slide, cm/s', 'penetration, %', 'float, %', 'travel'], rows);
}

function syntheticTable(pairs: readonly PairScores[]): string {
  const tools = TOOLS.filter(({ name }) => pairs.some(({ scores }) => scores.some(({ tool }) => tool === name)));
  const cell = (score: Score | undefined): string =>
    score
      ? `${fixed(directionMean(score.metrics))}° / ${fixed(directionP99(score.metrics))}°, ${fixed(score.metrics.travel, 3)}`
      : '–';
  return table(
    ['direction mean / p99, travel', ...tools.map(({ name }) => name)],
    pairs.map(({ title, scores }) => [
      title,
      ...tools.map(({ name }) => cell(scores.find(({ tool }) => tool === name))),
    ]),
  );
}

function speedTable({ frames, joints, rounds, bakes, bytesPerFrame }: Speed): string {
  const rows = bakes.map(({ name, milliseconds, ratio }) => [
    name,
    `${milliseconds.toFixed(1)} ms`,
    `${((milliseconds * 1000) / frames).toFixed(1)} µs`,
    `× ${ratio.toFixed(1)}`,
  ]);
  return `Baking ${frames} frames of ${joints} joints (10 s at 60 a second), ${rounds} rounds in which every tool took its turn: the fastest
of each, and the median of its time by Kinora's in the same round.
While it plays, Kinora allocates ${bytesPerFrame < 1 ? 'nothing' : `${bytesPerFrame.toFixed(0)} bytes`} for a frame.

${table(['', 'clip', 'frame', 'by Kinora'], rows)}`;
}

const directionMean = ({ direction }: RetargetMetrics): number | undefined => direction && direction.mean * DEGREES;
const directionP99 = ({ direction }: RetargetMetrics): number | undefined => direction && direction.p99 * DEGREES;
const slide = (metrics: RetargetMetrics): number | undefined => metrics.slide && metrics.slide.target * SLIDE;

function mean(all: readonly RetargetMetrics[], of: (metrics: RetargetMetrics) => number | undefined): string {
  const values = all.map(of).filter((value) => value !== undefined);
  return fixed(values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined);
}

function worst(all: readonly RetargetMetrics[], of: (metrics: RetargetMetrics) => number | undefined): string {
  const values = all.map(of).filter((value) => value !== undefined);
  return fixed(values.length > 0 ? Math.max(...values) : undefined);
}

function percent(value: string): string {
  return value === '–' ? value : `${value} %`;
}

function fixed(value: number | undefined, digits = 2): string {
  return value === undefined ? '–' : value.toFixed(digits);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
