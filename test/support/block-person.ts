/** A person of 21 blocks in a T-pose, as a skinned GLB made here: what tests put on a stage where no real avatar is at hand. */

type Joint = readonly [name: string, parent: string | undefined, x: number, y: number, z: number];

const LIMBS: readonly Joint[] = ['Left', 'Right'].flatMap((side): Joint[] => {
  const s = side === 'Left' ? 1 : -1;
  return [
    [`${side}Shoulder`, 'Spine2', 0.05 * s, 1.38, 0],
    [`${side}Arm`, `${side}Shoulder`, 0.17 * s, 1.4, 0],
    [`${side}ForeArm`, `${side}Arm`, 0.45 * s, 1.4, 0],
    [`${side}Hand`, `${side}ForeArm`, 0.7 * s, 1.4, 0],
    [`${side}UpLeg`, 'Hips', 0.09 * s, 0.9, 0],
    [`${side}Leg`, `${side}UpLeg`, 0.09 * s, 0.49, 0.01],
    [`${side}Foot`, `${side}Leg`, 0.09 * s, 0.09, 0],
    [`${side}ToeBase`, `${side}Foot`, 0.09 * s, 0.02, 0.13],
  ];
});

/** Model space at rest, metres. Names are Mixamo's. */
const JOINTS: readonly Joint[] = [
  ['Hips', undefined, 0, 0.95, 0],
  ['Spine', 'Hips', 0, 1.05, 0],
  ['Spine2', 'Spine', 0, 1.25, 0],
  ['Neck', 'Spine2', 0, 1.45, 0],
  ['Head', 'Neck', 0, 1.55, 0.01],
  ...LIMBS,
];

/** Corners of a block around a joint: half sizes, metres. */
const BLOCK = [0.07, 0.09, 0.06] as const;
// prettier-ignore
const TRIANGLES = [0, 1, 3, 0, 3, 2, 4, 6, 7, 4, 7, 5, 0, 4, 5, 0, 5, 1, 2, 3, 7, 2, 7, 6, 0, 2, 6, 0, 6, 4, 1, 5, 7, 1, 7, 3];

/** @returns the bytes of the GLB. */
export function blockPersonGlb(): Uint8Array<ArrayBuffer> {
  const names = JOINTS.map(([name]) => name);
  const parents = JOINTS.map(([, parent]) => (parent === undefined ? -1 : names.indexOf(parent)));
  const corners = JOINTS.flatMap(([, , x, y, z]) =>
    Array.from({ length: 8 }, (_, i) => [
      x + (i & 1 ? BLOCK[0] : -BLOCK[0]),
      y + (i & 2 ? BLOCK[1] : -BLOCK[1]),
      z + (i & 4 ? BLOCK[2] : -BLOCK[2]),
    ]),
  );
  const chunks = [
    Float32Array.from(corners.flat()),
    Uint16Array.from(JOINTS.flatMap((_, joint) => TRIANGLES.map((corner) => joint * 8 + corner))),
    Uint8Array.from(corners.flatMap((_, vertex) => [Math.floor(vertex / 8), 0, 0, 0])),
    Float32Array.from(corners.flatMap(() => [1, 0, 0, 0])),
    Float32Array.from(JOINTS.flatMap(([, , x, y, z]) => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -x, -y, -z, 1])),
  ];
  const extent = (pick: (...values: number[]) => number): number[] =>
    [0, 1, 2].map((axis) => pick(...corners.map((corner) => Math.fround(corner[axis]!))));
  return packGlb(chunks, {
    asset: { version: '2.0', generator: 'Kinora tests' },
    scene: 0,
    scenes: [{ nodes: [0, JOINTS.length] }],
    nodes: [
      ...JOINTS.map(([name, , ...place], joint) => {
        const parent = JOINTS[parents[joint]!];
        const children = parents.flatMap((other, child) => (other === joint ? [child] : []));
        const translation = parent ? place.map((value, axis) => value - (parent[axis + 2] as number)) : place;
        return { name, translation, ...(children.length > 0 ? { children } : {}) };
      }),
      { name: 'Body', mesh: 0, skin: 0 },
    ],
    skins: [{ joints: JOINTS.map((_, joint) => joint), inverseBindMatrices: 4, skeleton: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, JOINTS_0: 2, WEIGHTS_0: 3 }, indices: 1, material: 0 }] }],
    materials: [
      { pbrMetallicRoughness: { baseColorFactor: [0.8, 0.03, 0.03, 1], metallicFactor: 0, roughnessFactor: 0.8 } },
    ],
    accessors: [
      {
        bufferView: 0,
        componentType: 5126,
        count: corners.length,
        type: 'VEC3',
        min: extent(Math.min),
        max: extent(Math.max),
      },
      { bufferView: 1, componentType: 5123, count: JOINTS.length * TRIANGLES.length, type: 'SCALAR' },
      { bufferView: 2, componentType: 5121, count: corners.length, type: 'VEC4' },
      { bufferView: 3, componentType: 5126, count: corners.length, type: 'VEC4' },
      { bufferView: 4, componentType: 5126, count: JOINTS.length, type: 'MAT4' },
    ],
  });
}

function packGlb(chunks: readonly ArrayBufferView[], json: Record<string, unknown>): Uint8Array<ArrayBuffer> {
  let length = 0;
  const bufferViews = chunks.map(({ byteLength }) => {
    const byteOffset = length;
    length += Math.ceil(byteLength / 4) * 4;
    return { buffer: 0, byteOffset, byteLength };
  });
  const bin = new Uint8Array(length);
  chunks.forEach(({ buffer, byteOffset, byteLength }, i) => {
    bin.set(new Uint8Array(buffer, byteOffset, byteLength), bufferViews[i]!.byteOffset);
  });
  const text = JSON.stringify({ ...json, bufferViews, buffers: [{ byteLength: length }] });
  const jsonBytes = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4));
  const glb = new Uint8Array(28 + jsonBytes.length + length);
  const header = new DataView(glb.buffer);
  [0x46546c67, 2, glb.length, jsonBytes.length, 0x4e4f534a].forEach((word, i) => header.setUint32(i * 4, word, true));
  glb.set(jsonBytes, 20);
  header.setUint32(20 + jsonBytes.length, length, true);
  header.setUint32(24 + jsonBytes.length, 0x004e4942, true);
  glb.set(bin, 28 + jsonBytes.length);
  return glb;
}
