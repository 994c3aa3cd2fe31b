import type { DoctorFacts } from '@kinora/core';
import { openDialog } from '../dialog/dialog.ts';
import { element } from '../dialog/element.ts';
import { words as english } from '../i18n/en.ts';
import { say, t } from '../i18n/i18n.ts';
import { saveFile } from '../library/save.ts';
import { gatherFacts } from './facts.ts';
import type { Fact } from './facts.ts';
import './doctor.css';

/** Opens a window with the facts that a report of a problem needs: to be read first, then copied or saved. */
export async function openDoctor(examine: () => Promise<DoctorFacts>): Promise<void> {
  const facts = await gatherFacts(examine);
  const report = reportOf(facts);
  const intro = element('p');
  say(intro, () => t('doctor.intro'));
  const copy = button(
    'button button--main',
    () => t('doctor.copy'),
    () => void copyReport(),
  );
  const save = button(
    'button',
    () => t('doctor.save'),
    () => {
      saveFile(new TextEncoder().encode(report), 'kinora-report.txt', 'text/plain');
    },
  );
  const list = listOf(facts);
  const dialog = openDialog({
    title: () => t('doctor.title'),
    content: [intro, list, element('div', 'dialog__foot', save, copy)],
    className: 'dialog--doctor',
  });

  async function copyReport(): Promise<void> {
    try {
      await navigator.clipboard.writeText(report);
      say(copy, () => t('doctor.copied'));
      dialog.announce(t('doctor.copied'));
    } catch {
      getSelection()?.selectAllChildren(list); // Refused: the person copies what is marked.
    }
  }
}

/** In English, whatever the page speaks: it is for those who mend. */
function reportOf(facts: readonly Fact[]): string {
  const lines = facts.map(([name, value]) => `- ${english.doctor.facts[name]}: ${value}`);
  return ['What I did:', '', 'What happened:', '', 'What I expected:', '', 'Kinora', ...lines, ''].join('\n');
}

function listOf(facts: readonly Fact[]): HTMLElement {
  const list = element('dl');
  for (const [name, value] of facts) {
    const term = element('dt');
    say(term, () => t(`doctor.facts.${name}`));
    list.append(element('div', 'doctor__fact', term, element('dd', '', value)));
  }
  const box = element('div', 'doctor__facts', list);
  // A region that scrolls must be reachable by keys, and has a name of its own: else all of it is its name.
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  say(box, () => t('doctor.factsName'), 'aria-label');
  return box;
}

function button(className: string, text: () => string, onClick: () => void): HTMLButtonElement {
  const made = element('button', className);
  made.type = 'button';
  say(made, text);
  made.addEventListener('click', onClick);
  return made;
}
