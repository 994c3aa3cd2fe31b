import { openDialog } from '../dialog/dialog.ts';
import type { Dialog } from '../dialog/dialog.ts';
import { t } from '../i18n/i18n.ts';
import { beep } from './beep.ts';
import { closeCamera, isMirror, listCameras, openCamera } from './camera.ts';
import type { CameraTrouble } from './camera.ts';
import { countDown } from './count-down.ts';
import { Recording } from './recording.ts';
import type { Recorded } from './recording.ts';
import { WebcamView } from './view.ts';
import type { WebcamState } from './view.ts';

/** A capture on this device takes 60 seconds at most, and a recorder ends a little later than it is told. */
const MOST_SECONDS = 59;
/** What is shorter holds no motion worth a capture. */
const LEAST_SECONDS = 1;

/**
 * Opens a window in which a person films themselves. However it ends, the camera is off again.
 *
 * @returns what was filmed; undefined where the window was closed without.
 */
export async function filmYourself(): Promise<Recorded | undefined> {
  return new Promise((resolve) => {
    const webcam = new Webcam(resolve);
    webcam.open();
  });
}

class Webcam {
  readonly #view = new WebcamView();
  readonly #finish: (recorded: Recorded | undefined) => void;
  #dialog: Dialog | undefined;
  #stream: MediaStream | undefined;
  #counting: AbortController | undefined;
  #recording: Recording | undefined;
  #recorded: Recorded | undefined;
  /** Counts what was opened: of two cameras that are switched on at once, the later one is meant. */
  #turn = 0;

  constructor(finish: (recorded: Recorded | undefined) => void) {
    this.#finish = finish;
  }

  open(): void {
    const view = this.#view;
    this.#dialog = openDialog({
      title: () => t('webcam.title'),
      content: view.parts,
      className: 'dialog--webcam',
      onClose: () => this.#close(),
    });
    const { closed } = this.#dialog;
    view.action.addEventListener('click', () => this.#act());
    view.again.addEventListener('click', () => void this.#switchOn());
    view.cameras.addEventListener('change', () => void this.#switchOn(view.cameras.value));
    document.addEventListener('visibilitychange', () => this.#onVisibility(), { signal: closed });
    void this.#switchOn();
  }

  #close(): void {
    this.#switchOff();
    this.#counting?.abort();
    this.#recording?.stop();
    this.#finish(this.#recorded);
  }

  async #switchOn(deviceId?: string): Promise<void> {
    this.#switchOff();
    const turn = ++this.#turn;
    this.#show('asking');
    this.#announce(t('webcam.asking'));
    const opened = await openCamera(deviceId);
    const isWanted = turn === this.#turn && this.#dialog?.closed.aborted === false;
    if (typeof opened === 'string') return isWanted ? this.#tellTrouble(opened) : undefined;
    if (!isWanted) return closeCamera(opened);
    this.#stream = opened;
    opened.getVideoTracks()[0]?.addEventListener('ended', () => this.#onLost(opened));
    this.#view.video.srcObject = opened;
    this.#view.video.dataset['mirror'] = String(isMirror(opened));
    this.#view.offerCameras(await listCameras(), opened.getVideoTracks()[0]?.getSettings().deviceId);
    if (turn !== this.#turn) return;
    this.#show('ready');
    this.#goTo(this.#view.action);
    this.#announce(t('webcam.ready'));
  }

  #show(state: WebcamState): void {
    this.#view.show(state);
    this.#dialog?.keepFocus(this.#view.action);
  }

  /** To what is next. Whoever goes through their cameras stays at them. */
  #goTo(next: HTMLElement): void {
    if (document.activeElement !== this.#view.cameras) next.focus();
  }

  #switchOff(): void {
    this.#turn++;
    if (this.#stream) closeCamera(this.#stream);
    this.#stream = undefined;
    this.#view.video.srcObject = null;
  }

  /** The one button starts, then takes back the count-down or ends the recording. */
  #act(): void {
    if (this.#counting) this.#counting.abort();
    else if (this.#recording) this.#recording.stop();
    else void this.#countAndRecord();
  }

  async #countAndRecord(): Promise<void> {
    const counting = (this.#counting = new AbortController());
    this.#show('counting');
    try {
      await countDown(Number(this.#view.wait.value), (left) => this.#tick(left), counting.signal);
    } catch {
      if (!this.#stream) return;
      this.#show('ready'); // It was taken back.
      this.#announce(t('webcam.ready'));
      return;
    } finally {
      this.#counting = undefined;
    }
    if (this.#stream) await this.#record(this.#stream);
  }

  #tick(left: number): void {
    this.#view.showNumber(left);
    this.#announce(String(left));
    if (this.#view.beeps.checked) beep();
  }

  async #record(stream: MediaStream): Promise<void> {
    const recording = startRecording(stream);
    if (typeof recording === 'string') return this.#tellTrouble(recording);
    this.#recording = recording;
    if (this.#view.beeps.checked) beep(true);
    this.#show('recording');
    this.#announce(t('webcam.recording'));
    const clock = setInterval(() => {
      this.#view.showTime(recording.seconds, MOST_SECONDS);
      if (recording.seconds >= MOST_SECONDS) recording.stop('full');
    }, 200);
    this.#view.showTime(0, MOST_SECONDS);
    const recorded = await recording.done;
    clearInterval(clock);
    this.#recording = undefined;
    this.#keep(recorded);
  }

  #keep(recorded: Recorded): void {
    if (this.#dialog?.closed.aborted !== false) return; // Closed in the middle: it is not wanted.
    if (recorded.seconds >= LEAST_SECONDS) {
      this.#recorded = recorded;
      this.#dialog.close();
    } else if (recorded.end === 'lost') this.#tellTrouble('lost');
    else {
      this.#show('ready');
      this.#announce(t('webcam.tooShort'));
      if (document.hidden) this.#switchOff();
    }
  }

  #onLost(stream: MediaStream): void {
    if (stream !== this.#stream) return;
    this.#counting?.abort();
    if (!this.#recording) this.#tellTrouble('lost');
  }

  /** Nobody is filmed by a page that they do not see. */
  #onVisibility(): void {
    if (document.hidden) {
      this.#counting?.abort();
      if (this.#recording) this.#recording.stop('hidden');
      else this.#switchOff();
    } else if (!this.#stream) void this.#switchOn();
  }

  #tellTrouble(trouble: CameraTrouble): void {
    this.#switchOff();
    this.#view.showTrouble(trouble);
    this.#goTo(this.#view.again);
    this.#dialog?.keepFocus();
    this.#announce(`${t(`webcam.trouble.${trouble}.what`)} ${t(`webcam.trouble.${trouble}.hint`)}`);
  }

  #announce(sentence: string): void {
    this.#dialog?.announce(sentence);
  }
}

/** A browser that shows a camera may still record no video, and a camera may go away at the last moment. */
function startRecording(stream: MediaStream): Recording | CameraTrouble {
  try {
    return new Recording(stream);
  } catch {
    return stream.active ? 'unsupported' : 'lost';
  }
}
