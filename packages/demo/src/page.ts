/** The elements that the page has from its first byte on; scripts fill them and never make them. */
export const page = {
  start: find('start', HTMLDivElement),
  startText: find('start-text', HTMLParagraphElement),
  privacyText: find('privacy-text', HTMLSpanElement),
  where: find('where', HTMLFieldSetElement),
  takeSample: find('take-sample', HTMLButtonElement),
  pickVideo: find('pick-video', HTMLInputElement),
  again: find('again', HTMLDivElement),
  takeSampleAgain: find('take-sample-again', HTMLButtonElement),
  film: find('film', HTMLDivElement),
  video: find('video', HTMLVideoElement),
  filmNone: find('film-none', HTMLParagraphElement),
  progress: find('progress', HTMLDivElement),
  progressStage: find('progress-stage', HTMLSpanElement),
  progressLeft: find('progress-left', HTMLSpanElement),
  progressBar: find('progress-bar', HTMLDivElement),
  progressFill: find('progress-fill', HTMLSpanElement),
  progressFrames: find('progress-frames', HTMLSpanElement),
  cancel: find('cancel', HTMLButtonElement),
  stage: find('stage', HTMLCanvasElement),
  stageWait: find('stage-wait', HTMLParagraphElement),
  avatars: find('avatars', HTMLDivElement),
  pickAvatar: find('pick-avatar', HTMLInputElement),
  play: find('play', HTMLButtonElement),
  scrub: find('scrub', HTMLInputElement),
  time: find('time', HTMLOutputElement),
  rate: find('rate', HTMLSelectElement),
  ghost: find('ghost', HTMLInputElement),
  kept: find('kept', HTMLParagraphElement),
  pickClip: find('pick-clip', HTMLInputElement),
  library: find('library', HTMLUListElement),
  libraryEmpty: find('library-empty', HTMLParagraphElement),
  notices: find('notices', HTMLDivElement),
  live: find('live', HTMLParagraphElement),
  drop: find('drop', HTMLDivElement),
};

function find<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new TypeError(`index.html has no ${type.name} "#${id}"`);
  return element;
}
