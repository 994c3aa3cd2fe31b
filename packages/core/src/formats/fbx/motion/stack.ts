import type { FbxObject, FbxScene } from '../scene/fbx-scene.ts';
import { propertiesOf } from '../document/fbx-node.ts';
import { numberOf } from '../scene/model-transform.ts';
import { readCurve, TICKS_PER_SECOND } from './curve.ts';
import type { Curve } from './curve.ts';

/** What drives one property of one object: a curve or a still value for each of its numbers. */
export interface Driver {
  readonly object: FbxObject;
  /** `Lcl Rotation`, `DeformPercent`, … */
  readonly property: string;
  /** By `X`, `Y`, `Z`, or the property's own name. */
  readonly curves: ReadonlyMap<string, Curve>;
  readonly stills: ReadonlyMap<string, number>;
}

/** One animation of the file. */
export interface Stack {
  readonly name: string;
  readonly drivers: readonly Driver[];
  /** Seconds that the author marked as the animation; undefined where nothing is. */
  readonly span: { readonly from: number; readonly to: number } | undefined;
  /** Layers above the base, which are not read. */
  readonly layersLeftOut: readonly string[];
}

/** @param otherwise - the name of a stack that has none. */
export function readStacks(scene: FbxScene, otherwise: string): Stack[] {
  const stacks = [...scene.objects.values()].filter(({ type }) => type === 'AnimationStack');
  return stacks.map((stack) => {
    const layers = scene.below(stack.id).flatMap(({ object }) => (object.type === 'AnimationLayer' ? [object] : []));
    const [base, ...others] = layers;
    const drivers = base ? scene.below(base.id).flatMap(({ object }) => driverOf(scene, object)) : [];
    const layersLeftOut = others.filter(({ id }) => scene.below(id).length > 0).map(({ name }) => name);
    return { name: stack.name || otherwise, drivers, span: spanOf(stack), layersLeftOut };
  });
}

function driverOf(scene: FbxScene, node: FbxObject): Driver[] {
  const target = scene.above(node.id).find(({ property }) => property !== '');
  if (node.type !== 'AnimationCurveNode' || !target) return [];
  const curves = new Map<string, Curve>();
  for (const { object, property } of scene.below(node.id)) {
    const curve = object.type === 'AnimationCurve' ? readCurve(object.node) : undefined;
    if (curve) curves.set(channelOf(property), curve);
  }
  const stills = new Map<string, number>();
  for (const [name, [value]] of propertiesOf(node.node)) {
    if (typeof value === 'number' && name.startsWith('d|')) stills.set(channelOf(name), numberOf(name, value, 0));
  }
  return [{ object: target.object, property: target.property, curves, stills }];
}

/** `d|X` → `X`. */
function channelOf(property: string): string {
  return property.replace(/^d\|/, '');
}

function spanOf({ node }: FbxObject): Stack['span'] {
  const properties = propertiesOf(node);
  const [from, to] = ['LocalStart', 'LocalStop'].map(
    (name) => numberOf(name, properties.get(name)?.[0], 0) / TICKS_PER_SECOND,
  );
  return to! > from! ? { from: from!, to: to! } : undefined;
}
