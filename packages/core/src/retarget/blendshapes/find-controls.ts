import type { Face } from '../../clip/face.ts';
import { ARKIT_SHAPES, HALVES, shapeOf } from './shape-names.ts';
import { EXACT_PARTS, NEAR_PARTS } from './shape-parts.ts';
import type { ShapeParts } from './shape-parts.ts';

/** What of a face can be moved under one name: a blendshape, or an expression of several. */
export interface Control {
  readonly name: string;
  readonly binds: readonly { readonly blendshape: string; readonly weight: number }[];
}

/** How a blendshape of the source finds its way: by its own name, as the same shape, or by what comes near it. */
export type MorphRoute = 'exact' | 'same' | 'approximated';

export interface FoundControls {
  readonly route: MorphRoute;
  /** By control, the share of the source's weight. */
  readonly shares: ReadonlyMap<Control, number>;
}

interface Halfway {
  readonly isNear: boolean;
  readonly shares: ReadonlyMap<Control, number>;
}

/** The controls of a face, by names and by shapes. Expressions go before blendshapes: their author weighed them. */
export class FaceControls {
  readonly #byName: ReadonlyMap<string, Control>;
  readonly #byShape: ReadonlyMap<string, Control>;

  constructor({ blendshapes, expressions = [] }: Face) {
    const controls: Control[] = [
      ...expressions,
      ...blendshapes.map((name) => ({ name, binds: [{ blendshape: name, weight: 1 }] })),
    ].reverse();
    this.#byName = new Map(controls.map((control) => [control.name, control]));
    this.#byShape = new Map(
      controls.flatMap((control) => {
        const shape = shapeOf(control.name);
        return shape === undefined ? [] : [[shape, control]];
      }),
    );
  }

  /** Undefined where nothing on this face comes near. */
  find(name: string): FoundControls | undefined {
    const own = this.#byName.get(name);
    if (own) return { route: 'exact', shares: new Map([[own, 1]]) };
    const shape = shapeOf(name);
    if (shape === undefined) return undefined;
    // A face at rest needs nothing to show it.
    if (shape === 'neutral') return { route: 'same', shares: new Map() };
    const found = this.#shape(shape);
    return found && { route: found.isNear ? 'approximated' : 'same', shares: found.shares };
  }

  #shape(shape: string): Halfway | undefined {
    const control = this.#byShape.get(shape);
    if (control) return { isNear: false, shares: new Map([[control, 1]]) };
    const parts = EXACT_PARTS[shape] ?? halvesOf(shape);
    if (parts && Object.keys(parts).every((part) => this.#byShape.has(part))) {
      return { isNear: false, shares: this.#sum(parts, false) };
    }
    // A single muscle must not move others by way of a mood or a mouth that holds it: those count where the face has them.
    const isMuscle = MUSCLES.has(shape) || wholeOf(shape) !== undefined;
    for (const row of nearRows(shape)) {
      const shares = this.#sum(row, !isMuscle);
      if (shares.size > 0) return { isNear: true, shares };
    }
    return undefined;
  }

  /** @param deep - whether parts that the face has not are looked for in their turn. */
  #sum(parts: ShapeParts, deep: boolean): ReadonlyMap<Control, number> {
    const shares = new Map<Control, number>();
    for (const [part, share] of Object.entries(parts)) {
      const control = this.#byShape.get(part);
      const inner = control ? new Map([[control, 1]]) : deep ? this.#shape(part)?.shares : undefined;
      for (const [found, weight] of inner ?? []) shares.set(found, (shares.get(found) ?? 0) + share * weight);
    }
    return shares;
  }
}

const MUSCLES: ReadonlySet<string> = new Set(ARKIT_SHAPES);

function halvesOf(shape: string): ShapeParts | undefined {
  const halves = HALVES.get(shape);
  return halves && { [halves[0]]: 1, [halves[1]]: 1 };
}

/** The shape that this one is half of. */
function wholeOf(shape: string): string | undefined {
  const whole = /^(.*)(?:Left|Right)$/.exec(shape)?.[1];
  return whole !== undefined && HALVES.has(whole) ? whole : undefined;
}

function nearRows(shape: string): readonly ShapeParts[] {
  const whole = wholeOf(shape);
  const exact = EXACT_PARTS[shape] ?? halvesOf(shape);
  return [...(whole === undefined ? [] : [{ [whole]: 0.5 }]), ...(exact ? [exact] : []), ...(NEAR_PARTS[shape] ?? [])];
}
