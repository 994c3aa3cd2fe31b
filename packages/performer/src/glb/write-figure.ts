import type { Figure, Finish } from '../figure.ts';
import type { Vec3 } from '../math/vec3.ts';
import { scale } from '../math/vec3.ts';
import { conjugate, rotate } from '../math/quat.ts';
import type { Joint } from '../skeleton.ts';
import { bindOf, localTranslations } from '../skeleton.ts';
import { BinaryChunk, INDICES, packGlb, VERTICES } from './binary.ts';
import type { Geometry } from './geometry.ts';
import { mergeParts } from './geometry.ts';

const UNLIT = 'KHR_materials_unlit';
const ROUGHNESS: Record<Finish, number> = { matte: 0.78, gloss: 0.32, glow: 1 };

/** A skinned GLB of a figure: one mesh, one primitive per finish, one skin; the nodes rest unturned. */
export function writeFigure(figure: Figure): Uint8Array<ArrayBuffer> {
  const { skeleton, parts, name } = figure;
  const binary = new BinaryChunk();
  const finishes = [...new Set(parts.map(({ finish }) => finish))];
  const primitives = finishes.map((finish, material) => {
    const geometry = mergeParts(
      figure,
      parts.filter((part) => part.finish === finish),
    );
    return { ...addGeometry(binary, geometry), material };
  });
  const inverseBindMatrices = binary.add(Float32Array.from(skeleton.flatMap(inverseBind)), 'MAT4');
  const json = {
    asset: { version: '2.0', generator: 'Kinora performer' },
    ...(finishes.includes('glow') && { extensionsUsed: [UNLIT] }),
    scene: 0,
    scenes: [{ nodes: [0, 1] }],
    nodes: [{ name, mesh: 0, skin: 0 }, ...jointNodes(figure)],
    meshes: [{ name, primitives }],
    materials: finishes.map(material),
    skins: [{ joints: skeleton.map((_, i) => i + 1), inverseBindMatrices, skeleton: 1 }],
    accessors: binary.accessors,
    bufferViews: binary.bufferViews,
    buffers: [{ byteLength: binary.byteLength }],
  };
  return packGlb(json, binary.bytes());
}

function addGeometry(binary: BinaryChunk, geometry: Geometry): object {
  const target = VERTICES;
  return {
    attributes: {
      POSITION: binary.add(geometry.positions, 'VEC3', { target, bounds: true }),
      NORMAL: binary.add(geometry.normals, 'VEC3', { target }),
      COLOR_0: binary.add(geometry.colours, 'VEC4', { target, normalized: true }),
      JOINTS_0: binary.add(geometry.joints, 'VEC4', { target }),
      WEIGHTS_0: binary.add(geometry.weights, 'VEC4', { target, normalized: true }),
    },
    indices: binary.add(geometry.indices, 'SCALAR', { target: INDICES }),
  };
}

/** The root joint is node 1: node 0 carries the mesh. */
function jointNodes({ skeleton }: Figure): object[] {
  const translations = localTranslations(skeleton);
  return skeleton.map(({ name }, i) => {
    const children = skeleton.flatMap(({ parent }, child) => (parent === name ? [child + 1] : []));
    return { name, translation: translations[i], ...(children.length > 0 && { children }) };
  });
}

function inverseBind(joint: Joint): number[] {
  const { position, turn } = bindOf(joint);
  const back = conjugate(turn);
  const axes: Vec3[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  return [...axes.flatMap((axis) => [...rotate(back, axis), 0]), ...scale(rotate(back, position), -1), 1];
}

/** The vertex colours carry the hue; what glows shows it whatever the light. */
function material(finish: Finish): object {
  return {
    name: finish,
    pbrMetallicRoughness: { baseColorFactor: [1, 1, 1, 1], metallicFactor: 0, roughnessFactor: ROUGHNESS[finish] },
    ...(finish === 'glow' && { extensions: { [UNLIT]: {} } }),
  };
}
