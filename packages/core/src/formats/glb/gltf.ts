/** The part of glTF 2.0 JSON that Kinora reads. `vetGlb` has checked every field that is named here. */
export interface Gltf {
  readonly asset: { readonly version: string };
  readonly scene?: number;
  readonly scenes?: readonly { readonly nodes?: readonly number[] }[];
  readonly nodes?: readonly GltfNode[];
  readonly skins?: readonly GltfSkin[];
  readonly meshes?: readonly GltfMesh[];
  readonly animations?: readonly GltfAnimation[];
  readonly accessors?: readonly GltfAccessor[];
  readonly bufferViews?: readonly GltfBufferView[];
  readonly buffers?: readonly GltfBuffer[];
  readonly extensionsUsed?: readonly string[];
  readonly extensionsRequired?: readonly string[];
  /** Not vetted: whoever reads one checks it. */
  readonly extensions?: unknown;
  /** Not vetted. */
  readonly extras?: unknown;
}

export interface GltfNode {
  readonly name?: string;
  readonly children?: readonly number[];
  readonly matrix?: readonly number[];
  readonly translation?: readonly number[];
  readonly rotation?: readonly number[];
  readonly scale?: readonly number[];
  readonly mesh?: number;
  readonly weights?: readonly number[];
}

export interface GltfMesh {
  readonly name?: string;
  readonly primitives: readonly GltfPrimitive[];
  readonly weights?: readonly number[];
  /** Not vetted. */
  readonly extras?: unknown;
}

export interface GltfPrimitive {
  readonly targets?: readonly unknown[];
  /** Not vetted. */
  readonly extras?: unknown;
}

export interface GltfSkin {
  readonly joints: readonly number[];
  readonly inverseBindMatrices?: number;
}

export interface GltfAnimation {
  readonly name?: string;
  readonly channels: readonly GltfChannel[];
  readonly samplers: readonly GltfSampler[];
  /** Not vetted. */
  readonly extras?: unknown;
}

export interface GltfChannel {
  readonly sampler: number;
  readonly target: { readonly node?: number; readonly path: string };
}

export interface GltfSampler {
  readonly input: number;
  readonly output: number;
  readonly interpolation?: string;
}

export interface GltfAccessor {
  readonly bufferView?: number;
  readonly byteOffset?: number;
  readonly componentType: number;
  readonly normalized?: boolean;
  readonly count: number;
  readonly type: string;
  readonly min?: readonly number[];
  readonly max?: readonly number[];
  readonly sparse?: {
    readonly count: number;
    readonly indices: { readonly bufferView: number; readonly byteOffset?: number; readonly componentType: number };
    readonly values: { readonly bufferView: number; readonly byteOffset?: number };
  };
}

export interface GltfBufferView {
  readonly buffer: number;
  readonly byteOffset?: number;
  readonly byteLength: number;
  readonly byteStride?: number;
  /** Not vetted but for `meshoptOf`. */
  readonly extensions?: unknown;
}

export interface GltfBuffer {
  readonly byteLength: number;
  readonly uri?: string;
  /** Not vetted but for `meshoptOf`. */
  readonly extensions?: unknown;
}

/** Bytes per component type. A map, because a hostile type may be called `constructor`. */
export const COMPONENT_BYTES: ReadonlyMap<unknown, number> = new Map([
  [5120, 1],
  [5121, 1],
  [5122, 2],
  [5123, 2],
  [5125, 4],
  [5126, 4],
]);
export const FLOAT = 5126;
export const UNSIGNED_BYTE = 5121;

/** [columns, rows] of an element. */
const SHAPES: ReadonlyMap<unknown, readonly [number, number]> = new Map([
  ['SCALAR', [1, 1]],
  ['VEC2', [1, 2]],
  ['VEC3', [1, 3]],
  ['VEC4', [1, 4]],
  ['MAT2', [2, 2]],
  ['MAT3', [3, 3]],
  ['MAT4', [4, 4]],
]);

/** Numbers per element; undefined for a type that glTF does not know. */
export function componentsOf(type: string): number | undefined {
  const shape = SHAPES.get(type);
  return shape && shape[0] * shape[1];
}

/** Bytes of one element: the columns of a matrix start on multiples of four (glTF 2.0 §3.6.2.4). */
export function elementBytes(accessor: GltfAccessor): number {
  const [columns, rows] = SHAPES.get(accessor.type)!;
  const column = rows * COMPONENT_BYTES.get(accessor.componentType)!;
  return columns === 1 ? column : columns * Math.ceil(column / 4) * 4;
}
