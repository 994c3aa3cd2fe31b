import type { Clip, Kinora, ProcessRecord } from '@kinora/core';
import { clipDuration } from '@kinora/core';
import { openDialog } from '../dialog/dialog.ts';
import { element } from '../dialog/element.ts';
import { decimal, size } from '../i18n/format.ts';
import { say, t } from '../i18n/i18n.ts';
import { fileName, saveFile } from '../library/save.ts';
import './share.css';

const TYPE = 'model/gltf-binary';

/**
 * Hands one file to another player: by the system's own sheet where that takes such files, else as a download. A window
 * then tells what is in it and what to do with it.
 */
export async function share(kinora: Kinora, { id, name }: ProcessRecord): Promise<void> {
  const clip = await kinora.processes.get(id).clip();
  const bytes = await kinora.export.clip(clip);
  const file = new File([bytes], fileName(name, 'glb'), { type: TYPE });
  const hand = (): void => saveFile(bytes, file.name, TYPE);
  if (!(await shareBySystem(file))) hand();
  explain(clip, file, hand);
}

/** @returns false where the system takes no such file. */
async function shareBySystem(file: File): Promise<boolean> {
  const { canShare } = navigator as { canShare?: Navigator['canShare'] };
  if (!canShare?.call(navigator, { files: [file] })) return false;
  try {
    await navigator.share({ files: [file], text: howTo() });
    return true;
  } catch (error) {
    // Whoever closes the sheet has seen it. One that was refused is as good as none.
    return error instanceof DOMException && error.name === 'AbortError';
  }
}

function explain(clip: Clip, file: File, hand: () => void): void {
  const again = button('button', () => t('share.again'), hand);
  const copy = button(
    'button button--main',
    () => t('share.copy'),
    () => void copyHowTo(),
  );
  const text = element('p', 'share__how');
  say(text, howTo);
  const dialog = openDialog({
    title: () => t('share.title', { name: clip.name }),
    content: [holdings(clip, file), text, element('div', 'dialog__foot', again, copy)],
    className: 'dialog--share',
  });
  dialog.announce(t('share.done', { file: file.name }));

  async function copyHowTo(): Promise<void> {
    try {
      await navigator.clipboard.writeText(howTo());
      say(copy, () => t('share.copied'));
      dialog.announce(t('share.copied'));
    } catch {
      getSelection()?.selectAllChildren(text); // Refused: the person copies what is marked.
    }
  }
}

/** What is in the file, and what is not. */
function holdings(clip: Clip, file: File): HTMLElement {
  const rows = [
    ['share.file', (): string => t('share.fileSize', { file: file.name, size: size(file.size) })],
    ['share.motion', (): string => t('share.seconds', { seconds: decimal(clipDuration(clip), 1) })],
    ['share.skeleton', (): string => t('share.joints', { count: clip.rig.names.length })],
    ['share.report', (): string => t(clip.report ? 'share.hasReport' : 'share.noReport')],
    ['share.video', (): string => t('share.noVideo')],
  ] as const;
  const list = element('dl', 'share__facts');
  for (const [key, value] of rows) {
    const term = element('dt');
    const description = element('dd');
    say(term, () => t(key));
    say(description, value);
    list.append(element('div', 'share__fact', term, description));
  }
  return list;
}

function howTo(): string {
  return t('share.how', { address: location.origin + location.pathname });
}

function button(className: string, text: () => string, onClick: () => void): HTMLButtonElement {
  const made = element('button', className);
  made.type = 'button';
  say(made, text);
  made.addEventListener('click', onClick);
  return made;
}
