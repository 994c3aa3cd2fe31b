import { expect, test } from 'vitest';
import { readPage as read, rowsOf } from '../../support/docs-tables.ts';

/** `docs/capture.md`, `docs/measured.md` and `README.md` say of accuracy what `npm run accuracy` wrote into `docs/results/accuracy.md`. */

const QUALITIES = ['lite', 'full', 'heavy'] as const;
type Quality = (typeof QUALITIES)[number];

const results = read('docs/results/accuracy.md').split(/^## /m).slice(1);

/** What was measured: now, and at first light. */
function measured(quality: Quality, clip: string, line: string): [now: string, then: string] {
  const rows = rowsOf(results.find((section) => section.startsWith(`${quality}\n`))!);
  const head = rows.findLastIndex((row, i) => row.includes(clip) && rows.slice(i).some(([what]) => what === line));
  const column = rows[head]!.indexOf(clip);
  const row = rows.slice(head).find(([what]) => what === line)!;
  expect(rows[head]![column + 1]).toBe('First light');
  return [row[column]!, row[column + 1]!];
}

const page = read('docs/capture.md');
const section = (title: string): string[][] => rowsOf(page.split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!);

const SOLVED: Readonly<Record<string, readonly [clip: string, line: string]>> = {
  'sample dance': ['dance', 'solved: MPJPE'],
  'sample walk': ['walk', 'solved: MPJPE'],
  'sample wave and squat': ['wave-and-squat', 'solved: MPJPE'],
  'sample jump': ['jump', 'solved: MPJPE'],
  '`pose2sim_singleperson_cam02.mp4`, from four cameras': ['pose2sim, triangulated', 'solved: MPJPE'],
  '`pose_squats.mp4`, from its golden 3D': ['pose_squats', 'solved: from the golden ones'],
  '… less the published errors of hips and shoulders': [
    'pose_squats',
    'solved: from the golden ones, hips and shoulders put right',
  ],
  '… less all published errors': ['pose_squats', 'solved: from the golden ones, all published errors put right'],
};

test('docs/capture.md has the errors of the joints that were measured', () => {
  const rows = section('From points to joints').slice(2);
  expect(rows.map(([film]) => film)).toEqual(Object.keys(SOLVED));
  const expected = Object.entries(SOLVED).map(([film, [clip, line]]) => [
    film,
    ...QUALITIES.map((quality) => {
      const [now, then] = measured(quality, clip, line);
      return `${then.replace(' cm', '')} → ${now}`;
    }),
  ]);
  expect(rows).toEqual(expected);
});

test('docs/capture.md says by how much `full` is nearer, and that the real man is nearer in every quality', () => {
  const falls = ['dance', 'wave-and-squat', 'walk', 'jump'].map((clip) => {
    const [now, then] = measured('full', clip, 'solved: MPJPE').map(parseFloat) as [number, number];
    return `${Math.round(100 * (1 - now / then))} %`;
  });
  const [dance, squat, walk, jump] = falls;
  const text = page.replaceAll(/\s+/g, ' ');
  expect(text).toContain(
    `the dance is ${dance!} nearer, wave and squat ${squat!}, the walk ${walk!}, the jump ${jump!};`,
  );
  for (const quality of QUALITIES) {
    for (const line of ['solved: MPJPE', 'solved: PA-MPJPE', 'feet: slide in true contacts']) {
      const [now, then] = measured(quality, 'pose2sim, triangulated', line).map(parseFloat) as [number, number];
      expect(now, `${quality} ${line}`).toBeLessThan(then);
    }
  }
});

test('docs/capture.md has the ways of the walk that were measured, with the lens told and without', () => {
  const whole = (cm: string): string => `${Math.round(parseFloat(cm))} cm`;
  const rows = section('The lens').filter(([quality]) => QUALITIES.some((one) => quality === `\`${one}\``));
  const expected = QUALITIES.map((quality) => {
    const of = (line: string): string => measured(quality, 'walk', line)[0];
    return [
      `\`${quality}\``,
      whole(of('hips: way over ground (true)')),
      whole(of('with the lens told: way over ground')),
      of('hips: path off in depth'),
      of('with the lens told: path off in depth'),
      of('solved: MPJPE'),
      of('with the lens told: solved: MPJPE'),
    ];
  });
  expect(rows).toEqual(expected);
});

test('docs/capture.md has the distances from heavy that were measured where left and right were exchanged', () => {
  const text = page.split('\n## Left and right\n')[1]!.split('\n## ')[0]!.replaceAll(/\s+/g, ' ');
  const [full, lite] = (['full', 'lite'] as const).map((quality) =>
    measured(quality, 'pose2sim_singleperson_cam02', 'solved: limb joints from those of heavy, solved').map(parseFloat),
  ) as [number[], number[]];
  expect(text).toContain(`lie ${full[0]!} and ${lite[0]!} cm from those of \`heavy\``);
  expect(text).toContain(`came to ${full[1]!} and ${lite[1]!} cm`);
});

test.each(['README.md', 'docs/measured.md'])('%s has what captures came to', (path) => {
  const solved = ['dance', 'walk', 'wave-and-squat', 'jump'].map((clip) => measured('full', clip, 'solved: MPJPE')[0]);
  const man = QUALITIES.map((quality) => measured(quality, 'pose2sim, triangulated', 'solved: MPJPE')[0]);
  const text = read(path);
  expect(text).toContain(`${solved.slice(0, 3).join(', ').replaceAll(' cm', '')} and ${solved[3]!} mean`);
  expect(text).toContain(`${man.slice(0, 2).join(', ').replaceAll(' cm', '')} and ${man[2]!} mean`);
});

test('docs/measured.md has what the squats came to', () => {
  const [squats] = measured('full', 'pose_squats', 'solved: from the golden ones');
  expect(read('docs/measured.md')).toContain(`| ${squats} mean`);
});
