import { say, t } from './i18n/i18n.ts';
import { page } from './page.ts';

const videos = import.meta.glob<string>('../../performer/sample/*.mp4', {
  eager: true,
  query: '?url',
  import: 'default',
});
const stills = import.meta.glob<string>('./pictures/samples/*.webp', { eager: true, query: '?url', import: 'default' });

/** The first is the one of “Try the sample”. */
const NAMES = ['dance', 'wave-and-squat', 'walk', 'jump'] as const;
export type SampleName = (typeof NAMES)[number];

/** A film of the project's own, for whoever has none at hand. */
export interface Sample {
  readonly name: SampleName;
  readonly url: string;
  readonly still: string;
}

export const SAMPLES: readonly Sample[] = NAMES.flatMap((name) => {
  const url = videos[`../../performer/sample/${name}.mp4`];
  const still = stills[`./pictures/samples/${name}.webp`];
  return url && still ? [{ name, url, still }] : [];
});

/** Offers them as a row of stills. */
export function showSamples(onChoice: (sample: Sample) => void): void {
  page.samples.replaceChildren(...SAMPLES.map((sample) => listItem(sample, onChoice)));
}

function listItem(sample: Sample, onChoice: (sample: Sample) => void): HTMLLIElement {
  const { name, still } = sample;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sample';
  say(button, () => t('start.sampleName', { name: t(`samples.${name}`) }), 'aria-label');
  const picture = document.createElement('span');
  picture.className = 'sample__still';
  const image = new Image(84, 112);
  image.alt = '';
  image.src = still;
  picture.append(image);
  picture.insertAdjacentHTML(
    'beforeend',
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 5v14l11-7z"/></svg>',
  );
  const label = document.createElement('span');
  say(label, () => t(`samples.${name}`));
  button.append(picture, label);
  button.addEventListener('click', () => onChoice(sample));
  const item = document.createElement('li');
  item.append(button);
  return item;
}
