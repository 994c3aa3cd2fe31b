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
const results = new URL('../../docs/results/', import.meta.url);

describeShared('the confidence of mapHumanoid()', () => {
  test('keeps what it promises, on every scheme, shape and file', () => {
    const real = realFiles();
    const made = LOST.map((lost) => schemes(lost));
    writeResults(real, made);
    expect(real.shareRight(0.6)).toBe(1);
    expect(made[0]!.shareRight(0.6)).toBe(1);
    // Names that are lost are not all that tells a bone, and what is left may mislead.
    for (const calibration of made) expect(calibration.shareRight(0.6)).toBeGreaterThanOrEqual(0.99);
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
      const random = seededRandom(1 + Math.round(lost * 100));
      const { rig, truth } = apply(bodyOf(scheme));
      const disguised = renamed(rig, (joint) => (random() < lost ? `bdg${joint}` : rig.names[joint]!));
      calibration.add(disguised, mapHumanoid(withRandomAxes(disguised, 7)), truth);
    }
  }
  return calibration;
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
    'other names must tell. Wrong with a confidence of 0.6 or more is a failure on named rigs and real files.',
    '',
    '| rigs | maps | refused | required bones found | all bones found | sides swapped |',
    '| ---- | ---- | ------- | -------------------- | --------------- | ------------- |',
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
