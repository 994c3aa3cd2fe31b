import { clipTitle, feetFaults, turnFaults } from './real-pairs.ts';
import type { PairFigures } from './real-pairs.ts';
import type { Proof } from './proof.ts';
import type { SyntheticPair } from './synthetic-matrix.ts';

export interface MatrixResult {
  readonly machine: string;
  readonly synthetic: readonly {
    readonly pair: SyntheticPair;
    readonly proof: Proof;
    readonly faults: readonly string[];
  }[];
  readonly real: readonly PairFigures[];
  readonly refused: readonly { readonly path: string; readonly code: string }[];
}

const DEGREES = 180 / Math.PI;
/** Centimetres on a body of 1.7 m. */
const CENTIMETRES = 170;

/** `docs/results/retarget-matrix.md`. */
export function matrixPage({ machine, synthetic, real, refused }: MatrixResult): string {
  return `# Any clip onto any humanoid: the whole matrix

Written by \`npm run test:long\` on ${new Date().toISOString().slice(0, 10)}; ${machine}.

Every pair is carried with zero settings: both rigs are mapped by their names and shapes alone. What is measured is
\`measureRetarget\`, which knows nothing of the retargeting: directions of upper arms, forearms, thighs and shins by joint
positions, each in the frame of its own body; slide on the frames on which the source's foot stands, and penetration below
the ground of the rest pose, on a body of 1.7 m.

## Synthetic people

One dance of 21 frames that turns every bone. Limits: direction ≤ 0.01° mean and 0.05° at most; whole orientation of limbs,
hands, hips and head, roll included, ≤ 3° mean and 10° at the 99th percentile; travel within 0.5 %; no jump over 15°.

| what | pairs | pass | direction, worst mean | worst of all | orientation, worst mean | worst p99 |
| ---- | ----- | ---- | --------------------- | ------------ | ----------------------- | --------- |
${(['scheme', 'pathology', 'random'] as const).map((kind) => syntheticRow(kind, synthetic)).join('\n')}

${faultList(synthetic.flatMap(({ pair, faults }) => faults.map((fault) => `${pair.title}: ${fault}`)))}

## Real pairs

Limits: turns alone ≤ 0.5° mean and 2° at the 99th percentile; with feet that stand, slide ≤ 1 cm/s and penetration ≤ 0.3 % of the
height at the 99th percentile. What must be refused is in \`test/fixtures/pairs.json\`, with its reason.

| by | pairs | pass |
| -- | ----- | ---- |
| turns alone | ${real.length} | ${real.filter((pair) => turnFaults(pair).length === 0).length} |
| feet that stand | ${real.length} | ${real.filter((pair) => feetFaults(pair).length === 0).length} |

${faultList(real.flatMap((pair) => [...turnFaults(pair), ...feetFaults(pair)].map((fault) => `${nameOf(pair)}: ${fault}`)))}

Refused: ${refused.map(({ path, code }) => `\`${path}\` (\`${code}\`)`).join(', ')}.

### By avatar, worst over all clips

| avatar | turns: mean | p99 | feet: direction mean | slide, cm/s | penetration p99, % | float p99, % | jitter |
| ------ | ----------- | --- | -------------------- | ----------- | ------------------ | ------------ | ------ |
${rowsBy(real, ({ avatar }) => avatar)}

### By source, worst over all avatars

| source | turns: mean | p99 | feet: direction mean | slide, cm/s | penetration p99, % | float p99, % | jitter |
| ------ | ----------- | --- | -------------------- | ----------- | ------------------ | ------------ | ------ |
${rowsBy(real, ({ source }) => source)}
`;
}

function syntheticRow(kind: SyntheticPair['kind'], all: MatrixResult['synthetic']): string {
  const title = {
    scheme: 'every naming scheme',
    pathology: 'every pathology on three schemes',
    random: 'random pairs of both',
  };
  const some = all.filter(({ pair }) => pair.kind === kind);
  const worst = (value: (proof: Proof) => number | undefined): number =>
    largest(some.map(({ proof }) => value(proof)))!;
  const cells = [
    title[kind],
    some.length,
    some.filter(({ faults }) => faults.length === 0).length,
    `${(worst(({ metrics }) => metrics.direction?.mean) * DEGREES).toFixed(4)}°`,
    `${(worst(({ metrics }) => metrics.direction?.max) * DEGREES).toFixed(4)}°`,
    `${worst(({ orientation }) => orientation.mean).toFixed(2)}°`,
    `${worst(({ orientation }) => orientation.p99).toFixed(2)}°`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function rowsBy(real: readonly PairFigures[], key: (pair: PairFigures) => string): string {
  return [...new Set(real.map(key))]
    .map((name) =>
      realRow(
        name,
        real.filter((pair) => key(pair) === name),
      ),
    )
    .join('\n');
}

function realRow(name: string, pairs: readonly PairFigures[]): string {
  const worst = (digits: number, unit: number, value: (pair: PairFigures) => number | undefined): string => {
    const most = largest(pairs.map(value));
    return most === undefined ? '' : (most * unit).toFixed(digits);
  };
  const cells = [
    name.slice(name.lastIndexOf('/') + 1),
    `${worst(3, DEGREES, ({ turns }) => turns.direction?.mean)}°`,
    `${worst(2, DEGREES, ({ turns }) => turns.direction?.p99)}°`,
    `${worst(1, DEGREES, ({ feet }) => feet.direction?.mean)}°`,
    worst(2, CENTIMETRES, ({ feet }) => feet.slide?.target),
    worst(2, 100, ({ feet }) => feet.penetration?.p99),
    worst(2, 100, ({ feet }) => feet.float?.p99),
    worst(2, 1, ({ feet }) => feet.jitter),
  ];
  return `| ${cells.join(' | ')} |`;
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

function faultList(faults: readonly string[]): string {
  return faults.length === 0 ? 'All pass.' : `What does not pass:\n\n${faults.map((fault) => `- ${fault}`).join('\n')}`;
}

function nameOf(pair: PairFigures): string {
  return `${clipTitle(pair)} on ${pair.avatar.slice(pair.avatar.lastIndexOf('/') + 1)}`;
}
