type Numbers = readonly number[];

/** A limb of a file that a test writes. Names of properties as FBX has them; all else is at its default. */
export interface FbxLimb {
  readonly name: string;
  readonly parent?: string;
  /** `LimbNode` where left out. */
  readonly kind?: string;
  readonly properties?: Readonly<Record<string, Numbers>>;
}

/** Keys of one channel: seconds to values, with `KeyAttrFlags` and slopes where they matter. */
export interface FbxCurve {
  readonly limb: string;
  /** `Lcl Rotation`, `Lcl Translation`, … */
  readonly property: string;
  readonly channel: string;
  readonly keys: readonly (readonly [seconds: number, value: number])[];
  /** Default 4: straight lines. */
  readonly flags?: number;
  /** Leaving each key, and arriving at the next. */
  readonly slopes?: readonly [number, number];
}

export interface FbxParts {
  readonly version?: number;
  readonly settings?: Readonly<Record<string, number>>;
  readonly limbs: readonly FbxLimb[];
  /** Layers by stack: the first of each is its base. */
  readonly stacks?: Readonly<Record<string, readonly (readonly FbxCurve[])[]>>;
  /** Column-major matrices, by limb: where the skin was bound. */
  readonly bindPose?: Readonly<Record<string, Numbers>>;
  /** Shape keys and their percent over time. */
  readonly shapes?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

const TICKS = 46186158000;

/** The bytes of a text FBX file of these parts. */
export function fbxText(parts: FbxParts): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  parts.limbs.forEach((limb) => writer.limb(limb));
  Object.entries(parts.stacks ?? {}).forEach(([name, layers]) => writer.stack(name, layers, parts.shapes ?? {}));
  if (parts.bindPose) writer.bindPose(parts.bindPose);
  const settings = Object.entries(parts.settings ?? {}).map(
    ([name, value]) => `P: "${name}", "int", "Integer", "",${value}`,
  );
  return new TextEncoder().encode(`; FBX 7.4.0 project file
FBXHeaderExtension:  {
  FBXVersion: ${parts.version ?? 7400}
}
GlobalSettings:  {
  Properties70:  {
    ${settings.join('\n    ')}
  }
}
Objects:  {
${writer.objects.join('\n')}
}
Connections:  {
${writer.connections.join('\n')}
}
`);
}

class Writer {
  readonly objects: string[] = [];
  readonly connections: string[] = [];
  readonly #ids = new Map<string, number>();
  #last = 1000;

  limb({ name, parent, kind = 'LimbNode', properties = {} }: FbxLimb): void {
    const id = this.#id(name);
    const rows = Object.entries(properties).map(
      ([property, values]) => `P: "${property}", "", "", "A",${values.join(',')}`,
    );
    this.objects.push(
      `Model: ${id}, "Model::${name}", "${kind}" {\n Properties70:  {\n ${rows.join('\n ')}\n }\n Shading: Y\n}`,
    );
    this.#connect('OO', id, parent === undefined ? 0 : this.#id(parent));
  }

  stack(name: string, layers: readonly (readonly FbxCurve[])[], shapes: NonNullable<FbxParts['shapes']>): void {
    const stack = this.#id(`stack ${name}`);
    this.objects.push(`AnimationStack: ${stack}, "AnimStack::${name}", "" {\n}`);
    layers.forEach((curves, index) => {
      const layer = this.#id(`layer ${name} ${index}`);
      this.objects.push(`AnimationLayer: ${layer}, "AnimLayer::${name} ${index}", "" {\n}`);
      this.#connect('OO', layer, stack);
      for (const curve of curves) this.#curve(curve, layer, this.#id(curve.limb));
      if (index > 0) return;
      for (const [shape, keys] of Object.entries(shapes)) {
        const id = this.#id(`shape ${shape}`);
        this.objects.push(`Deformer: ${id}, "SubDeformer::${shape}", "BlendShapeChannel" {\n}`);
        this.#curve({ limb: shape, property: 'DeformPercent', channel: 'DeformPercent', keys }, layer, id);
      }
    });
  }

  bindPose(matrices: Readonly<Record<string, Numbers>>): void {
    const nodes = Object.entries(matrices).map(
      ([limb, matrix]) =>
        `PoseNode:  {\n  Node: ${this.#id(limb)}\n  Matrix: *16 {\n   a: ${matrix.join(',')}\n  }\n }`,
    );
    this.objects.push(`Pose: ${this.#id('bind pose')}, "Pose::BIND", "BindPose" {\n ${nodes.join('\n ')}\n}`);
  }

  #curve({ limb, property, channel, keys, flags = 4, slopes = [0, 0] }: FbxCurve, layer: number, target: number): void {
    const node = this.#id(`${layer} ${limb} ${property}`);
    const curve = this.#id(`${layer} ${limb} ${property} ${channel}`);
    const list = (name: string, values: Numbers): string => `${name}: *${values.length} {\n a: ${values.join(',')}\n}`;
    this.objects.push(
      `AnimationCurveNode: ${node}, "AnimCurveNode::", "" {\n}`,
      `AnimationCurve: ${curve}, "AnimCurve::", "" {`,
      list(
        'KeyTime',
        keys.map(([seconds]) => Math.round(seconds * TICKS)),
      ),
      list(
        'KeyValueFloat',
        keys.map(([, value]) => value),
      ),
      list('KeyAttrFlags', [flags]),
      list('KeyAttrDataFloat', [...slopes, 0, 0]),
      list('KeyAttrRefCount', [keys.length]),
      '}',
    );
    this.#connect('OO', node, layer);
    this.#connect('OP', node, target, property);
    this.#connect('OP', curve, node, `d|${channel}`);
  }

  #connect(kind: 'OO' | 'OP', from: number, to: number, property?: string): void {
    this.connections.push(`C: "${kind}",${from},${to}${property === undefined ? '' : `, "${property}"`}`);
  }

  #id(key: string): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, ++this.#last);
    return this.#last;
  }
}
