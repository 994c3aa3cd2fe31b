import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { version } from '../own-files.ts';

export interface PackageFacts {
  readonly name: string;
  /** Absent where it is not installed. */
  readonly version?: string;
}

const COMPANIONS = ['@kinora/core', '@kinora/capture', '@kinora/service'] as const;

/** The packages of Kinora that this program works with, itself first. */
export function examinePackages(): readonly PackageFacts[] {
  return [{ name: '@kinora/cli', version: version() }, ...COMPANIONS.map(examinePackage)];
}

/** A package that exports no package.json is looked for as Node would look for it. */
function examinePackage(name: string): PackageFacts {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const file = paths.map((path) => join(path, name, 'package.json')).find((path) => existsSync(path));
  if (file === undefined) return { name };
  return { name, version: (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version };
}
