import type { ClipMorphs } from '../../clip/clip.ts';
import type { Face } from '../../clip/face.ts';
import { FaceControls } from './find-controls.ts';
import type { Control, FoundControls, MorphRoute } from './find-controls.ts';

/** Everything about (names of the source, face of the target) that does not depend on time. */
export interface MorphPlan {
  /** Blendshapes of the target that the source moves, in the order of the face. */
  readonly names: readonly string[];
  readonly report: MorphReport;
  /** For `retargetMorphs` alone. */
  readonly steps: MorphSteps;
}

/** Sums of weights: row `i` adds `weights[i]` × source `sources[i]` to target `targets[i]`. */
export interface MorphSteps {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float32Array;
  /** [names] 1 where a sum must stay in 0…1: a blendshape that only its own name moves keeps whatever the file says. */
  readonly limited: Uint8Array;
}

/** What became of each blendshape of the source. Plain data, for a person to read. */
export interface MorphReport {
  readonly mapped: readonly MappedMorph[];
  /** Names of the source that nothing on this face comes near, or that something nearer moves already. */
  readonly lost: readonly string[];
}

export interface MappedMorph {
  readonly source: string;
  /** Blendshapes and expressions of the target; none for a face at rest. */
  readonly targets: readonly string[];
  readonly route: MorphRoute;
}

/**
 * Finds a way from the blendshapes of a clip to those of a face, by the names of ARKit, VRM and Ready Player Me in any
 * spelling: the same name, else the same shape (`blinkLeft` is `eyeBlinkLeft`, `mouthSmile` is both halves), else what
 * comes near it (`aa` opens the jaw). A control that one of the first two moves takes no approximation beside it.
 */
export function createMorphPlan(sourceNames: readonly string[], face: Face): MorphPlan {
  const controls = new FaceControls(face);
  const found = sourceNames.map((name) => controls.find(name));
  const taken = new Set(found.flatMap((way) => (way && way.route !== 'approximated' ? [...way.shares.keys()] : [])));
  const ways = found.map((way) => (way?.route === 'approximated' ? withoutTaken(way, taken) : way));
  const lost = sourceNames.filter((_, source) => !ways[source]);
  const mapped = sourceNames.flatMap((source, i): MappedMorph[] => {
    const way = ways[i];
    return way ? [{ source, targets: [...way.shares.keys()].map(({ name }) => name), route: way.route }] : [];
  });
  return { ...stepsOf(ways, face), report: { mapped, lost } };
}

function withoutTaken(way: FoundControls, taken: ReadonlySet<Control>): FoundControls | undefined {
  const shares = new Map([...way.shares].filter(([control]) => !taken.has(control)));
  return shares.size > 0 ? { ...way, shares } : undefined;
}

function stepsOf(ways: readonly (FoundControls | undefined)[], face: Face): Pick<MorphPlan, 'names' | 'steps'> {
  const rows = ways.flatMap((way, source) =>
    [...(way?.shares ?? [])].flatMap(([{ binds }, share]) =>
      binds.map(({ blendshape, weight }) => ({
        source,
        blendshape,
        weight: weight * share,
        isExact: way!.route === 'exact',
      })),
    ),
  );
  const moved = new Set(rows.map(({ blendshape }) => blendshape));
  const names = [...new Set(face.blendshapes)].filter((name) => moved.has(name));
  const places = new Map(names.map((name, place) => [name, place]));
  const known = rows.filter(({ blendshape }) => places.has(blendshape));
  const limited = Uint8Array.from(names, (name) => {
    const own = known.filter(({ blendshape }) => blendshape === name);
    return own.length > 1 || !own[0]!.isExact ? 1 : 0;
  });
  return {
    names,
    steps: {
      sources: Int32Array.from(known, ({ source }) => source),
      targets: Int32Array.from(known, ({ blendshape }) => places.get(blendshape)!),
      weights: Float32Array.from(known, ({ weight }) => weight),
      limited,
    },
  };
}

/**
 * Writes the weights of one instant. Allocates nothing.
 *
 * @param source - weights in the order of the names that the plan was made for, from `sourceAt` on.
 * @param out - weights in the order of `plan.names`, from `outAt` on. Not the same numbers as the source.
 */
export function retargetMorphs(
  { names, steps }: MorphPlan,
  source: Float32Array,
  sourceAt: number,
  out: Float32Array,
  outAt: number,
): void {
  const { sources, targets, weights, limited } = steps;
  for (let i = 0; i < names.length; i++) out[outAt + i] = 0;
  for (let row = 0; row < sources.length; row++) {
    const at = outAt + targets[row]!;
    out[at] = out[at]! + weights[row]! * source[sourceAt + sources[row]!]!;
  }
  for (let i = 0; i < names.length; i++) {
    if (limited[i] === 1) out[outAt + i] = Math.min(Math.max(out[outAt + i]!, 0), 1);
  }
}

/** All frames of a clip. Undefined where the face shows nothing of it. */
export function bakeMorphs(plan: MorphPlan, { names, weights }: ClipMorphs, frames: number): ClipMorphs | undefined {
  if (plan.names.length === 0) return undefined;
  const baked = new Float32Array(frames * plan.names.length);
  for (let frame = 0; frame < frames; frame++) {
    retargetMorphs(plan, weights, frame * names.length, baked, frame * plan.names.length);
  }
  return { names: plan.names, weights: baked };
}
