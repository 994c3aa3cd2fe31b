import { readFileSync } from 'node:fs';

/** Version of this package, as its package.json says. Sources and builds both lie one folder below it. */
export function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
