import type { Person } from '../fixtures/pathologies/person.ts';
import { PATHOLOGIES, personWith, someOf } from '../fixtures/pathologies/pathologies.ts';
import type { Pathology } from '../fixtures/pathologies/pathologies.ts';
import type { NamingScheme } from '../fixtures/rigs/naming-scheme.ts';
import { NAMING_SCHEMES } from '../fixtures/rigs/naming-schemes.ts';
import { seededRandom } from '../fixtures/rigs/seeded-random.ts';
import { proof } from './proof.ts';
import type { Proof } from './proof.ts';

/** One dance from one synthetic person to another, not yet carried. */
export interface SyntheticPair {
  readonly title: string;
  readonly kind: 'scheme' | 'pathology' | 'random';
  run(): Proof;
}

const DEGREES = 180 / Math.PI;

/** Three that differ in all: words, sides, spine, fingers, helpers. */
const THREE = ['Mixamo', 'Unreal 4 mannequin', 'VRoid'].map((title) => scheme(title));
const PLAIN = personWith(scheme('Unity'), []);
const FOR_TARGETS = PATHOLOGIES.filter(({ sourceOnly }) => !sourceOnly);

/** Every scheme, every pathology of test/fixtures/pathologies on three of them, and random pairs of both. */
export function syntheticMatrix(randomPairs: number): SyntheticPair[] {
  return [
    ...NAMING_SCHEMES.flatMap((scheme) => bothWays('scheme', scheme, [])),
    ...PATHOLOGIES.flatMap((pathology) => THREE.flatMap((scheme) => bothWays('pathology', scheme, [pathology]))),
    ...Array.from({ length: randomPairs }, (_, seed) => randomPair(seed)),
  ];
}

/**
 * What is not as it has to be of synthetic pairs, in words; empty where all is. They are one body
 * under many names: hands and feet reach where they did (row 10, equal proportions).
 */
export function syntheticFaults({ metrics, orientation }: Proof): string[] {
  const { direction, hinge, palm, reach, travel, closure, jitter, jump } = metrics;
  return [
    ...over('direction, mean °', direction && direction.mean * DEGREES, 0.01),
    ...over('direction, max °', direction && direction.max * DEGREES, 0.05),
    ...over('orientation, mean °', orientation.mean, 3),
    ...over(`orientation, p99 ° (${orientation.worst})`, orientation.p99, 10),
    ...over('hinges, p99 °', hinge && hinge.p99 * DEGREES, 0.05),
    ...(palm ? over('palms, p99 °', palm.p99 * DEGREES, 0.05) : []),
    ...over('reach, mean', reach?.mean, 0.01),
    ...over('travel off by', travel && Math.abs(travel - 1), 0.005),
    ...over('closure', closure, 1e-3),
    ...over('jerk ÷ that of the source', jitter, 1.1),
    ...over('jump °', jump && jump * DEGREES, 15),
  ];
}

function over(what: string, value: number | undefined, limit: number): string[] {
  if (value !== undefined && value <= limit) return [];
  return [`${what}: ${value?.toFixed(4) ?? 'not measured'}, at most ${limit}`];
}

function bothWays(
  kind: SyntheticPair['kind'],
  scheme: NamingScheme,
  pathologies: readonly Pathology[],
): SyntheticPair[] {
  const title = [scheme.title, ...pathologies.map((pathology) => pathology.title)].join(', ');
  const person = (): Person => personWith(scheme, pathologies);
  const from: SyntheticPair = { kind, title: `from ${title}`, run: () => proof(person(), PLAIN) };
  if (pathologies.some(({ sourceOnly }) => sourceOnly)) return [from];
  return [from, { kind, title: `to ${title}`, run: () => proof(PLAIN, person()) }];
}

function randomPair(seed: number): SyntheticPair {
  const random = seededRandom(seed);
  const anyScheme = (): NamingScheme => NAMING_SCHEMES[Math.floor(random() * NAMING_SCHEMES.length)]!;
  const [from, to] = [anyScheme(), anyScheme()];
  const [wrongFrom, wrongTo] = [someOf(PATHOLOGIES, from, random), someOf(FOR_TARGETS, to, random)];
  const words = (scheme: NamingScheme, wrong: readonly Pathology[]): string =>
    [scheme.title, ...wrong.map(({ title }) => title)].join(' + ');
  return {
    kind: 'random',
    title: `seed ${seed}: ${words(from, wrongFrom)} → ${words(to, wrongTo)}`,
    run: () => proof(personWith(from, wrongFrom), personWith(to, wrongTo)),
  };
}

function scheme(title: string): NamingScheme {
  return NAMING_SCHEMES.find((candidate) => candidate.title === title)!;
}
