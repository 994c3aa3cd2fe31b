const MOST = 3;
/** Share of its letters that a word may differ by and still be a slip of the pen. */
const ALIKE = 0.5;
/** Names of files go on for longer only to keep us busy. */
const LONGEST = 64;

/** The words most like one that was mistyped, best first; none where none is alike. Case does not count. */
export function nearestWords(word: string, among: readonly string[]): string[] {
  const wanted = word.slice(0, LONGEST).toLowerCase();
  return [...new Set(among)]
    .map((other) => ({ other, distance: editDistance(wanted, other.slice(0, LONGEST).toLowerCase()) }))
    .filter(({ other, distance }) => distance <= ALIKE * Math.max(wanted.length, other.length))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ other }) => other);
}

/** Levenshtein's, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
