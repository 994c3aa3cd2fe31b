import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Version of this package, as its package.json says. Sources and builds both lie one folder below it. */
export function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Folder of the built demo; undefined where this package lies alone, as it does when installed. */
export function demoFolder(): string | undefined {
  const folder = fileURLToPath(new URL('../../demo/dist', import.meta.url));
  return existsSync(folder) ? folder : undefined;
}
