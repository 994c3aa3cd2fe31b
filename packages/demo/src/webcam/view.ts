import { element, sign } from '../dialog/element.ts';
import { say, t } from '../i18n/i18n.ts';
import { decimal } from '../i18n/format.ts';
import { bodyOutline } from './body-outline.ts';
import type { CameraTrouble } from './camera.ts';
import './webcam.css';

/** What the window shows. `trouble` where there is no picture. */
export type WebcamState = 'asking' | 'ready' | 'counting' | 'recording' | 'trouble';

/** Seconds to walk into the picture. */
const WAITS = [3, 5, 10] as const;
/** What makes a good take, each with its sign: a frame, a camera on its stand, a sun, one person. */
const ADVICE = {
  whole: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M12 8v8',
  distance: 'M3 6.5h11v8H3zM14 9.5l6-2.5v7l-6-2.5M8.5 14.5v2M5 21l3.5-4.5 3.5 4.5',
  light:
    'M12 8a4 4 0 1 0 .01 0M12 2.5v2m0 15v2M2.5 12h2m15 0h2M5.3 5.3l1.4 1.4m10.6 10.6 1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  alone: 'M12 4a3.5 3.5 0 1 0 .01 0M5 20.5c.6-4 3.4-6 7-6s6.4 2 7 6',
} as const;

/** The elements of the window, and how they look in each state. What they do is the controller's. */
export class WebcamView {
  readonly video: HTMLVideoElement = element('video', 'webcam__video');
  readonly action: HTMLButtonElement = button('button button--main webcam__action');
  readonly again: HTMLButtonElement = button('button');
  readonly cameras: HTMLSelectElement = element('select');
  readonly wait: HTMLSelectElement = element('select');
  readonly beeps: HTMLInputElement = element('input');
  readonly parts: readonly Node[];
  readonly #body = element('div', 'webcam');
  readonly #picture = element('div', 'webcam__picture');
  readonly #number = element('p', 'webcam__number');
  readonly #clock = element('span', 'webcam__clock');
  readonly #troubleTitle = element('p', 'webcam__trouble-title');
  readonly #troubleHint = element('p');
  readonly #camera: HTMLElement;
  readonly #settings: HTMLFieldSetElement;

  constructor() {
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.autoplay = true;
    say(this.video, () => t('webcam.preview'), 'aria-label');
    this.video.addEventListener('resize', () => this.#fitPicture());
    this.#number.setAttribute('aria-hidden', 'true'); // It is announced by itself.
    this.beeps.type = 'checkbox';
    this.wait.append(...WAITS.map((seconds) => new Option('', String(seconds))));
    for (const option of this.wait.options) {
      say(option, () =>
        t('webcam.seconds', { count: Number(option.value), seconds: decimal(Number(option.value), 0) }),
      );
    }
    this.#camera = labelled('webcam.camera', this.cameras);
    this.#settings = element('fieldset', 'webcam__settings', this.#camera, labelled('webcam.wait', this.wait));
    this.#settings.append(this.#beepSwitch());
    this.#picture.append(this.video, bodyOutline(), this.#number, this.#sign(), this.#trouble());
    this.#camera.hidden = true; // Until there is a choice.
    this.#body.append(this.#picture, element('div', 'webcam__side', this.#advice(), this.#settings, this.action));
    this.parts = [this.#body];
  }

  show(state: WebcamState): void {
    this.#picture.dataset['state'] = state;
    this.#settings.disabled = state === 'counting' || state === 'recording';
    this.action.disabled = state === 'asking' || state === 'trouble';
    const key = state === 'counting' ? 'cancel' : state === 'recording' ? 'stop' : 'start';
    say(this.action, () => t(`webcam.${key}`));
  }

  showTrouble(trouble: CameraTrouble): void {
    say(this.#troubleTitle, () => t(`webcam.trouble.${trouble}.what`));
    say(this.#troubleHint, () => t(`webcam.trouble.${trouble}.hint`));
    this.again.hidden = trouble === 'unsupported';
    this.show('trouble');
  }

  showNumber(left: number): void {
    this.#number.textContent = decimal(left, 0);
  }

  showTime(seconds: number, most: number): void {
    this.#clock.textContent = `${clock(seconds)} / ${clock(most)}`;
  }

  offerCameras(cameras: readonly MediaDeviceInfo[], current: string | undefined): void {
    this.#camera.hidden = cameras.length < 2;
    this.cameras.replaceChildren(
      ...cameras.map(
        ({ label, deviceId }, i) => new Option(label || t('webcam.cameraNumber', { number: i + 1 }), deviceId),
      ),
    );
    if (current !== undefined) this.cameras.value = current;
  }

  /** A phone held upright has an upright picture. */
  #fitPicture(): void {
    const { videoWidth, videoHeight } = this.video;
    if (videoHeight > 0) this.#body.style.setProperty('--picture', String(videoWidth / videoHeight));
  }

  #sign(): HTMLElement {
    const words = element('span');
    say(words, () => t('webcam.recording'));
    return element('p', 'webcam__sign', element('span', 'webcam__lamp'), words, this.#clock);
  }

  #trouble(): HTMLElement {
    say(this.again, () => t('webcam.again'));
    return element('div', 'webcam__trouble', this.#troubleTitle, this.#troubleHint, this.again);
  }

  #beepSwitch(): HTMLElement {
    const words = element('span');
    say(words, () => t('webcam.beeps'));
    return element('label', 'switch', this.beeps, words);
  }

  #advice(): HTMLElement {
    const items = (Object.keys(ADVICE) as (keyof typeof ADVICE)[]).map((key) => {
      const words = element('span');
      say(words, () => t(`webcam.advice.${key}`));
      return element('li', '', sign(ADVICE[key]), words);
    });
    return element('ul', 'webcam__advice', ...items);
  }
}

function labelled(key: 'webcam.camera' | 'webcam.wait', control: HTMLElement): HTMLElement {
  const words = element('span', 'webcam__label');
  say(words, () => t(key));
  return element('label', 'webcam__setting', words, control);
}

function button(className: string): HTMLButtonElement {
  const made = element('button', className);
  made.type = 'button';
  return made;
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
