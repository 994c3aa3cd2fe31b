import { GlbBuilder } from './glb-builder.ts';
import type { Json } from './glb-builder.ts';

/** What stands for compressed bytes: nothing here can read them, and nothing here may change them. */
export const OPAQUE = Uint8Array.from({ length: 24 }, (_, i) => (i * 37 + 11) % 256);

/** A stick figure of three joints with a skin, around whatever mesh it gets. */
function figure(builder: GlbBuilder, meshes: readonly Json[], fields: Json): Uint8Array<ArrayBuffer> {
  return builder.build({
    scene: 0,
    scenes: [{ nodes: [0, 3] }],
    nodes: [
      { name: 'hips', translation: [0, 1, 0], children: [1] },
      { name: 'spine', translation: [0, 0.2, 0], children: [2] },
      { name: 'head', translation: [0, 0.4, 0] },
      { name: 'body', mesh: 0, skin: 0 },
    ],
    meshes,
    skins: [{ joints: [0, 1, 2] }],
    ...fields,
  });
}

/** An avatar whose mesh is compressed by Draco: accessors without views, and one view of bytes. */
export function dracoAvatar(): Uint8Array<ArrayBuffer> {
  const builder = new GlbBuilder();
  const position = builder.accessor({
    componentType: 5126,
    count: 300,
    type: 'VEC3',
    min: [-1, 0, -1],
    max: [1, 2, 1],
  });
  const joints = builder.accessor({ componentType: 5121, count: 300, type: 'VEC4' });
  const weights = builder.accessor({ componentType: 5126, count: 300, type: 'VEC4' });
  const indices = builder.accessor({ componentType: 5123, count: 900, type: 'SCALAR' });
  const bufferView = builder.view(OPAQUE);
  const KHR_draco_mesh_compression = { bufferView, attributes: { POSITION: 0, JOINTS_0: 1, WEIGHTS_0: 2 } };
  const attributes = { POSITION: position, JOINTS_0: joints, WEIGHTS_0: weights };
  return figure(builder, [{ primitives: [{ attributes, indices, extensions: { KHR_draco_mesh_compression } }] }], {
    extensionsUsed: ['KHR_draco_mesh_compression'],
    extensionsRequired: ['KHR_draco_mesh_compression'],
  });
}

export interface MeshoptOptions {
  /** Whether the keys of its animation are compressed too. */
  readonly animation?: boolean;
  /** Whether the bytes also lie there uncompressed, for whoever has no decoder. */
  readonly filled?: boolean;
}

/** An avatar whose mesh is compressed by meshopt: views of a buffer that only a decoder fills. */
export function meshoptAvatar({ animation = false, filled = false }: MeshoptOptions = {}): Uint8Array<ArrayBuffer> {
  const builder = new GlbBuilder();
  let fallback = 0;
  const view = (count: number, byteStride: number, values: readonly number[]): number => {
    const compressed = builder.view(OPAQUE);
    const { byteOffset, byteLength } = builder.bufferViews[compressed]!;
    const EXT_meshopt_compression = { buffer: 0, byteOffset, byteLength, byteStride, count, mode: 'ATTRIBUTES' };
    if (filled) {
      const at = builder.view(new Uint8Array(Float32Array.from(values).buffer));
      Object.assign(builder.bufferViews[at]!, { extensions: { EXT_meshopt_compression } });
      return at;
    }
    const empty = { buffer: 1, byteOffset: fallback, byteLength: count * byteStride };
    fallback += count * byteStride;
    return builder.bufferViews.push({ ...empty, extensions: { EXT_meshopt_compression } }) - 1;
  };
  const float = (
    count: number,
    type: 'SCALAR' | 'VEC3' | 'VEC4',
    values: readonly number[],
    bounds: Json = {},
  ): number => {
    const byteStride = { SCALAR: 4, VEC3: 12, VEC4: 16 }[type];
    return builder.accessor({
      bufferView: view(count, byteStride, values),
      componentType: 5126,
      count,
      type,
      ...bounds,
    });
  };
  const position = float(3, 'VEC3', [0, 0, 0, 1, 0, 0, 0, 1, 0], { min: [0, 0, 0], max: [1, 1, 0] });
  const times = animation ? float(2, 'SCALAR', [0, 1], { min: [0], max: [1] }) : builder.floats([0, 1], 'SCALAR');
  const keys = [0, 0, 0, 1, Math.SQRT1_2, 0, 0, Math.SQRT1_2];
  const turns = animation ? float(2, 'VEC4', keys) : builder.floats(keys, 'VEC4');
  const file = (buffers: readonly Json[]): Uint8Array<ArrayBuffer> =>
    figure(builder, [{ primitives: [{ attributes: { POSITION: position } }] }], {
      ...(buffers.length > 0 && { buffers }),
      animations: [
        {
          name: 'nod',
          samplers: [{ input: times, output: turns }],
          channels: [{ sampler: 0, target: { node: 2, path: 'rotation' } }],
        },
      ],
      extensionsUsed: ['EXT_meshopt_compression'],
      ...(!filled && { extensionsRequired: ['EXT_meshopt_compression'] }),
    });
  if (filled) return file([]);
  const last = builder.bufferViews.findLast(({ buffer }) => buffer === 0)!;
  const byteLength = (last['byteOffset'] as number) + (last['byteLength'] as number);
  return file([{ byteLength }, { byteLength: fallback, extensions: { EXT_meshopt_compression: { fallback: true } } }]);
}
