import { element } from '../dialog/element.ts';
import { say, t } from '../i18n/i18n.ts';
import { decimal } from '../i18n/format.ts';
import { bodyOutline } from './body-outline.ts';
import type { CameraTrouble } from './camera.ts';
import './webcam.css';

/** What the window shows. `trouble` where there is no picture. */
export type WebcamState = 'asking' | 'ready' | 'counting' | 'recording' | 'trouble';

/** Seconds to walk into the picture. */
const WAITS = [3, 5, 10] as const;
const ADVICE = ['whole', 'distance', 'light', 'alone'] as const;

/** The elements of the window, and how they look in each state. What they do is the controller's. */
export class WebcamView {
  readonly video: HTMLVideoElement = element('video', 'webcam__video');
  readonly action: HTMLButtonElement = button('button button--main webcam__action');
  readonly again: HTMLButtonElement = button('button');
  readonly cameras: HTMLSelectElement = element('select');
  readonly wait: HTMLSelectElement = element('select');
  readonly beeps: HTMLInputElement = element('input');
  readonly parts: readonly Node[];
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
    this.parts = [this.#picture, this.#advice(), this.#settings, element('div', 'webcam__foot', this.action)];
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
    if (videoHeight > 0) this.#picture.style.setProperty('--picture', String(videoWidth / videoHeight));
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
    const items = ADVICE.map((key) => {
      const item = element('li');
      say(item, () => t(`webcam.advice.${key}`));
      return item;
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
