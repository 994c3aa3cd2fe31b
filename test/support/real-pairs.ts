import { readFileSync } from 'node:fs';
import { readFbx } from '@kinora/core/fbx';
import { assertHumanoid, KinoraError, mapHumanoid, parseMotion, retarget } from '@kinora/core/motion';
import type { Clip, HumanoidMap, MotionContent, RetargetMetrics } from '@kinora/core/motion';
import pairs from '../fixtures/pairs.json' with { type: 'json' };
import type { CarriedPair } from './pass-lines.ts';
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

export interface PairFigures extends CarriedPair {
  readonly source: string;
  readonly clip: string;
  readonly avatar: string;
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

/** All that `pairs.json` names: what came of each pair, and what was refused. */
export interface RealMatrix {
  readonly pairs: readonly PairFigures[];
  readonly refused: readonly { readonly path: string; readonly code: string }[];
}

/** Every source on every avatar: seconds. */
export function realMatrix(): RealMatrix {
  const avatars = Object.keys(AVATARS).map(readAvatar);
  const pairs: PairFigures[] = [];
  const refused: { path: string; code: string }[] = [];
  for (const path of Object.keys(SOURCES)) {
    try {
      const content = readReal(path);
      const map = mapHumanoid(content.rig);
      assertHumanoid(content.rig, map);
      for (const clip of clipsOf(path, content)) {
        for (const avatar of avatars) pairs.push(measurePair(path, clip, map, avatar));
      }
    } catch (error) {
      if (!(error instanceof KinoraError)) throw error;
      refused.push({ path, code: error.code });
    }
  }
  return { pairs, refused };
}
