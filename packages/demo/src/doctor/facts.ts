import { readDecoders } from '@kinora/capture';
import { isKinoraError } from '@kinora/core';
import type { DoctorFacts } from '@kinora/core';
import type { words } from '../i18n/en.ts';
import { readGraphics } from './graphics.ts';

/** A fact by the key of its name, and its value in plain technical English, as a report wants it. */
export type Fact = readonly [name: keyof (typeof words)['doctor']['facts'], value: string];

/** All that a report of a problem needs. A runtime that does not start is a fact as well. */
export async function gatherFacts(examine: () => Promise<DoctorFacts>): Promise<readonly Fact[]> {
  const [runtime, decoders] = await Promise.all([
    examine().catch((error: unknown) => (isKinoraError(error) ? error.code : 'unknown')),
    readDecoders(),
  ]);
  const codecs = decoders && Object.entries(decoders).map(([codec, can]) => `${codec} ${yes(can)}`);
  return [
    ...(typeof runtime === 'string' ? [['start', `failed: ${runtime}`] as const] : runtimeFacts(runtime)),
    ['codecs', codecs?.join(', ') ?? 'no WebCodecs'],
    ['graphics', readGraphics() ?? 'no WebGL 2'],
    ['screen', `${innerWidth} × ${innerHeight}, ${devicePixelRatio} pixels a point`],
    ['time', new Date().toISOString()],
  ];
}

function runtimeFacts(facts: DoctorFacts): readonly Fact[] {
  const { thread, storage, webAssembly, cores, memoryGigabytes, lastError } = facts;
  return [
    ['version', facts.version],
    ['browser', facts.userAgent],
    ['languages', facts.languages.join(', ')],
    ['device', `${cores ?? '?'} cores, ${memoryGigabytes ?? '?'} GB`],
    ['thread', thread.reason === undefined ? thread.kind : `${thread.kind}: ${thread.reason}`],
    ['storage', storageText(storage)],
    ['locks', yes(facts.webLocks)],
    ['isolated', yes(facts.crossOriginIsolated)],
    ['wasm', webAssembly.isThere ? `SIMD ${yes(webAssembly.simd)}` : 'no'],
    ['lastError', lastError ?? 'none'],
  ];
}

function storageText({ kind, reason, usedBytes, quotaBytes, isPersistent }: DoctorFacts['storage']): string {
  return [
    reason === undefined ? kind : `${kind}: ${reason}`,
    ...(usedBytes === undefined ? [] : [`${megabytes(usedBytes)} used`]),
    ...(quotaBytes === undefined ? [] : [`of ${megabytes(quotaBytes)}`]),
    ...(isPersistent === undefined ? [] : [`persistent ${yes(isPersistent)}`]),
  ].join(', ');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
}

function yes(is: boolean): string {
  return is ? 'yes' : 'no';
}
