/** What a person chose on this page, for their next visits. */
export type Choice = 'language' | 'theme' | 'where' | 'skeleton' | 'quality' | 'hands' | 'face' | 'signs';

/** @returns undefined where nothing was chosen, or where the browser keeps nothing. */
export function recall(choice: Choice): string | undefined {
  try {
    return localStorage.getItem(`kinora.${choice}`) ?? undefined;
  } catch {
    return undefined; // Storage is blocked: every visit is the first.
  }
}

export function remember(choice: Choice, value: string): void {
  try {
    localStorage.setItem(`kinora.${choice}`, value);
  } catch {
    // Storage is blocked or full: it holds for this visit.
  }
}
