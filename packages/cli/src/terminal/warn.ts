import type { Io } from '../io.ts';
import { plainText } from './plain-text.ts';

/** Tells a person what went otherwise than they may think. The command has done its work: an error comes alone. */
export function warn(warnings: readonly string[], { stderr }: Io): void {
  for (const warning of new Set(warnings)) stderr.write(`warning: ${plainText(warning)}\n`);
}
