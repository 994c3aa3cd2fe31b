import type { CaptureCheck, Trouble } from '@kinora/capture/node';
import type { DiskFacts } from './disk.ts';
import type { PackageFacts } from './packages.ts';

/** What `kinora doctor --json` prints. */
export interface Diagnosis {
  readonly node: string;
  readonly platform: string;
  readonly packages: readonly PackageFacts[];
  readonly decoder: Pick<CaptureCheck['decoder'], 'name' | 'version'>;
  readonly models: readonly Pick<CaptureCheck['models'][number], 'name' | 'state'>[];
  readonly disk: DiskFacts;
  /** Empty where all is well. */
  readonly problems: readonly Trouble[];
}

export interface Facts {
  /** Of Node, as `20.19.0`. */
  readonly node: string;
  readonly platform: string;
  readonly packages: readonly PackageFacts[];
  readonly capture: CaptureCheck;
  readonly disk: DiskFacts;
}

const OLDEST_NODE = [20, 19] as const;
/** A video of a minute, its frames and its results. */
const LEAST_BYTES = 500e6;

/** Tells from the facts what is wrong, each with its fix. */
export function diagnose({ node, platform, packages, capture, disk }: Facts): Diagnosis {
  const { name, version } = capture.decoder;
  return {
    node,
    platform,
    packages,
    decoder: { name, ...(version !== undefined && { version }) },
    models: capture.models.map(({ name, state }) => ({ name, state })),
    disk,
    problems: [
      ...nodeProblems(node),
      ...packageProblems(packages),
      ...(capture.decoder.trouble ? [capture.decoder.trouble] : []),
      ...capture.models.flatMap(({ trouble }) => (trouble ? [trouble] : [])),
      ...diskProblems(disk),
    ],
  };
}

function nodeProblems(version: string): readonly Trouble[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return [];
  const fix = 'Get a newer one from https://nodejs.org.';
  return [{ what: `Node ${version} is older than ${OLDEST_NODE.join('.')}`, fix }];
}

/** They are made for each other in one version. */
function packageProblems(packages: readonly PackageFacts[]): readonly Trouble[] {
  const [own] = packages;
  const others = packages.filter(({ version }) => version !== own?.version);
  return others.map(({ name, version }) => ({
    what: version === undefined ? `${name} is not installed` : `${name} is ${version}, not ${own?.version}`,
    fix: `Install it in the same version: npm install ${name}@${own?.version}`,
  }));
}

function diskProblems({ folder, freeBytes, isWritable }: DiskFacts): readonly Trouble[] {
  if (!isWritable)
    return [{ what: `The folder "${folder}" cannot be written`, fix: 'Name another one by --data, or ask its owner.' }];
  if (freeBytes >= LEAST_BYTES) return [];
  const free = `${Math.round(freeBytes / 1e6)} MB`;
  return [{ what: `Only ${free} are free in "${folder}"`, fix: 'Make room, or name another folder by --data.' }];
}
