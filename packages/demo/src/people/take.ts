import type { CaptureAdvice, CaptureReport } from '@kinora/core';
import { element } from '../dialog/element.ts';
import { decimal } from '../i18n/format.ts';
import { say, t } from '../i18n/i18n.ts';
import { words as english } from '../i18n/en.ts';
import { showInfo } from '../notices.ts';
import { page } from '../page.ts';
import { focusFirst, hasFocus } from '../shell/focus.ts';
import './take.css';

export interface TakeActions {
  /** Goes to a time of the motion, seconds. */
  readonly seek: (time: number) => void;
  /** Lets the person choose whom to follow. Absent where that cannot be: the video is gone. */
  readonly choosePerson?: (() => void) | undefined;
}

/** Shows whom a capture followed and how a better take is made, where there is something to say. */
export function showTake(report: CaptureReport | undefined, actions: TakeActions): void {
  const people = report?.people?.persons.length ?? 0;
  const advice = report?.advice ?? [];
  // What the line about the people says need not be said twice.
  const others = people > 1 ? advice.filter(({ code }) => code !== 'several-people') : advice;
  const lines = [
    ...(people > 1 ? [peopleLine(people, actions.choosePerson)] : []),
    ...others.map((piece) => adviceLine(piece, actions.seek)),
  ];
  const hadFocus = hasFocus(page.take);
  page.take.hidden = lines.length === 0;
  page.takeAdvice.replaceChildren(...lines);
  if (hadFocus) focusFirst(page.takeAdvice.querySelector('button'), page.play);
}

/** Whom a capture followed may not be who was meant: that is said where nobody misses it. */
export function tellDoubts(report: CaptureReport | undefined, { choosePerson }: TakeActions): void {
  const count = report?.people?.persons.length ?? 0;
  const choose = (): void => {
    // The notice is gone: the focus comes back to the line that stays.
    page.takeAdvice.querySelector<HTMLElement>('.take__choose')?.focus();
    choosePerson?.();
  };
  const choice = choosePerson && { words: () => t('take.choose'), act: choose };
  if (count > 1) showInfo(() => t('take.people', { count }), undefined, choice);
  if (report?.advice?.some(({ code }) => code === 'unlike-a-person')) showInfo(() => t('take.advice.unlike-a-person'));
}

function peopleLine(count: number, choosePerson: (() => void) | undefined): HTMLElement {
  const text = element('span');
  say(text, () => t('take.people', { count }));
  const line = element('li', 'take__line', text);
  if (choosePerson) line.append(chip('take__choose', () => t('take.choose'), choosePerson));
  return line;
}

function adviceLine({ code, text, from, to }: CaptureAdvice, seek: (time: number) => void): HTMLElement {
  const words = element('span');
  say(words, () => (isKnown(code) ? t(`take.advice.${code}`) : text));
  const line = element('li', 'take__line', words);
  if (from === undefined || to === undefined) return line;
  const times = { from: (): string => decimal(from, 1), to: (): string => decimal(to, 1) };
  const button = chip(
    'take__time',
    () => t('take.time', { from: times.from(), to: times.to() }),
    () => seek(from),
  );
  say(button, () => t('take.timeName', { from: times.from(), to: times.to() }), 'aria-label');
  line.append(button);
  return line;
}

/** A file of a newer Kinora may advise what this page has no words for. */
function isKnown(code: string): code is keyof (typeof english)['take']['advice'] {
  return code in english.take.advice;
}

function chip(className: string, text: () => string, onClick: () => void): HTMLButtonElement {
  const made = element('button', `chip ${className}`);
  made.type = 'button';
  say(made, text);
  made.addEventListener('click', onClick);
  return made;
}
