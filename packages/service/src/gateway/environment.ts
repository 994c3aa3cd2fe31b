import { badVariable, hostsIn, listIn, originIn, originOf, switchIn } from '../environment/variables.ts';
import type { Environment } from '../environment/variables.ts';
import type { GatewayLimits } from './gateway.ts';
import type { GatewayOptions } from './options.ts';
import type { JobRules } from './policy/job-rules.ts';
import { DEFAULT_JOB_RULES } from './policy/job-rules.ts';
import { readTokenKeys } from './token.ts';
import type { AccountOptions } from './upstream/account.ts';

/**
 * How a gateway treats pages and players, out of `KINORA_…` variables. What is not set has its default.
 *
 * @throws `service/config`, `service/token-key`. Messages name the variable, and never what is in it.
 */
export function gatewayOptionsOf(env: Environment): GatewayOptions {
  const keys = env['KINORA_TOKEN_KEYS'];
  const publicOrigin = originIn(env, 'KINORA_PUBLIC_URL');
  const origins = listIn(env, 'KINORA_ORIGINS')?.map((text) => originOf(text, 'KINORA_ORIGINS'));
  const modelHosts = hostsIn(env, 'KINORA_MODEL_HOSTS');
  const showsBalance = switchIn(env, 'KINORA_SHOW_BALANCE');
  return {
    ...(keys !== undefined && { tokenKeys: readTokenKeys(keys) }),
    ...(publicOrigin !== undefined && { publicOrigin }),
    ...(origins && { origins }),
    ...(modelHosts && { modelHosts }),
    ...(showsBalance !== undefined && { showsBalance }),
    limits: limitsIn(env),
    jobRules: rulesIn(env),
  };
}

/**
 * A real account: `KINORA_ACCOUNT_HOST`, `KINORA_CLIENT_ID` and `KINORA_CLIENT_SECRET`, or a file in JSON with `host`,
 * `clientId` and `clientSecret`, whose own values count first.
 *
 * @param file - content of the file, where there is one.
 * @throws `service/config`.
 */
export function accountOf(env: Environment, file?: string): AccountOptions {
  const values = file === undefined ? {} : readFile(file);
  const need = (name: string, variable: string): string => {
    const value = values[name] ?? env[variable];
    if (typeof value === 'string' && value.trim() !== '') return value;
    throw badVariable(
      `The account has no "${name}"`,
      `Set the variable ${variable}, or "${name}" in the file of credentials.`,
    );
  };
  const host = need('host', 'KINORA_ACCOUNT_HOST');
  assertHost(host);
  const version = env['KINORA_API_VERSION'];
  if (version !== undefined && version !== '1.5.8' && version !== '2.0.0' && version !== 'auto') {
    throw badVariable('KINORA_API_VERSION is none that there is', 'It is 1.5.8, 2.0.0 or auto.');
  }
  const linkHosts = hostsIn(env, 'KINORA_LINK_HOSTS');
  return {
    host,
    clientId: need('clientId', 'KINORA_CLIENT_ID'),
    clientSecret: need('clientSecret', 'KINORA_CLIENT_SECRET'),
    ...(version !== undefined && { apiVersion: version }),
    ...(linkHosts && { linkHosts }),
  };
}

function readFile(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below, and without its own message: that quotes the file.
  }
  throw badVariable(
    'The file of credentials is no JSON object',
    'It reads {"host": "https://…", "clientId": "…", "clientSecret": "…"}.',
  );
}

/** Credentials go over that wire: without TLS only within this machine. */
function assertHost(host: string): void {
  const url = URL.canParse(host) ? new URL(host) : undefined;
  const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || isLocal) return;
  throw badVariable(
    'The host of the account is no https URL',
    'Take the base URL that DeepMotion gave, such as https://….',
  );
}

const LIMITS = {
  KINORA_JOBS_PER_DAY: 'jobsPerDay',
  KINORA_SECONDS_PER_DAY: 'secondsPerDay',
  KINORA_REQUESTS_PER_MINUTE: 'requestsPerMinute',
  KINORA_MAX_SECONDS: 'maxSeconds',
  KINORA_MAX_UPLOAD_BYTES: 'maxUploadBytes',
} as const satisfies Record<string, keyof GatewayLimits>;

function limitsIn(env: Environment): Partial<GatewayLimits> {
  const limits: Partial<Record<keyof GatewayLimits, number>> = {};
  for (const [variable, name] of Object.entries(LIMITS)) {
    const text = env[variable];
    if (text === undefined) continue;
    if (!/^(\d{1,12}|none)$/.test(text))
      throw badVariable(`${variable} is no whole number`, 'Give a number, or "none" for no limit.');
    limits[name] = text === 'none' ? Number.POSITIVE_INFINITY : Number(text);
  }
  return limits;
}

function rulesIn(env: Environment): Partial<JobRules> {
  const params = wordsIn(env, 'KINORA_PARAMS');
  const formats = wordsIn(env, 'KINORA_FORMATS');
  // What is allowed beside is written with a plus: `+render.sbs` keeps the usual ones.
  const allowed = (words: readonly string[], usual: readonly string[]): readonly string[] =>
    words.every((word) => word.startsWith('+')) ? [...usual, ...words.map((word) => word.slice(1))] : words;
  return {
    ...(params && { params: allowed(params, DEFAULT_JOB_RULES.params) }),
    ...(formats && { formats: allowed(formats, DEFAULT_JOB_RULES.formats) }),
  };
}

function wordsIn(env: Environment, variable: string): readonly string[] | undefined {
  const words = listIn(env, variable);
  if (words?.every((word) => /^\+?[\w.]{1,64}$/.test(word)) === false) {
    throw badVariable(`${variable} has a word that is none`, 'It is a list of names with commas between.');
  }
  return words;
}
