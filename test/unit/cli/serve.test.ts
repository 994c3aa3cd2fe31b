import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { houseOptionsOf } from '@kinora/service';
import { describe, expect, test } from 'vitest';
import { main } from '../../../packages/cli/src/main.ts';
import { temporaryFolder } from '../../support/cli.ts';
import type { Outcome } from '../../support/cli.ts';

const SECRET = 'a-secret-that-nobody-may-see';
const account = {
  KINORA_ACCOUNT_HOST: 'https://account.example',
  KINORA_CLIENT_ID: 'the-client-id',
  KINORA_CLIENT_SECRET: SECRET,
};

/** Starts the server, and ends it as soon as it listens. */
async function serve(
  words: readonly string[],
  env: Record<string, string> = {},
  cwd = temporaryFolder(),
): Promise<Outcome> {
  const text = { stdout: '', stderr: '' };
  const stop = new AbortController();
  const code = await main(['serve', '--port', '0', '--data', 'data', ...words], {
    cwd,
    env,
    stdout: {
      write: (part: string) => {
        text.stdout += part;
        stop.abort();
      },
    },
    stderr: { write: (part: string) => (text.stderr += part) },
    interruption: () => stop.signal,
  });
  expect(text.stdout + text.stderr).not.toContain(SECRET);
  return { code, ...text };
}

function credentialsFile(content: unknown, mode = 0o600): string {
  const path = join(temporaryFolder(), 'account.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(path, mode);
  return path;
}

describe('kinora serve --gateway', () => {
  test('stands before the account of the environment', async () => {
    const { code, stdout } = await serve(['--gateway'], account);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Kinora listens to http:\/\/127\.0\.0\.1:\d+\n$/)]);
  });

  test('takes the account from a file that is its owner’s alone', async () => {
    const content = { host: 'https://account.example', clientId: 'id', clientSecret: SECRET };
    expect((await serve(['--gateway', '--credentials', credentialsFile(content)])).code).toBe(0);
    expect((await serve(['--gateway'], { KINORA_CREDENTIALS_FILE: credentialsFile(content) })).code).toBe(0);
    const open = await serve(['--gateway', '--credentials', credentialsFile(content, 0o644)]);
    expect(open).toMatchObject({ code: 7, stderr: expect.stringContaining('chmod 600') as string });
  });

  test.each([
    [['--client-secret', SECRET], {}, 'cli/usage', 'arguments can be seen'],
    [['--credentials', 'missing.json'], {}, 'cli/unreadable-file', 'missing.json'],
    [['--anonymous', '--host', '0.0.0.0'], {}, 'cli/usage', 'this machine alone'],
    [[], { KINORA_ACCOUNT_HOST: '' }, 'service/config', 'KINORA_ACCOUNT_HOST'],
    [[], { KINORA_CLIENT_SECRET: '' }, 'service/config', 'KINORA_CLIENT_SECRET'],
    [[], { KINORA_ACCOUNT_HOST: 'account.example' }, 'service/config', 'no https URL'],
    [[], { KINORA_ACCOUNT_HOST: 'http://account.example' }, 'service/config', 'no https URL'],
    [[], { KINORA_API_VERSION: '3' }, 'service/config', '1.5.8, 2.0.0 or auto'],
    [[], { KINORA_TOKEN_KEYS: 'short' }, 'service/token-key', 'openssl rand -hex 32'],
    [[], { KINORA_ORIGINS: '*' }, 'service/config', 'KINORA_ORIGINS'],
    [[], { KINORA_ORIGINS: 'https://game.example/play' }, 'service/config', 'KINORA_ORIGINS'],
    [[], { KINORA_ORIGINS: 'null' }, 'service/config', 'KINORA_ORIGINS'],
    [[], { KINORA_PUBLIC_URL: 'game.example' }, 'service/config', 'KINORA_PUBLIC_URL'],
    [[], { KINORA_JOBS_PER_DAY: 'many' }, 'service/config', 'KINORA_JOBS_PER_DAY'],
    [[], { KINORA_LINK_HOSTS: 'https://files.example' }, 'service/config', 'KINORA_LINK_HOSTS'],
    [[], { KINORA_MODEL_HOSTS: '*' }, 'service/config', 'KINORA_MODEL_HOSTS'],
    [[], { KINORA_PARAMS: 'a b' }, 'service/config', 'KINORA_PARAMS'],
    [[], { KINORA_SHOW_BALANCE: 'yes' }, 'service/config', 'KINORA_SHOW_BALANCE'],
  ])('says at its start what is wrong with %j %j', async (words, env, code, part) => {
    const outcome = await serve(['--gateway', ...words], { ...account, ...env });
    expect(outcome.stderr).toMatch(new RegExp(`^${code}: `));
    expect(outcome.stderr).toContain(part);
    expect(outcome.stdout).toBe('');
  });

  test.each(['no json', '[]', '"text"'])('cannot read credentials that are %s', async (content) => {
    const { stderr } = await serve(['--gateway', '--credentials', credentialsFile(content)]);
    expect(stderr).toMatch(/^service\/config: The file of credentials is no JSON object/);
  });

  test('takes all that may be set', async () => {
    const env = {
      ...account,
      KINORA_API_VERSION: '2.0.0',
      KINORA_TOKEN_KEYS: `${'n'.repeat(32)},${'o'.repeat(32)}`,
      KINORA_ORIGINS: 'https://game.example, https://game.example:8443',
      KINORA_PUBLIC_URL: 'https://api.game.example/',
      KINORA_JOBS_PER_DAY: '5',
      KINORA_SECONDS_PER_DAY: 'none',
      KINORA_REQUESTS_PER_MINUTE: '60',
      KINORA_MAX_SECONDS: '30',
      KINORA_MAX_UPLOAD_BYTES: '1000000',
      KINORA_PARAMS: '+render.sbs,+render.CamMode',
      KINORA_FORMATS: 'glb',
      KINORA_LINK_HOSTS: 'storage.googleapis.com,*.files.example',
      KINORA_MODEL_HOSTS: 'models.example',
      KINORA_SHOW_BALANCE: '1',
    };
    expect(await serve(['--gateway'], env)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('kinora serve', () => {
  test('has an account of its own by the same variables', async () => {
    expect((await serve([], { KINORA_CLIENT_ID: 'id', KINORA_CLIENT_SECRET: SECRET })).code).toBe(0);
    expect((await serve(['--host', '0.0.0.0'])).stderr).toMatch(/^service\/unsafe-bind: /);
  });

  test('keeps and spends as its variables say', async () => {
    const env = {
      KINORA_CREDITS: '12.5',
      KINORA_RETENTION_DAYS: '7',
      KINORA_SESSION_MINUTES: '30',
      KINORA_OUTSIDE_HOSTS: 'hooks.game.example,*.models.example',
      KINORA_TRUSTED_ORIGINS: 'http://127.0.0.1:3000',
    };
    expect(await serve([], env)).toMatchObject({ code: 0, stderr: '' });
    expect(houseOptionsOf(env)).toEqual({
      credits: 12.5,
      retentionDays: 7,
      sessionLifeMs: 1_800_000,
      outsideHosts: ['hooks.game.example', '*.models.example'],
      trustedOrigins: ['http://127.0.0.1:3000'],
    });
  });

  test.each([
    { KINORA_CREDITS: '-1' },
    { KINORA_RETENTION_DAYS: 'a week' },
    { KINORA_SESSION_MINUTES: '1e3' },
    { KINORA_OUTSIDE_HOSTS: 'https://hooks.game.example' },
    { KINORA_TRUSTED_ORIGINS: '127.0.0.1' },
  ])('says at its start what is wrong with %j', async (env) => {
    const { stderr, stdout } = await serve([], env);
    expect(stderr).toMatch(new RegExp(`^service/config: ${Object.keys(env).join('')} `));
    expect(stdout).toBe('');
  });

  test('takes --credentials with --gateway alone', async () => {
    expect((await serve(['--credentials', 'account.json'])).stderr).toMatch(/^cli\/usage: /);
  });
});
