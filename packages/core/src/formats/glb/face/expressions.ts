import { KinoraError } from '../../../errors.ts';
import type { Gltf } from '../gltf.ts';
import { isIndex } from '../vet/vet-accessors.ts';
import { isObject } from '../vet/vet-json.ts';
import type { MorphMesh, MorphTarget } from './morph-meshes.ts';

/** A face that an avatar has a word for, and the morph targets that make it. */
export interface Expression {
  /** A preset of VRM 1.0 (`happy`, `blinkLeft`, `aa`), or the author's own name. */
  readonly name: string;
  readonly isPreset: boolean;
  /** Empty where the expression changes materials only. */
  readonly targets: readonly ExpressionTarget[];
}

export interface ExpressionTarget extends MorphTarget {
  /** Of the morph target while the expression is at 1. */
  readonly weight: number;
}

/** VRM 0.x preset → VRM 1.0 preset (vrm-specification, VRMC_vrm-1.0, expressions.md). */
const VRM_0_PRESETS: ReadonlyMap<string, string> = new Map([
  ['joy', 'happy'],
  ['angry', 'angry'],
  ['sorrow', 'sad'],
  ['fun', 'relaxed'],
  ['a', 'aa'],
  ['i', 'ih'],
  ['u', 'ou'],
  ['e', 'ee'],
  ['o', 'oh'],
  ['blink', 'blink'],
  ['blink_l', 'blinkLeft'],
  ['blink_r', 'blinkRight'],
  ['lookup', 'lookUp'],
  ['lookdown', 'lookDown'],
  ['lookleft', 'lookLeft'],
  ['lookright', 'lookRight'],
  ['neutral', 'neutral'],
]);

/** Of all expressions together. A face of 52 blendshapes in six meshes has some three hundred. */
const MAX_TARGETS = 2 ** 16;

/** The expressions that a VRM file declares. Binds that name no morph target are passed over. */
export function expressionsOf(json: Gltf, meshes: readonly MorphMesh[]): readonly Expression[] {
  const vrm1 = at(at(json.extensions, 'VRMC_vrm'), 'expressions');
  const expressions = isObject(vrm1) ? vrm1Expressions(vrm1) : vrm0Expressions(json.extensions);
  const places = { node: placesBy('node', meshes), mesh: placesBy('mesh', meshes) };
  let count = 0;
  return expressions.map(({ name, isPreset, binds }) => {
    const targets: ExpressionTarget[] = [];
    for (const { by, number, index, weight } of binds) {
      for (const { node, mesh, names } of places[by].get(number) ?? []) {
        if (!isIndex(index, names.length)) continue;
        targets.push({ node, mesh, index, weight });
        if (++count > MAX_TARGETS) throw tooLarge();
      }
    }
    return { name, isPreset, targets };
  });
}

function placesBy(key: 'node' | 'mesh', meshes: readonly MorphMesh[]): ReadonlyMap<number, readonly MorphMesh[]> {
  const places = new Map<number, MorphMesh[]>();
  for (const mesh of meshes) {
    const others = places.get(mesh[key]);
    if (others) others.push(mesh);
    else places.set(mesh[key], [mesh]);
  }
  return places;
}

interface Declared {
  readonly name: string;
  readonly isPreset: boolean;
  readonly binds: readonly Bind[];
}

/** One morph target, of a node in VRM 1.0 and of a mesh, wherever it stands, in VRM 0.x. */
interface Bind {
  readonly by: 'node' | 'mesh';
  readonly number: number;
  readonly index: unknown;
  readonly weight: number;
}

function vrm1Expressions({ preset, custom }: Readonly<Record<string, unknown>>): Declared[] {
  const declared = (list: unknown, isPreset: boolean): Declared[] =>
    Object.entries(isObject(list) ? list : {}).map(([name, expression]) => ({
      name,
      isPreset,
      binds: bindsOf(at(expression, 'morphTargetBinds'), 'node', 1),
    }));
  return [...declared(preset, true), ...declared(custom, false)];
}

/** VRM 0.x counts weights to 100, and knew no `surprised`: a group that an author called so is what became the preset. */
function vrm0Expressions(extensions: unknown): Declared[] {
  const groups = at(at(at(extensions, 'VRM'), 'blendShapeMaster'), 'blendShapeGroups');
  if (!Array.isArray(groups)) return [];
  return groups.flatMap((group: unknown) => {
    const own = at(group, 'name');
    const presetName = at(group, 'presetName');
    const isSurprise = typeof own === 'string' && own.toLowerCase() === 'surprised';
    const known = typeof presetName === 'string' ? VRM_0_PRESETS.get(presetName.toLowerCase()) : undefined;
    const preset = known ?? (isSurprise ? 'surprised' : undefined);
    const name = preset ?? own;
    if (typeof name !== 'string' || name === '') return [];
    return [{ name, isPreset: preset !== undefined, binds: bindsOf(at(group, 'binds'), 'mesh', 100) }];
  });
}

function bindsOf(list: unknown, by: Bind['by'], full: number): Bind[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((bind: unknown) => {
    const number = at(bind, by);
    const weight = at(bind, 'weight');
    if (typeof number !== 'number' || typeof weight !== 'number') return [];
    return [{ by, number, index: at(bind, 'index'), weight: weight / full }];
  });
}

function tooLarge(): KinoraError {
  return new KinoraError(
    'formats/too-large',
    `Cannot read the expressions of the VRM file: they move more than ${MAX_TARGETS} morph targets`,
    { details: { limit: MAX_TARGETS } },
  );
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}
