import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseBvh } from '@kinora/core/motion';
import { solveMotion } from '../../packages/capture/src/solve/solve-motion.ts';
import { handSizeOf } from '../../packages/capture/src/track/hands/hand-region.ts';
import type { Track } from '../../packages/capture/src/track/landmarks.ts';
import { FINGERS } from '../../packages/performer/src/body/skeleton.ts';
import { measureFingers } from './finger-errors.ts';
import type { FingerErrors, HandNames } from './finger-errors.ts';
import { takeOf } from './tracks.ts';
import type { HandTake } from './tracks.ts';

/** Of `packages/performer/film/hand-films.ts`. */
export const FILMS: readonly string[] = ['leo-hands', 'leo-hands-far'];

const CAPTURED: HandNames = {
  hand: (side) => `${side[0]!}_hand_JNT`,
  finger: (side, finger, joint) => `${side[0]!}_hand${finger}${joint + 1}_JNT`,
  tips: (finger) => (finger === 'Thumb' ? [0.75, -0.2, 0.63] : [1, 0, 0]),
};
const CAPITALS = { left: 'Left', right: 'Right' } as const;
const PERFORMER: HandNames = {
  hand: (side) => `${CAPITALS[side]}Hand`,
  finger: (side, finger, joint) => `${CAPITALS[side]}Hand${finger}${joint + 1}`,
  tips: (finger) => {
    const [, , from, to] = FINGERS[finger];
    return [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  },
};

/**
 * Captures the films of a folder and says how far fingers are from where they truly were.
 *
 * @returns a page in Markdown.
 */
export async function main(folder: string): Promise<string> {
  const rows: string[] = [];
  const costs: string[] = [];
  for (const name of FILMS) {
    const take = await takeOf(join(folder, `${name}.mp4`), join(folder, `${name}.track`));
    rows.push(rowOf(name, take, await readFile(join(folder, `${name}.bvh`))));
    const [body, hands] = [take.body, take.hands].map(Math.round);
    costs.push(
      `${name}: ${take.looks.toFixed(2)} looks at hands in a frame, ${hands} ms, against ${body} ms of the body's landmarks`,
    );
  }
  return [TEXT, [HEAD, ...rows].join('\n'), AFTER, costs.map((cost) => `- ${cost}`).join('\n'), ''].join('\n\n');
}

function rowOf(name: string, { track }: HandTake, bvh: Uint8Array): string {
  const { clip: truth } = parseBvh(bvh, name);
  const judge = (seen: Track): readonly FingerErrors[] => {
    const clip = solveMotion(seen);
    const times = track.frames.map(({ time }) => time).filter((time) => time <= (clip.frames - 1) / clip.rate);
    return Object.values(measureFingers(clip, CAPTURED, truth, PERFORMER, times));
  };
  const errors = judge(track);
  const without = judge({
    ...track,
    frames: track.frames.map(({ time, landmarks }) => ({ time, ...(landmarks && { landmarks }) })),
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const degrees = (of: (error: FingerErrors) => number, all = errors): string => `${mean(all.map(of)).toFixed(0)}°`;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const seen = mean(track.frames.flatMap(({ hands }) => [0, 1].map((side) => (hands?.[side] ? 1 : 0))));
  const sizes = track.frames.flatMap(({ landmarks }) => (landmarks ? [handSizeOf(landmarks)] : []));
  return `| ${[
    name,
    `${Math.round(mean(sizes))} px`,
    percent(seen),
    percent(mean(errors.map(({ told }) => told))),
    ...[0, 1, 2].map((bone) => degrees(({ bones }) => bones[bone]!)),
    degrees(({ thumb }) => thumb),
    degrees(({ atRest }) => atRest),
    degrees(({ hand }) => hand),
    degrees(({ hand }) => hand, without),
  ].join(' | ')} |`;
}

const TEXT = `# Fingers

Written by \`npm run hands\`. A performer stands with raised hands and goes through a flat hand, a fist, a spread, and counting from one to
four; the right hand is three gestures ahead of the left one. The motion is known. \`full\`, in Node. Means of both hands and all frames.

_Told_ is the share of fingers, without thumbs, that are found bent or straight as they are. The next columns are the angles between bones as they
were captured and as they are, seen from the hand: of the first, second and third bones of four fingers, and of the thumb's three. _At rest_ is
what all of them would be had nobody looked. The last two are the angles of the whole hand, by the points of hands and by the body's alone.`;

const HEAD = `| film | hand | seen | told | first | second | third | thumb | at rest | hand | hand by the body |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |`;

const AFTER = `In smaller hands it tells less: in the sample dance, whose hands have 46 pixels, fingers are no nearer to the truth than fingers at rest, and
the body's knuckles say better than the hand's own how a hand is turned (50° off against 70°), so below 80 pixels they do.

A finger is told bent or straight, and on the right hand; how far it is bent is not: the model draws straight fingers of this performer bent
by 30° to 60° in all, and a fist less closed than it is. Of a fist it knows at times not which of its sides it sees. Whether it does so with
people these films cannot tell: for that there is no truth here. On a real hand (\`asl_hand.25fps.mp4\`) the points lie 1 px from the published
ones, and the joints, which bend on hinges, lay their bones 1°, 6° and 11° from the published points.

What it cost, on two busy cores:`;
