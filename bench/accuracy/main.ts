import { readFileSync } from 'node:fs';
import { solveMotion } from '../../packages/capture/src/solve/solve-motion.ts';
import { QUALITIES } from '../../packages/capture/src/models/manifest.ts';
import type { Quality } from '../../packages/capture/src/models/manifest.ts';
import { judge } from './judge.ts';
import { longerFieldOfView } from './measures/camera-axes.ts';
import type { FilmCamera } from './measures/camera-axes.ts';
import { trueMotionOf } from './measures/true-motion.ts';
import type { TrueMotion } from './measures/true-motion.ts';
import type { Figures } from './against-first-light.ts';
import { FROM_FOUR, linesOf, resultsPage, table } from './page.ts';
import type { Line } from './page.ts';
import { realClips, realLines } from './real-clips.ts';
import type { Captured } from './real-clips.ts';
import { samples } from '../../test/support/samples.ts';
import { trackOf } from './tracks.ts';
import type { Tracking } from './tracks.ts';
import { triangulated, triangulatedCamera } from './triangulated.ts';
import type { Track } from '../../packages/capture/src/track/landmarks.ts';

/** What `npm run accuracy` prints, and writes where it is complete. Markdown. */
export interface Results {
  readonly page: string;
  /** All samples and qualities were measured. */
  readonly complete: boolean;
  /** Every line by quality and clip: what a later run is compared with. */
  readonly figures: Figures;
}

/** What clips without a known motion are compared with. */
const BEST: Quality = 'heavy';

/** The real clip whose true motion is known as well. */
const TRIANGULATED = 'pose2sim_singleperson_cam02';

/** What the first version of the capture came to, before its errors were worked on. */
const firstLight = JSON.parse(readFileSync(new URL('./first-light.json', import.meta.url), 'utf8')) as Figures;

/**
 * @param names - of samples and real clips; all where there are none.
 * @param qualities - all where there are none.
 */
export async function main(
  names: readonly string[],
  qualities: readonly Quality[],
  tracking: Tracking,
): Promise<Results> {
  const known = [...samples, ...realClips].map(({ name }) => name);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new RangeError(`There is no clip "${stranger}", but ${known.join(', ')}`);
  const isChosen = ({ name }: { readonly name: string }): boolean => names.length === 0 || names.includes(name);
  const figures: Record<string, readonly Line[]> = {};
  const sections: string[] = [];
  const chosen = QUALITIES.filter((one) => qualities.length === 0 || qualities.includes(one));
  for (const quality of chosen) {
    for (const sample of samples.filter(isChosen)) {
      const track = await trackOf(sample.videoPath, quality, tracking);
      figures[`${quality} ${sample.name}`] = judged(track, trueMotionOf(sample.truth()), sample.camera);
    }
    for (const clip of realClips.filter(isChosen)) {
      const best =
        quality === BEST || !chosen.includes(BEST) ? undefined : await capture(clip.videoPath, BEST, tracking);
      figures[`${quality} ${clip.name}`] = realLines(await capture(clip.videoPath, quality, tracking), clip, best);
    }
    for (const { videoPath } of realClips.filter(({ name }) => name === TRIANGULATED && isChosen({ name }))) {
      const track = await trackOf(videoPath, quality, tracking);
      figures[`${quality} ${FROM_FOUR}`] = judged(track, triangulated, triangulatedCamera);
    }
    const groups = [samples.filter(isChosen), [{ name: FROM_FOUR }], realClips.filter(isChosen)];
    sections.push(section(quality, groups, figures));
  }
  const complete = names.length === 0 && qualities.length === 0 && realClips.length > 0;
  return { page: resultsPage(sections, figures, firstLight), complete, figures };
}

async function capture(video: string, quality: Quality, tracking: Tracking): Promise<Captured> {
  const track = await trackOf(video, quality, tracking);
  return { track, solved: solveMotion(track) };
}

/** What is known of a film whose truth is known, solved as it comes and with its lens told. */
function judged(track: Track, truth: TrueMotion, camera: FilmCamera): Line[] {
  const told = solveMotion(track, { fieldOfView: longerFieldOfView(camera) });
  return linesOf(judge(track, solveMotion(track), truth, camera), judge(track, told, truth, camera));
}

type Named = readonly { readonly name: string }[];

/** A table of each group of clips, as far as they were measured. */
function section(quality: Quality, groups: readonly Named[], figures: Figures): string {
  const tables = groups
    .map((clips) => clips.map(({ name }) => `${quality} ${name}`).filter((key) => figures[key] !== undefined))
    .filter((keys) => keys.length > 0);
  return [`## ${quality}`, ...tables.map((keys) => compared(keys, figures))].join('\n\n');
}

/** Every clip with a column of its own, and one more where it was measured at first light. */
function compared(keys: readonly string[], figures: Figures): string {
  const columns = keys.flatMap((key) => {
    const name = key.slice(key.indexOf(' ') + 1);
    const then = new Map(firstLight[key]);
    const now = { head: name, values: figures[key]!.map(([, value]) => value) };
    const before = { head: 'First light', values: figures[key]!.map(([what]) => then.get(what) ?? '–') };
    return firstLight[key] ? [now, before] : [now];
  });
  const rows = figures[keys[0]!]!.map(([what], i) => [what, ...columns.map(({ values }) => values[i]!)]);
  return table(['', ...columns.map(({ head }) => head)], rows);
}
