import { readFileSync } from 'node:fs';
import { readFbx } from '@kinora/core/fbx';
import { KinoraError, mapHumanoid, parseMotion, retarget } from '@kinora/core/motion';
import type { Clip, HumanoidMap, MotionContent, RetargetMetrics } from '@kinora/core/motion';
import pairs from '../fixtures/pairs.json' with { type: 'json' };
import { packGlb } from './pack-glb.ts';
import { sharedAsset } from './shared-assets.ts';

/** What must come of a file, and why. */
export interface Expectation {
  readonly expect: string;
  readonly code?: string;
  readonly clips?: readonly string[];
  readonly reason: string;
}

export const SOURCES: Readonly<Record<string, Expectation>> = pairs.sources;
export const AVATARS: Readonly<Record<string, Expectation>> = pairs.avatars;

/** `file (clip)` */
export function clipTitle({ source, clip }: PairFigures): string {
  return `${source} (${clip})`;
}

export interface RealAvatar extends MotionContent {
  readonly path: string;
  readonly map: HumanoidMap;
}

export interface PairFigures {
  readonly source: string;
  readonly clip: string;
  readonly avatar: string;
  readonly turns: RetargetMetrics;
  readonly feet: RetargetMetrics;
}

export function readReal(path: string): MotionContent {
  // A file in several parts is read by the command line alone, which may open its siblings.
  const bytes = path.endsWith('.gltf') ? packGlb(sharedAsset(path)) : new Uint8Array(readFileSync(sharedAsset(path)));
  return parseMotion(bytes, path.slice(path.lastIndexOf('/') + 1), { fbx: readFbx });
}

export function readAvatar(path: string): RealAvatar {
  const content = readReal(path);
  return { ...content, path, map: mapHumanoid(content.rig) };
}

/** The clips of a source that `pairs.json` names, else its first. */
export function clipsOf(path: string, { clips }: MotionContent): readonly Clip[] {
  const named = SOURCES[path]?.clips;
  const chosen = named ? clips.filter(({ name }) => named.includes(name)) : clips.slice(0, 1);
  if (chosen.length < (named?.length ?? 1)) {
    throw new KinoraError('formats/no-animation', `Cannot find the clips of "${path}" that are wanted`);
  }
  return chosen;
}

/** By turns alone, and with feet that stand. */
export function measurePair(source: string, clip: Clip, sourceMap: HumanoidMap, avatar: RealAvatar): PairFigures {
  const measured = (ik: boolean): RetargetMetrics =>
    retarget(clip, avatar.rig, { sourceMap, targetMap: avatar.map, ik }).report.metrics;
  return { source, clip: clip.name, avatar: avatar.path, turns: measured(false), feet: measured(true) };
}

const DEGREES = 180 / Math.PI;
/** Centimetres a second on a body of 1.7 m. */
const CENTIMETRES = 170;

/** What is not as the issue wants it of real pairs by turns alone. */
export function turnFaults({ turns: { direction } }: PairFigures): string[] {
  if (!direction) return ['no limb measured'];
  return [
    ...over('direction, mean °', direction.mean * DEGREES, 0.5),
    ...over('direction, p99 °', direction.p99 * DEGREES, 2),
  ];
}

/** What is not as the issue wants it of real pairs with feet that stand. */
export function feetFaults({ feet: { slide, penetration } }: PairFigures): string[] {
  return [
    ...over('slide, cm/s', (slide?.target ?? 0) * CENTIMETRES, 1),
    ...over('penetration, p99 % of the height', (penetration?.p99 ?? 0) * 100, 0.3),
  ];
}

function over(what: string, value: number, limit: number): string[] {
  return value <= limit ? [] : [`${what}: ${value.toFixed(2)}, at most ${limit}`];
}
