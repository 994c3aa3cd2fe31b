import { cpus } from 'node:os';
import { betterIn, worseThanThen } from './against-first-light.ts';
import type { Figures } from './against-first-light.ts';
import type { BodyError, Verdict } from './judge.ts';
import { BONE_NAMES, boneWobble, tremble, widthOf } from './measures/bones.ts';
import { ANGLES } from './measures/joint-angles.ts';
import { PARTS } from './measures/limbs.ts';
import type { LimbMotion } from './measures/limbs.ts';
import { triangulated } from './triangulated.ts';

const DEGREES = 180 / Math.PI;
const CM = 100;
const CORES: Readonly<Record<number, string>> = { 1: 'one core', 2: 'two cores', 4: 'four cores', 8: 'eight cores' };

/** What the film is called where it is compared with joints from four cameras. */
export const FROM_FOUR = 'pose2sim, triangulated';

/** One line of a table: what is measured, and its value as text. */
export type Line = readonly [what: string, value: string];

/**
 * All lines of one capture, in an order that never changes.
 *
 * @param told - of the same film, captured by somebody who knew the lens.
 */
export function linesOf(verdict: Verdict, told: Verdict): Line[] {
  const { path, slide } = verdict;
  return [
    ['frames tracked', `${(verdict.tracked * 100).toFixed(0)} %`],
    ...bodyLines('tracker', verdict.tracker),
    ...bodyLines('solved', verdict.solved),
    ['solved: lean against the truth', degrees(verdict.lean)],
    ['hips: path off across the view', cm(path.across)],
    ['hips: path off in depth', cm(path.depth)],
    ['hips: path off, by the true way', Number.isNaN(path.share) ? '–' : `${(path.share * 100).toFixed(1)} %`],
    ['hips: way over ground (true)', `${cm(path.travel)} (${cm(path.trueTravel)})`],
    ['with the lens told: solved: MPJPE', cm(told.solved.position)],
    ['with the lens told: path off in depth', cm(told.path.depth)],
    ['with the lens told: way over ground', cm(told.path.travel)],
    ['hips: rise above the start (true)', `${cm(path.rise)} (${cm(path.trueRise)})`],
    ['feet: slide in true contacts', `${cm(slide.true)}/s`],
    ['feet: slide in claimed contacts', `${cm(slide.claimed)}/s`],
    ['feet: contacts, F1', verdict.contactF1.toFixed(3)],
  ];
}

function bodyLines(who: string, error: BodyError): Line[] {
  return [
    [`**${who}: MPJPE**`, `**${cm(error.position)}**`],
    [`${who}: PA-MPJPE`, cm(error.aligned)],
    ...PARTS.map((part): Line => [`${who}: ${part}`, cm(error.parts[part])]),
    ...ANGLES.map((angle): Line => [`${who}: angle of ${angle}`, degrees(error.angles[angle])]),
    [`${who}: bones too long`, BONE_NAMES.map((bone) => `${bone} ${signed(error.bones[bone])}`).join(', ')],
    [`${who}: acceleration, jerk ÷ truth`, `${error.acceleration.toFixed(2)}, ${error.jerk.toFixed(2)}`],
  ];
}

/** The whole of docs/results/accuracy.md. */
export function resultsPage(sections: readonly string[], now: Figures, then: Figures): string {
  const cores = CORES[cpus().length] ?? `${cpus().length} cores`;
  const isBetter = (clip: string, what: string): string => betterIn(now, then, clip, what);
  return `# How far a capture is from the truth

Written by \`npm run accuracy\` on ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, ${cores}, no graphics card.

The samples (\`packages/performer/sample\`) are films of figures that move by a motion of the project's own, so the truth is known
exactly. One figure maker and one renderer made them all: real people are harder (joints 8 to 14 cm from the truth). Captured in Node as
\`kinora capture\` does it; a browser decodes colours a little otherwise, and comes 0.1 to 0.2 cm out elsewhere.

- **tracker**: the landmarks as the model gives them, in the axes of the camera. **solved**: the clip that a user gets, turned about the
  vertical alone, so that the camera looks at it as it looked at the performer: a heading is all that a person would put right by hand.
  The lean of a camera is not taken out of it.
- **MPJPE**: mean distance of shoulders, elbows, wrists, hips, knees and ankles, both bodies with the middle of their hips at the origin;
  **PA**: after each frame was moved, turned and scaled as fits best. Below it each joint, left and right together.
- **angles**: mean difference of how far knees and elbows are bent, and of thighs and upper arms from the line of the trunk.
- **bones too long**: of the median, in cm. **acceleration, jerk**: means of the twelve joints, by those of the truth; 1 is as smooth.
- **lean**: from upright, by the turn that brings the whole clip best onto the truth.
- **hips**: their middle, begun at the true place. Across the view is to the side and in height.
- **feet**: the balls of the feet over the ground. They truly stand where the detector of the retargeting metrics finds it in the truth
  (under 15 cm/s and 8.5 cm on a body of 1.7 m); F1 counts every frame of both feet, without a tolerance.
- **First light**: the first version of the solver, on the same film.

Below them a real man, who balances on a beam on one foot: **${FROM_FOUR}**. Others filmed him with four cameras and triangulated his
joints (the demo of Pose2Sim; \`bench/accuracy/pose2sim-truth.json\` says where from and by which terms); a capture sees one of the four
films. It is measured by the same lines as the samples, at every second frame. Against first light:

${[
  ['MPJPE', 'solved: MPJPE'],
  ['PA', 'solved: PA-MPJPE'],
  ...ANGLES.map((angle) => [`angle of ${angle}`, `solved: angle of ${angle}`]),
  ['lean', 'solved: lean against the truth'],
  ['way of the hips, across the view', 'hips: path off across the view'],
  ['way of the hips, in depth', 'hips: path off in depth'],
  ['slide in true contacts', 'feet: slide in true contacts'],
  ['slide in claimed contacts', 'feet: slide in claimed contacts'],
  ['contacts, F1', 'feet: contacts, F1'],
]
  .map(([what, line]) => `- ${what}: ${isBetter(FROM_FOUR, line!)}`)
  .join('\n')}

How far this truth is to be trusted:

- It is OpenPose's from four sides, smoothed, without a skeleton: its bones change their length by ${percent(boneWobble(truth()))}, which is
  ${cm(tremble(truth()))} at each joint: nearer than about that nobody could come.
- Its hips and shoulders are where OpenPose marks them, ${cm(widthOf(truth(), 'hips'))} and ${cm(widthOf(truth(), 'shoulders'))} apart,
  and MPJPE counts from the hips. PA and angles do not.
- Laid over the film its points are on the man in each of the frames that were looked at; against the camera's clock they are true to about
  one frame. A foot truly stands where the big toe goes less than 40 cm/s, and not more than 10 cm above the laboratory's floor.

Then what can be said of two films of real people without a true motion; a solved motion is turned onto what it is compared with as a whole.

- **from the golden ones**: the published landmarks of the squats are BlazePose's own, of \`full\` in another runtime, with its errors. A
  solver that takes known errors out comes away from them: ${isBetter('pose_squats', 'solved: from the golden ones')}. So the next two
  lines take those errors out of the golden landmarks, as numbers of a study that is older than the solver and shares nothing with it
  (\`bench/accuracy/published-errors.ts\`): **hips and shoulders**, which are marked elsewhere in any pose
  (${isBetter('pose_squats', 'solved: from the golden ones, hips and shoulders put right')}), and **all**: knees and ankles 9 and 6 cm too
  far away and upper arms a sixth short as well (${isBetter('pose_squats', 'solved: from the golden ones, all published errors put right')}).
- **from those of heavy**: in pose2sim \`lite\` and \`full\` take the man for one seen from behind, in 58 and 31 of 100 frames; \`heavy\` never
  does, and pictures of it were looked at. So a solved motion lies far from what was tracked there, and near to that of \`heavy\`.

Not good where the lens is not told: ways along the view are too short. The walk was filmed through a long lens (33° over
the longer side, where the solver takes 55° for granted), and the model draws strides along the view half as long as they are. With
\`fieldOfView\` ([docs](../capture.md#the-lens)) the size in the picture tells the way. All other lines are of captures that are not told.

${sections.join('\n\n')}

## Worse than at first light

Every line of the solved motion that is further from the truth than it was, by more than these figures round away.

${table(
  ['', 'quality', 'clip', 'First light', 'now'],
  worseThanThen(now, then).map((one) => [one.what, one.quality, one.clip, one.then, one.now]),
)}
`;
}

/** The real man's own joints. */
function truth(): LimbMotion {
  return triangulated.limbs(triangulated.times ?? []);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function cm(metres: number): string {
  return `${(metres * CM).toFixed(1)} cm`;
}

function signed(metres: number): string {
  const value = (metres * CM).toFixed(1);
  return metres >= 0 ? `+${value}` : value.replace('-', '−');
}

function degrees(radians: number): string {
  return `${(radians * DEGREES).toFixed(1)}°`;
}
