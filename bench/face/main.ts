import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { solveFace } from '../../packages/capture/src/solve/face/solve-face.ts';
import { FACE_FILMS, GRIMACES } from '../../packages/performer/film/face-films.ts';
import { restOf, scoreShapes } from './measure.ts';
import type { ShapeScore } from './measure.ts';
import { takeOf } from './tracks.ts';
import type { FaceTake } from './tracks.ts';

/** Films that show a face at rest, and no grimace. */
const AT_REST = 'leo-only-turns';
const REAL = fileURLToPath(new URL('../../../shared/assets/videos/pose_squats.mp4', import.meta.url));

export const films: readonly string[] = Object.keys(FACE_FILMS);

/** @param folder - with the films, and where what is seen in them is kept; with a slash. */
export async function main(folder: string): Promise<string> {
  const takes = new Map<string, FaceTake>();
  for (const name of films) takes.set(name, await takeOf(`${folder}${name}.mp4`, `${folder}${name}.bin`));
  const real = existsSync(REAL) ? await takeOf(REAL, `${folder}pose_squats.bin`) : undefined;
  const shown = films.filter((name) => name !== AT_REST);
  const scores = shown.map((name) => scoresOf(name, takes.get(name)!));
  return [
    '# The estimate of a face, measured',
    INTRODUCTION,
    '## Does the model see the faces?',
    table(
      ['film', 'frames with a face', 'least score', 'models, ms a frame'],
      [...takes, ...(real ? ([['pose_squats.mp4', real]] as const) : [])].map(([name, take]) => [
        name,
        ...sightOf(take),
      ]),
    ),
    '## Correlation with the true weights',
    perShape(shown, scores, ({ r }) => r.toFixed(2)),
    '## Estimated weight where the true one is 1',
    perShape(shown, scores, ({ atFull }) => atFull.toFixed(2)),
    '## The most that is seen of it while something else is shown',
    perShape(shown, scores, ({ wrong, whileShowing }) => (wrong < 0.2 ? '–' : `${wrong.toFixed(2)} ${whileShowing}`)),
    '## A face at rest',
    'Weights that 95 % of the frames stay below; the true ones are 0. The performer turns the head by ±26°, nods and tilts it. The woman in `pose_squats.mp4` squats, turned by 30°, in glasses, at 5 frames a second.',
    table(
      ['', AT_REST, ...(real ? ['pose_squats.mp4'] : [])],
      restRows([takes.get(AT_REST)!, ...(real ? [real] : [])]),
    ),
    FINDINGS,
  ].join('\n\n');
}

function scoresOf(name: string, { track }: FaceTake): readonly ShapeScore[] {
  const morphs = solveFace(track);
  if (!morphs) throw new Error(`No face was seen in ${name}`);
  const times = track.frames.map(({ time }) => time);
  return scoreShapes(morphs, times, FACE_FILMS[name]!.course!, GRIMACES);
}

function perShape(
  names: readonly string[],
  scores: readonly (readonly ShapeScore[])[],
  cell: (score: ShapeScore) => string,
): string {
  const rows = scores[0]!.map(({ name }, i) => [name, ...scores.map((ofFilm) => cell(ofFilm[i]!))]);
  return table(['', ...names], rows);
}

function sightOf({ track, cost }: FaceTake): string[] {
  const faces = track.frames.flatMap(({ face }) => face ?? []);
  const least = Math.min(...faces.map(({ score }) => score));
  return [`${faces.length} of ${track.frames.length}`, least.toFixed(2), cost.toFixed(1)];
}

function restRows(takes: readonly FaceTake[]): string[][] {
  const columns = takes.map(({ track }) => restOf(solveFace(track)!));
  return columns[0]!.map(([name], i) => [name, ...columns.map((column) => column[i]![1].toFixed(2))]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const INTRODUCTION = `By \`npm run face\`, in Node with \`lite\` and \`exact\`. The performers are filmed with known weights, one grimace after the other (\`packages/performer/film/face-films.ts\`), and captured as any video is. \`near\` is from the waist up at 480 × 640, where a face is about 110 pixels wide, \`far\` from head to feet at 540 × 960, with about 65; who looks around turns the head by ±26° meanwhile, nods by ±14° and tilts it by ±9°.

The gains were set on \`ines-near\` and \`leo-near\`. \`otto-near\` and \`ines-far\` were looked at only afterwards. The performers are drawn, and their muscles are formulas: on real faces the gains are not calibrated, and nobody's true weights were at hand.`;

const FINDINGS = `## What comes through, and what does not

- **Well**: blinks, each eye by itself; jaw, smile of each side, pucker, lowered brows.
- **Fairly**: funnel, frown and stretch, which share the corners of the mouth; brows that rise, whose two ends the model hardly tells apart, so that \`browInnerUp\` and \`browOuterUp\` come together.
- **Not**: an open jaw behind closed lips (\`mouthClose\`): the mesh keeps the chin where it was, which costs \`jawOpen\` its correlation here. \`eyeWide\`, \`eyeSquint\`: the lids of the mesh move less than they tremble. Tongue, cheeks, gaze and nose are not looked for.
- Frown, stretch and brows fade as the head turns, and are gone at 35°; brows fade already where the face looks elsewhere than at rest, and are gone at 30°. What moves least is lost first, or would come by itself with every nod.
- The mesh alone hardly shows a blink (it moves as much for a smile): blinks are told by the eyes themselves, whose iris makes an abrupt change of lightness that a lid has not. Behind glass or out of focus that change is too small: then none is told.`;
