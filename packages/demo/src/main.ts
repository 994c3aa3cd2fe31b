import { clipDuration, createKinora } from '@kinora/core';
import type { Clip, Kinora, ProcessRecord, StorageState } from '@kinora/core';
import { local } from '@kinora/capture';
import sampleUrl from '@kinora/performer/dance.mp4?url';
import { kindOf, onDrop } from './drop.ts';
import { showLibrary } from './library.ts';
import { announce, clearNotices, showError, showInfo } from './notices.ts';
import { page } from './page.ts';
import { hideProgress, showProgress } from './progress.ts';
import { fileName, saveFile } from './save.ts';
import { Theatre } from './theatre.ts';
import { Transport } from './transport.ts';
import { words } from './words.ts';

const kinora: Kinora = await createKinora({ provider: local() });
const theatre = new Theatre();
const transport = new Transport({ onTime: (time) => theatre.follow(time) });
const stillness = matchMedia('(prefers-reduced-motion: reduce)');

let running: AbortController | undefined;
/** The process whose animation is shown, and its film as long as this page remembers it. */
let current: string | undefined;
const films = new Map<string, string>();

wire();
await refreshLibrary();
sayWhatIsKept(kinora.storage);
if (kinora.thread === 'main') showInfo(words.onThePage(kinora.fallbackReason ?? ''));
await theatre.open();

/** Captures a video and plays it. One at a time: a second one is refused, not queued behind the person's back. */
async function capture(video: Blob, name: string): Promise<void> {
  if (running) return showInfo(words.busy);
  clearNotices();
  const controller = (running = new AbortController());
  const filmUrl = showFilm(video);
  theatre.rest(true);
  transport.pause();
  try {
    const process = kinora.creation.fromVideo(video, { name, signal: controller.signal, onProgress: showProgress });
    const clip = await process.clip();
    films.set(process.id, filmUrl);
    present(clip, process.id);
    for (const gap of clip.report?.gaps ?? []) showInfo(words.notSeen(`${gap.from.toFixed(1)}–${gap.to.toFixed(1)} s`));
    announce(words.captured(name));
  } catch (error) {
    URL.revokeObjectURL(filmUrl);
    hideFilm();
    if (controller.signal.aborted) announce(words.cancelled);
    showError(error);
  } finally {
    running = undefined;
    hideProgress();
    theatre.rest(false);
    await refreshLibrary();
  }
}

/** Puts a motion on the avatar, beside its film where there is one. */
function present(clip: Clip, id: string): void {
  current = id;
  const film = films.get(id);
  if (film && page.video.src !== film) page.video.src = film;
  page.start.hidden = true;
  page.film.hidden = false;
  page.video.hidden = film === undefined;
  page.filmNone.hidden = film !== undefined;
  theatre.show(clip);
  transport.load(clipDuration(clip), film !== undefined);
  if (!stillness.matches) transport.play();
}

async function open(record: ProcessRecord): Promise<void> {
  if (running) return showInfo(words.busy);
  try {
    present(await kinora.processes.get(record.id).clip(), record.id);
    await refreshLibrary();
  } catch (error) {
    showError(error);
  }
}

async function save(record: ProcessRecord, format: 'glb' | 'bvh'): Promise<void> {
  try {
    const clip = await kinora.processes.get(record.id).clip();
    if (format === 'bvh') return saveFile(await kinora.export.bvh(clip), fileName(record.name, 'bvh'), 'text/plain');
    const avatar = theatre.avatar;
    if (!avatar) return showInfo(words.noStage);
    saveFile(await kinora.export.glb(avatar.bytes, clip), fileName(record.name, 'glb'), 'model/gltf-binary');
  } catch (error) {
    showError(error);
  }
}

async function remove(record: ProcessRecord): Promise<void> {
  const film = films.get(record.id);
  if (film) URL.revokeObjectURL(film);
  films.delete(record.id);
  await kinora.processes.delete(record.id).catch(showError);
  await refreshLibrary();
}

/** Takes what a person drops: a film to capture, an avatar to bring, an animation to play. */
async function take(file: File): Promise<void> {
  const kind = kindOf(file);
  if (kind === 'video') return capture(file, plainName(file.name));
  if (kind === 'unknown') return showInfo(words.unknownFile(file.name));
  if (kind === 'glb' && (await theatre.bring(file))) return;
  if (kind === 'clip') await playFile(file);
}

async function playFile(file: File): Promise<void> {
  try {
    const [clip] = await kinora.animations.load(file, file.name);
    if (clip) present(clip, file.name);
  } catch (error) {
    showError(error);
  }
}

async function takeSample(): Promise<void> {
  try {
    const response = await fetch(sampleUrl);
    await capture(await response.blob(), 'Sample dance');
  } catch (error) {
    showError(error);
  }
}

function showFilm(video: Blob): string {
  const url = URL.createObjectURL(video);
  page.video.src = url;
  page.video.hidden = false;
  page.filmNone.hidden = true;
  page.start.hidden = true;
  page.film.hidden = false;
  return url;
}

function hideFilm(): void {
  page.video.removeAttribute('src');
  page.video.load();
  page.film.hidden = true;
  page.start.hidden = false;
}

async function refreshLibrary(): Promise<void> {
  const records = await kinora.processes.list();
  showLibrary(records, current, {
    open: (record) => void open(record),
    saveGlb: (record) => void save(record, 'glb'),
    saveBvh: (record) => void save(record, 'bvh'),
    remove: (record) => void remove(record),
  });
}

function sayWhatIsKept({ kind, reason }: StorageState): void {
  page.kept.textContent = kind === 'indexeddb' ? words.kept : words.notKept(reason ?? '');
}

function wire(): void {
  kinora.onStorage(sayWhatIsKept);
  page.takeSample.addEventListener('click', () => void takeSample());
  page.cancel.addEventListener('click', () => running?.abort());
  page.ghost.addEventListener('change', () => theatre.showGhost(page.ghost.checked));
  for (const input of [page.pickVideo, page.pickAvatar]) {
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      input.value = '';
      if (file) void take(file);
    });
  }
  onDrop((files) => {
    const [file] = files;
    if (file) void take(file);
  });
}

function plainName(name: string): string {
  return name.replace(/\.[^.]+$/, '');
}
