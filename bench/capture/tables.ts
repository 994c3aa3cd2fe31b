import type { Times } from './measure.ts';

/** One capture and where it ran. */
export interface Row {
  readonly video: string;
  readonly host: string;
  readonly model: string;
  readonly times: Times;
}

/** What is ours as a share of the models' own time. */
export function shareOf({ models, decode, track, solve }: Times): number {
  return (decode + track + solve) / models;
}

/** The page that is kept. Markdown. */
export function resultsPage(rows: readonly Row[], machine: string, date: string, limit: number): string {
  return `# What a capture does besides running models

Written by \`npm run bench:capture\` on ${date}; ${machine}.

The first two seconds of a video are captured by the real session, one thread, nothing else on the page; in Node in a process of its
own, bundled and started as that of \`captureInChild()\`. A first run of the same warms up and is not counted; with \`full\`, the quickest one of three
more counts. Milliseconds for each frame. *Models* is the time inside the detector and the landmark model, with their inputs copied in and
their outputs copied out. *Decode* is the time that the session waits for a frame, with the copy of its samples: what a decoder does on its
own thread while a model runs costs nobody anything, and is not in it. *Track* is crops and the reading of what the models said; *solve* is
from the last frame to the files. *Share* is all three as a share of *models* in the same run: with \`full\`, at most ${percent(limit)}.

| video | where | model | frames | models | decode | track | solve | share |
| ----- | ----- | ----- | ------ | ------ | ------ | ----- | ----- | ----- |
${rows.map(row).join('\n')}
`;
}

/** One line of the table. */
export function row({ video, host, model, times }: Row): string {
  const each = (seconds: number): string => ((seconds * 1000) / times.frames).toFixed(1);
  const { frames, models, decode, track, solve } = times;
  const cells = [video, host, model, frames, each(models), each(decode), each(track), each(solve)];
  return `| ${[...cells, percent(shareOf(times))].join(' | ')} |`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
