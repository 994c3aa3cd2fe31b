import { basename } from 'node:path';
import { KinoraError } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { MotionFile } from './read-input.ts';

export interface ChosenClip {
  readonly clip: Clip;
  /** Says so where there was a choice and nobody made it. */
  readonly warnings: readonly string[];
}

const MOST_NAMES = 12;

/**
 * The clip that a command works on: the one that was named, else the first.
 *
 * @throws KinoraError `formats/no-animation`, `cli/unknown-clip`.
 */
export function chooseClip({ path, clips, warnings: doubts }: MotionFile, name: string | undefined): ChosenClip {
  const file = basename(path);
  const [first] = clips;
  if (!first) {
    throw new KinoraError('formats/no-animation', `Cannot take a motion from "${file}": it holds none`, {
      hint: [
        ...doubts.filter((doubt) => doubt.startsWith('Animation ')),
        'Choose a file with an animation in it.',
      ].join(' '),
    });
  }
  if (name === undefined) {
    const warnings =
      clips.length > 1 ? [`"${file}" holds ${clips.length} clips; the first, "${first.name}", was taken.`] : [];
    return { clip: first, warnings };
  }
  const clip = clips.find((candidate) => candidate.name === name);
  if (clip) return { clip, warnings: [] };
  const names = clips.slice(0, MOST_NAMES).map((candidate) => `"${candidate.name}"`);
  throw new KinoraError('cli/unknown-clip', `Cannot find a clip "${name}" in "${file}"`, {
    hint: `It holds ${names.join(', ')}${clips.length > MOST_NAMES ? `, and ${clips.length - MOST_NAMES} more` : ''}.`,
    details: { clips: clips.length },
  });
}
