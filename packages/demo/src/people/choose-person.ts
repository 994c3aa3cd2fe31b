import type { CapturePeople, CapturePerson, PersonChoice } from '@kinora/core';
import { openDialog } from '../dialog/dialog.ts';
import { element } from '../dialog/element.ts';
import { say, t } from '../i18n/i18n.ts';
import './people.css';

/**
 * Shows the people in a picture of the video, each in a box that can be pressed.
 *
 * @param filmUrl - of the video in which they are.
 * @returns whom the person chose; undefined where it stays as it is.
 */
export async function choosePerson(
  { time, persons }: CapturePeople,
  filmUrl: string,
): Promise<PersonChoice | undefined> {
  return new Promise((resolve) => {
    let chosen: PersonChoice | undefined;
    const picture = pictureOf(filmUrl, time);
    const text = element('p');
    say(text, () => t('people.text'));
    const dialog = openDialog({
      title: () => t('people.title'),
      content: [text, picture],
      className: 'dialog--people',
      onClose: () => resolve(chosen),
    });
    picture.append(
      ...persons.map((person, i) =>
        boxOf(person, i + 1, () => {
          if (!person.followed) chosen = { time, ...middleOf(person) };
          dialog.close();
        }),
      ),
    );
  });
}

/** The video itself, still: no picture has to be taken of it. */
function pictureOf(url: string, time: number): HTMLElement {
  const video = element('video', 'people__video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  video.tabIndex = -1;
  video.setAttribute('aria-hidden', 'true'); // The boxes say who is in it.
  const picture = element('div', 'people__picture', video);
  video.addEventListener('loadedmetadata', () => {
    picture.style.aspectRatio = `${video.videoWidth} / ${video.videoHeight}`;
    picture.style.maxWidth = `calc(60dvh * ${video.videoWidth / video.videoHeight})`;
    video.currentTime = time;
  });
  video.src = url;
  return picture;
}

function boxOf(
  { box: [left, top, right, bottom], followed }: CapturePerson,
  number: number,
  choose: () => void,
): HTMLElement {
  const words = element('span', 'people__number');
  say(words, () => t(followed ? 'people.followed' : 'people.other', { number }));
  const made = element('button', 'people__box', words);
  made.type = 'button';
  // A number alone says nothing to whoever does not see where it stands.
  say(made, () => t(followed ? 'people.followedName' : 'people.otherName', { number }), 'aria-label');
  made.setAttribute('aria-pressed', String(followed));
  Object.assign(made.style, {
    left: share(left),
    top: share(top),
    width: share(right - left),
    height: share(bottom - top),
  });
  made.addEventListener('click', choose);
  return made;
}

function middleOf({ box: [left, top, right, bottom] }: CapturePerson): { readonly x: number; readonly y: number } {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function share(part: number): string {
  return `${part * 100}%`;
}
