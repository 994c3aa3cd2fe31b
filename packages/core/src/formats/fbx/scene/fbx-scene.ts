import { KinoraError } from '../../../errors.ts';
import { childNamed, childrenNamed, propertiesOf, textOf } from '../document/fbx-node.ts';
import type { FbxDocument, FbxId, FbxNode, FbxValue } from '../document/fbx-node.ts';

export interface FbxObject {
  readonly id: FbxId;
  /** `Model`, `AnimationCurve`, … */
  readonly type: string;
  /** `LimbNode`, `Null`, `BlendShapeChannel`, …; empty where the type has no kinds. */
  readonly kind: string;
  readonly name: string;
  readonly node: FbxNode;
}

/** One end of a connection. */
export interface FbxLink {
  readonly object: FbxObject;
  /** The property that the connection drives: `Lcl Rotation`, `d|X`. Empty between objects as such. */
  readonly property: string;
}

/** The objects of a document and what connects them. */
export interface FbxScene {
  readonly objects: ReadonlyMap<FbxId, FbxObject>;
  /** What lies under an object: the children of a model, the layers of a stack, the curves of a curve node. */
  readonly below: (id: FbxId) => readonly FbxLink[];
  /** What an object belongs to. */
  readonly above: (id: FbxId) => readonly FbxLink[];
  /** Values of a model where it says nothing itself. */
  readonly modelDefaults: ReadonlyMap<string, readonly FbxValue[]>;
  readonly settings: ReadonlyMap<string, readonly FbxValue[]>;
}

/** FBX 2011: objects have ids, and properties stand in `Properties70`. */
const OLDEST = 7000;

/** @throws KinoraError `formats/fbx-version`, `formats/fbx-scene`. */
export function buildScene({ version, nodes }: FbxDocument): FbxScene {
  if (version < OLDEST) {
    throw new KinoraError(
      'formats/fbx-version',
      `Cannot read the FBX file: version ${version} is older than ${OLDEST}`,
      {
        hint: 'Save it as FBX 2014 or newer, for example with Blender or the FBX Converter.',
        details: { version },
      },
    );
  }
  const section = (name: string): FbxNode | undefined => nodes.find((node) => node.name === name);
  const objects = new Map(section('Objects')?.children.map((node) => [textOf(node.values[0]), objectOf(node)]));
  if (objects.size === 0) {
    throw new KinoraError('formats/fbx-scene', 'Cannot read the FBX file: there is nothing in it', {
      hint: 'Export it again with its skeleton.',
    });
  }
  const below = new Map<FbxId, FbxLink[]>();
  const above = new Map<FbxId, FbxLink[]>();
  for (const { values } of childrenNamed(section('Connections'), 'C')) {
    const [, from, to, property] = values.map(textOf);
    const [child, parent] = [objects.get(from ?? ''), objects.get(to ?? '')];
    if (!child || !parent) continue;
    append(below, parent.id, { object: child, property: property ?? '' });
    append(above, child.id, { object: parent, property: property ?? '' });
  }
  return {
    objects,
    below: (id) => below.get(id) ?? [],
    above: (id) => above.get(id) ?? [],
    modelDefaults: templateOf(section('Definitions'), 'Model'),
    settings: propertiesOf(section('GlobalSettings')),
  };
}

function objectOf(node: FbxNode): FbxObject {
  const [id, name, kind] = node.values.map(textOf);
  // `Model::Hips`; a name may hold further colons, as the namespaces of Maya do.
  return { id: id ?? '', type: node.name, kind: kind ?? '', name: name?.replace(/^[A-Za-z]*::/, '') ?? '', node };
}

function templateOf(definitions: FbxNode | undefined, type: string): FbxScene['modelDefaults'] {
  const of = childrenNamed(definitions, 'ObjectType').find(({ values }) => values[0] === type);
  return propertiesOf(childNamed(of, 'PropertyTemplate'));
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
