import type { MotionParams } from '@kinora/core';
import { size } from './i18n/format.ts';
import { say, t } from './i18n/i18n.ts';
import { page } from './page.ts';
import { recall, remember } from './remember.ts';
import type { Where } from './where.ts';

type Quality = NonNullable<MotionParams['quality']>;
type How = Pick<MotionParams, 'quality' | 'hands' | 'face'>;

const QUALITIES: readonly Quality[] = ['lite', 'full', 'heavy'];
const HINTS = { lite: page.howLite, full: page.howFull, heavy: page.howHeavy } as const;
const EXTRAS = { hands: page.howHands, face: page.howFace } as const;
const SWITCHES = { hands: page.captureHands, face: page.captureFace } as const;

let isHere = true;
let isResting = false;

/** Offers what there are models for, as it was chosen the last time, and says what each of them loads. */
export function offerHow(): void {
  const radios = [...page.quality.querySelectorAll('input')];
  const remembered = recall('quality');
  for (const radio of radios) {
    const quality = radio.value as Quality; // Its values stand in index.html.
    radio.closest('label')!.hidden = __MODEL_BYTES__[quality] === 0;
    say(HINTS[quality], () => t(`how.${quality}Hint`, { size: size(__MODEL_BYTES__[quality]) }));
    if (quality === remembered && __MODEL_BYTES__[quality] > 0) radio.checked = true;
    radio.addEventListener('change', () => choose('quality', quality));
  }
  for (const extra of ['hands', 'face'] as const) {
    const input = SWITCHES[extra];
    const bytes = __MODEL_BYTES__[extra];
    input.closest('label')!.hidden = bytes === 0;
    say(EXTRAS[extra], () => t(`how.${extra}Hint`, { size: size(bytes) }));
    input.checked = bytes > 0 && recall(extra) === 'true';
    input.addEventListener('change', () => choose(extra, String(input.checked)));
  }
  page.howMore.hidden = __MODEL_BYTES__.hands + __MODEL_BYTES__.face === 0;
  show();
}

/** What a capture on this device is asked for; what is usual is not said. */
export function howToCapture(): How {
  if (!isHere) return {};
  const quality = chosenQuality();
  return {
    ...(quality !== 'full' && { quality }),
    ...(page.captureHands.checked && { hands: true }),
    ...(page.captureFace.checked && { face: true }),
  };
}

/** What can be done without, each with a model of its own. */
export type Extra = 'hands' | 'face' | 'heavy';

/** Chooses to do without, for this and for later captures. */
export function leaveOut(extra: Extra): void {
  if (extra === 'heavy') {
    for (const radio of page.quality.querySelectorAll('input')) radio.checked = radio.value === 'full';
    return choose('quality', 'full');
  }
  SWITCHES[extra].checked = false;
  choose(extra, 'false');
}

/** A service chooses for itself. */
export function offerHowFor(where: Where): void {
  isHere = where === 'device';
  show();
}

/** A capture that is under way goes on as it began, and its film needs the room. */
export function restHow(resting: boolean): void {
  isResting = resting;
  if (resting) page.how.open = false;
  show();
}

function choose(choice: 'quality' | 'hands' | 'face', value: string): void {
  remember(choice, value);
  show();
}

function show(): void {
  page.how.hidden = !isHere || isResting;
  const { quality = 'full', hands, face } = howToCapture();
  say(page.howLine, () =>
    [t(`how.${quality}`), ...(hands ? [t('how.hands')] : []), ...(face ? [t('how.face')] : [])].join(' · '),
  );
  const { base, ...models } = __MODEL_BYTES__;
  const bytes = base + models[quality] + (hands ? models.hands : 0) + (face ? models.face : 0);
  page.startSize.hidden = !isHere;
  say(page.startSize, () => t('start.size', { size: size(bytes) }));
}

function chosenQuality(): Quality {
  const checked = page.quality.querySelector<HTMLInputElement>('input:checked')?.value;
  return QUALITIES.find((known) => known === checked) ?? 'full';
}
