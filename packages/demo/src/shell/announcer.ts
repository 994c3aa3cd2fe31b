/** Screen readers look at a region a few times a second: what stays for less is not heard. Milliseconds. */
const STAYS_MS = 250;

/** Says one sentence after the other in a region that is listened to. */
export function announcer(live: HTMLElement): (sentence: string) => void {
  const waiting: string[] = [];
  const sayNext = (): void => {
    const [sentence] = waiting;
    if (sentence === undefined) return;
    live.textContent = sentence;
    setTimeout(() => {
      waiting.shift();
      sayNext();
    }, STAYS_MS);
  };
  return (sentence) => {
    if (sentence === waiting.at(-1)) return;
    waiting.push(sentence);
    if (waiting.length === 1) sayNext();
  };
}
