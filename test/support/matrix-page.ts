import { EXCEPTIONS, faultsOf, fileName } from './pair-exceptions.ts';
import type { Fault, PairException } from './pair-exceptions.ts';
import { CENTIMETRES, DEGREES, PASS_LINES } from './pass-lines.ts';
import type { PassLine } from './pass-lines.ts';
import type { Proof } from './proof.ts';
import { clipTitle } from './real-pairs.ts';
import type { PairFigures, RealMatrix } from './real-pairs.ts';
import type { SyntheticPair } from './synthetic-matrix.ts';

export interface MatrixResult {
  readonly machine: string;
  readonly synthetic: readonly {
    readonly pair: SyntheticPair;
    readonly proof: Proof;
    readonly faults: readonly string[];
  }[];
  readonly real: RealMatrix;
}

/** `docs/results/retarget-matrix.md`. */
export function matrixPage({ machine, synthetic, real: { pairs, refused } }: MatrixResult): string {
  const faults = faultsOf(pairs);
  return `# Any clip onto any humanoid: the whole matrix

Written by \`npm run test:long\` on ${new Date().toISOString().slice(0, 10)}; ${machine}.

Every pair is carried with zero settings: both rigs are mapped by their names and shapes alone. What is measured is
\`measureRetarget\`, which knows nothing of the retargeting: it goes by where the joints are, each body in its own frame, all
lengths in heights of the body and here on a body of 1.7 m. A foot stands where the *source's* ball of the foot is slower than 15 cm/s
and lower than 8.5 cm for two frames, until it is faster than 30 cm/s or higher than 12.8 cm; stances are at least 80 ms long, gaps
60 ms. No frame of a stance is left out. To a walk on the spot the travel is added back, as the source's low feet tell it.

## Synthetic people

One dance of 21 frames that turns every bone. Limits: direction ≤ 0.01° mean and 0.05° at most; whole orientation of limbs,
hands, hips and head, roll included, ≤ 3° mean and 10° at the 99th percentile; hinges and palms ≤ 0.05°; reach of hands and feet ≤ 1 %; travel within 0.5 %;
jerk ≤ 1.1 × that of the source; no jump over 15°.

| what | pairs | pass | direction, worst mean | worst of all | orientation, worst mean | worst p99 |
| ---- | ----- | ---- | --------------------- | ------------ | ----------------------- | --------- |
${(['scheme', 'pathology', 'random'] as const).map((kind) => syntheticRow(kind, synthetic)).join('\n')}

${faultList(synthetic.flatMap(({ pair, faults: wrong }) => wrong.map((fault) => `${pair.title}: ${fault}`)))}

## Real pairs

${pairs.length} pairs. A pair that is over a limit is an exception by name in
\`test/fixtures/pair-exceptions.json\`, with the limit that it has instead and the reason, or the tests fail; they fail as well where an
exception is wider than anything needs.

| row | what | limit | measured on | within | exceptions | worst |
| --- | ---- | ----- | ----------- | ------ | ---------- | ----- |
${PASS_LINES.map((line) => lineRow(line, pairs, faults)).join('\n')}

${faultList(faults.filter(({ exception }) => !exception).map(({ pair, line, value }) => `${nameOf(pair)}, row ${line.row}: ${value.toFixed(2)}`))}

Refused: ${refused.map(({ path, code }) => `\`${path}\` (\`${code}\`)`).join(', ')}.

### Exceptions

| row | sources | avatars | pairs | worst | why |
| --- | ------- | ------- | ----- | ----- | --- |
${exceptionRows(faults)}

### By the letter

Three lines of §10 compare what proportions alone keep apart, or ask the target to hold a foot that the source does not hold. Above, they are
drawn where the retargeting answers for them; here is what they are by the letter.

- Row 5, slide ≤ 1.0 cm/s over all frames of all stances: ${strictSlide(pairs)}
- Row 10, reach ≤ 6 % by turns alone: ${strict(pairs, 6, ({ turns }) => turns.reach && turns.reach.mean * 100)} With every limb in its direction,
  what is left is how bodies divide arms and legs: it is ${worstOf(pairs, ({ turns }) => turns.reach && turns.reach.alike.mean * 100)} % at most on limbs divided alike.
- Row 11, velocity of hands and feet ≤ 0.02 heights a second: ${strict(pairs, 0.02, ({ feet }) => feet.reachVelocity)} Longer arms on the same turns are faster
  hands; what feet that stand add to the turns is above.

### By avatar, worst over all clips

${TABLE_HEAD.replace('what', 'avatar')}
${rowsBy(pairs, ({ avatar }) => avatar)}

### By source, worst over all avatars

${TABLE_HEAD.replace('what', 'source')}
${rowsBy(pairs, ({ source }) => source)}
`;
}

const TABLE_HEAD = `| what | turns: mean | p99 | feet: mean | p99 | slide, cm/s (of the source) | where it is still | penetration p99, % | float p99, % | jerk |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |`;

function lineRow(line: PassLine, pairs: readonly PairFigures[], faults: readonly Fault[]): string {
  const own = faults.filter((fault) => fault.line === line);
  const measured = pairs.filter((pair) => line.measure(pair) !== undefined).length;
  const worst = worstOf(pairs, (pair) => line.measure(pair));
  const cells = [
    line.row,
    line.what,
    line.limit,
    measured,
    measured - own.length,
    own.filter(({ exception }) => exception).length,
    worst,
  ];
  return `| ${cells.join(' | ')} |`;
}

function exceptionRows(faults: readonly Fault[]): string {
  return EXCEPTIONS.map((exception) =>
    exceptionRow(
      exception,
      faults.filter((fault) => fault.exception === exception),
    ),
  ).join('\n');
}

function exceptionRow({ row, avatars, limits, reason }: PairException, own: readonly Fault[]): string {
  const worst = Math.max(...own.map(({ value }) => value)).toFixed(2);
  return `| ${[row, Object.keys(limits).join(', '), avatars?.join(', ') ?? 'all', own.length, worst, reason].join(' | ')} |`;
}

/** How many are within, and which are not. */
function strict(
  pairs: readonly PairFigures[],
  limit: number,
  value: (pair: PairFigures) => number | undefined,
): string {
  const known = pairs.map(value).filter((one) => one !== undefined);
  return `${known.filter((one) => one <= limit).length} of ${known.length} pairs are within, ${Math.max(...known).toFixed(2)} at worst.`;
}

function strictSlide(pairs: readonly PairFigures[]): string {
  const known = pairs.filter(({ feet }) => feet.slide);
  const over = known.filter(({ feet }) => feet.slide!.target * CENTIMETRES > 1);
  const names = over.map((pair) => {
    const { target, source } = pair.feet.slide!;
    return `  - ${nameOf(pair)}: ${(target * CENTIMETRES).toFixed(2)} cm/s, the source ${(source * CENTIMETRES).toFixed(2)} cm/s`;
  });
  return [`${known.length - over.length} of ${known.length} pairs are within.`, ...names].join('\n');
}

function worstOf(pairs: readonly PairFigures[], value: (pair: PairFigures) => number | undefined): string {
  return largest(pairs.map(value))?.toFixed(2) ?? '';
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
  const sliding = pairs.toSorted((a, b) => (b.feet.slide?.target ?? 0) - (a.feet.slide?.target ?? 0))[0]!.feet.slide;
  const cells = [
    fileName(name),
    `${worst(3, DEGREES, ({ turns }) => turns.direction?.mean)}°`,
    `${worst(2, DEGREES, ({ turns }) => turns.direction?.p99)}°`,
    `${worst(1, DEGREES, ({ feet }) => feet.direction?.mean)}°`,
    `${worst(1, DEGREES, ({ feet }) => feet.direction?.p99)}°`,
    sliding ? `${(sliding.target * CENTIMETRES).toFixed(2)} (${(sliding.source * CENTIMETRES).toFixed(2)})` : '',
    worst(2, CENTIMETRES, ({ feet }) => feet.slide?.still?.target),
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
  return `${clipTitle(pair)} on ${fileName(pair.avatar)}`;
}
