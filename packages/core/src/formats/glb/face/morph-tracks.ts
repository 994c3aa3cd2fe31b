import type { ClipMorphs } from '../../../clip/clip.ts';
import type { GltfAnimation } from '../gltf.ts';
import { readKeyframes, sampleKeyframes } from '../read/keyframes.ts';
import type { Keyframes, KeyShape } from '../read/keyframes.ts';
import type { SampleGrid } from '../read/sample-grid.ts';
import type { GlbFile } from '../vet/vet-glb.ts';
import type { MorphMesh } from './morph-meshes.ts';
import type { VrmaFace } from './vrma-face.ts';

/** Keys that move blendshapes: those of one mesh, or one expression of a VRM animation. */
export interface MorphTrack {
  /** What the first numbers of a value mean, in order. A value may hold more. */
  readonly names: readonly string[];
  readonly shape: KeyShape;
  readonly keys: Keyframes;
  /** Whether weights beyond 0…1 mean the nearest of the two. */
  readonly clamped: boolean;
}

/** Two meshes that differ by more than this in a weight do not show one face. */
const SAME_WEIGHT = 0.01;

/** The tracks of an animation that move blendshapes. */
export function readMorphTracks(
  file: GlbFile,
  { channels, samplers }: GltfAnimation,
  meshes: readonly MorphMesh[],
  { expressions }: VrmaFace,
): MorphTrack[] {
  const meshOfNode = new Map(meshes.map((mesh) => [mesh.node, mesh]));
  return channels.flatMap(({ sampler, target: { node, path } }): MorphTrack[] => {
    if (node === undefined) return [];
    const mesh = path === 'weights' ? meshOfNode.get(node) : undefined;
    const expression = path === 'translation' ? expressions.get(node) : undefined;
    if (!mesh && expression === undefined) return [];
    const keys = readKeyframes(file, samplers[sampler]!);
    // VRMA: the weight of an expression is the x of a translation, and has to be clamped.
    if (expression !== undefined)
      return [{ names: [expression], shape: { size: 3, turns: false }, keys, clamped: true }];
    const names = mesh!.names;
    return [{ names, shape: { size: names.length, turns: false }, keys, clamped: false }];
  });
}

/**
 * Blendshape weights of all frames. Meshes that share a name share a column: the first that is animated fills it.
 * Undefined where the animation moves none.
 */
export function sampleMorphTracks(
  tracks: readonly MorphTrack[],
  grid: SampleGrid,
  warn: (differing: string) => void,
): ClipMorphs | undefined {
  if (tracks.length === 0) return undefined;
  const names = [...new Set(tracks.flatMap((track) => track.names))];
  const columns = new Map(names.map((name, column) => [name, column]));
  const weights = new Float32Array(grid.frames * names.length);
  const filled = new Set<string>();
  const differing = new Set<string>();
  for (const track of tracks) {
    const { size } = track.shape;
    const values = new Float32Array(grid.frames * size);
    sampleKeyframes(track.keys, track.shape, grid, values, 0, size);
    track.names.forEach((name, i) => {
      const isFirst = !filled.has(name);
      filled.add(name);
      const column = columns.get(name)!;
      for (let frame = 0; frame < grid.frames; frame++) {
        const value = values[frame * size + i]!;
        const weight = track.clamped ? Math.min(Math.max(value, 0), 1) : value;
        const at = frame * names.length + column;
        if (isFirst) weights[at] = weight;
        else if (Math.abs(weights[at]! - weight) > SAME_WEIGHT) differing.add(name);
      }
    });
  }
  for (const name of differing) warn(name);
  return { names, weights };
}
