import { KinoraError } from '@kinora/core/protocol';

/** The variables of a process. What is not set, or is none of ours, is undefined. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Names of hosts, `*.` before those whose subdomains count too. */
export function hostsIn(env: Environment, variable: string): readonly string[] | undefined {
  const hosts = listIn(env, variable);
  if (hosts?.every((host) => /^(\*\.)?[a-z\d-]+(\.[a-z\d-]+)+$/i.test(host)) === false) {
    throw badVariable(
      `${variable} has a host that is none`,
      'Give names such as files.example or *.files.example: no https://, no path.',
    );
  }
  return hosts;
}

export function originIn(env: Environment, variable: string): string | undefined {
  const text = env[variable];
  return text === undefined ? undefined : originOf(text, variable);
}

export function originOf(text: string, variable: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  if (origin !== 'null' && text.replace(/\/$/, '') === origin) return origin;
  throw badVariable(
    `${variable} has an origin that is none`,
    'An origin is a scheme, a host and a port: https://game.example.',
  );
}

/** `1` or `0`. */
export function switchIn(env: Environment, variable: string): boolean | undefined {
  const text = env[variable];
  if (text === undefined) return undefined;
  if (text === '1' || text === '0') return text === '1';
  throw badVariable(`${variable} is neither 1 nor 0`, 'Set it to 1 or 0.');
}

/** Words with commas between. */
export function listIn(env: Environment, variable: string): readonly string[] | undefined {
  const text = env[variable];
  return text === undefined
    ? undefined
    : text
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '');
}

/** Not negative; undefined where it is not set. */
export function amountIn(env: Environment, variable: string): number | undefined {
  const text = env[variable];
  if (text === undefined) return undefined;
  if (/^\d{1,12}(\.\d{1,6})?$/.test(text)) return Number(text);
  throw badVariable(`${variable} is no number`, 'Give a number that is not negative, such as 30.');
}

/** Names the variable, and never what is in it. */
export function badVariable(what: string, hint: string): KinoraError {
  return new KinoraError('service/config', what, { hint });
}
