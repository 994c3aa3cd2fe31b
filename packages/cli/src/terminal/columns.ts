/** Rows as lines, indented by two, each column as wide as its widest cell. The last one ends where it ends. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  }
  return rows.map((row) => {
    const cells = row.map((cell, column) => cell + ' '.repeat(widths[column]! - cell.length));
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
