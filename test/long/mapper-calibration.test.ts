import { mkdirSync, writeFileSync } from 'node:fs';
import { mapHumanoid } from '@kinora/core/motion';
import { expect, test } from 'vitest';
import { renamed, withRandomAxes } from '../fixtures/rigs/disguise.ts';
import { NAMING_SCHEMES } from '../fixtures/rigs/naming-schemes.ts';
import { bodyOf } from '../fixtures/rigs/reshape.ts';
import { seededRandom } from '../fixtures/rigs/seeded-random.ts';
import { SHAPES } from '../fixtures/rigs/shapes.ts';
import { Calibration } from '../support/calibration.ts';
import { readRealRig } from '../support/real-rigs.ts';
import { readTruths, truthOf } from '../support/rig-truth.ts';
import { describeShared } from '../support/shared-assets.ts';

const LOST = [0, 0.1, 0.3, 0.6, 1] as const;
/** Where names are lost by chance, one throw is no proof. */
const THROWS = 8;
const results = new URL('../../docs/results/', import.meta.url);

describeShared('the confidence of mapHumanoid()', () => {
  test('keeps what it promises, on every scheme, shape and file', () => {
    const real = realFiles();
    const made = LOST.map((lost) => schemes(lost));
    writeResults(real, made);
    // Confident and wrong is a failure, whatever else passes, and whatever of the names is left.
    for (const calibration of [real, ...made]) expect(calibration.confidentlyWrong).toEqual([]);
    // Nor is it honest to be sure of nothing: a bone that has its name keeps it, most of all where all names are there.
    expect(real.namedAndSure).toBe(1);
    expect(made[0]!.namedAndSure).toBe(1);
    for (const calibration of made) expect(calibration.namedAndSure).toBeGreaterThanOrEqual(0.9);
  });
});

function realFiles(): Calibration {
  const calibration = new Calibration();
  for (const { path, bones, withoutMetadata } of readTruths()) {
    if (!bones) continue;
    const rig = readRealRig(path);
    calibration.add(rig, mapHumanoid(rig), truthOf(rig, bones));
    const { declared, ...bare } = rig;
    if (declared && withoutMetadata) calibration.add(bare, mapHumanoid(bare), truthOf(bare, withoutMetadata));
  }
  return calibration;
}

/** Every scheme on a body of every shape, with a share of its names replaced by nonsense. */
function schemes(lost: number): Calibration {
  const calibration = new Calibration();
  for (const scheme of NAMING_SCHEMES) {
    for (const { apply } of SHAPES) {
      const { rig, truth } = apply(bodyOf(scheme));
      for (let round = 0; round < throwsOf(lost); round++) {
        const random = seededRandom(1 + Math.round(lost * 100) + 1000 * round);
        const isLost = rig.names.map(() => random() < lost);
        const disguised = renamed(rig, (joint) => (isLost[joint] ? `bdg${joint}` : rig.names[joint]!));
        calibration.add(disguised, mapHumanoid(withRandomAxes(disguised, 7)), truth, (joint) => !isLost[joint]);
      }
    }
  }
  return calibration;
}

/** All or none can be lost in one way only. */
function throwsOf(lost: number): number {
  return lost > 0 && lost < 1 ? THROWS : 1;
}

function writeResults(real: Calibration, made: readonly Calibration[]): void {
  const title = (lost: number): string =>
    lost === 0 ? 'schemes × shapes' : `with ${lost === 1 ? 'all' : `${100 * lost} %`} of the names lost`;
  const calibration = (heading: string, of: Calibration): string[] => [
    `## ${heading}`,
    '',
    '| confidence | matches | right |',
    '| ---------- | ------- | ----- |',
    ...of.rows(),
    '',
  ];
  const text = [
    '# What the confidence of a map is worth',
    '',
    `Written by \`npm run test:long mapper-calibration\` on ${new Date().toISOString().slice(0, 10)}.`,
    '',
    `${NAMING_SCHEMES.length} naming schemes (\`test/fixtures/rigs\`) on bodies of ${SHAPES.length} shapes (trunks of one to`,
    'eight joints, missing collar bones, necks, toes and fingers, tails, wings, plaits, skirts, a sword, a node above every',
    'joint), bone axes at random, and every real file of `../shared/assets` against its truth (`test/fixtures/truth`), files',
    'that declare their bones once more without that. A name that is lost is replaced by nonsense, so that shape and the',
    'other names must tell, in eight throws. Wrong with a confidence of 0.6 or more is a failure, whatever is lost.',
    '',
    '| rigs | maps | refused | required bones found | all bones found | of those with their names sure | sides swapped | sure and wrong |',
    '| ---- | ---- | ------- | -------------------- | --------------- | ----------------------------- | ------------- | -------------- |',
    real.summary('real files'),
    ...LOST.map((lost, i) => made[i]!.summary(title(lost))),
    '',
    ...calibration('Real files', real),
    ...LOST.flatMap((lost, i) => calibration(`Made rigs: ${title(lost)}`, made[i]!)),
  ].join('\n');
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL('mapper-calibration.md', results), text);
  console.info(text);
}
