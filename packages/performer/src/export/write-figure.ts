import { ARKIT } from '../blendshapes/names.ts';
import type { Figure, Finish, Part } from '../figure.ts';
import { conjugate, rotate } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { scale } from '../math/vec3.ts';
import type { Joint, Skeleton } from '../skeleton.ts';
import { bindOf, localTranslations } from '../skeleton.ts';
import { BinaryChunk, INDICES, packGlb, VERTICES } from './binary.ts';
import type { JointNames } from './bones.ts';
import { jointNamer } from './bones.ts';
import type { Geometry } from './geometry.ts';
import { mergeParts } from './geometry.ts';
import { addTargets, mergeMorphs, QUANTIZED } from './morph-targets.ts';
import type { RestPose } from './rest.ts';
import { renamedSkeleton, restIn } from './rest.ts';
import { VRM, vrmExtension } from './vrm.ts';

export interface WriteOptions {
  /** Default: as the figure's own skeleton has them. */
  readonly names?: JointNames;
  /** Default T, which VRM asks for. */
  readonly rest?: RestPose;
  /** With the VRM 1.0 extension: humanoid, expressions, look-at, licence. Default false. */
  readonly vrm?: boolean;
}

const UNLIT = 'KHR_materials_unlit';
const ROUGHNESS: Record<Finish, number> = { matte: 0.82, skin: 0.6, gloss: 0.3, glow: 1 };

/**
 * A skinned GLB of a figure. What has blendshapes is a mesh of its own, "Face", the rest is one called after the figure,
 * each with one primitive per finish; both share one skin, and its nodes rest unturned.
 */
export function writeFigure(figure: Figure, options: WriteOptions = {}): Uint8Array<ArrayBuffer> {
  const { names, rest = 'T', vrm = false } = options;
  const { name, parts } = figure;
  const binary = new BinaryChunk();
  const finishes = [...new Set(parts.map(({ finish }) => finish))];
  const skeleton = restIn(rest, names ? renamedSkeleton(figure.skeleton, jointNamer(names)) : figure.skeleton);
  const bodyMesh = { name, parts: parts.filter(({ morphs }) => !morphs), morphs: [] };
  const faceMesh = { name: 'Face', parts: parts.filter(({ morphs }) => morphs), morphs: morphNames(parts) };
  const meshes = [bodyMesh, faceMesh].filter((mesh) => mesh.parts.length > 0);
  const written = meshes.map((mesh) => addMesh(binary, figure.skeleton, mesh, finishes));
  const inverseBindMatrices = binary.add(Float32Array.from(skeleton.flatMap(inverseBind)), 'MAT4');
  const firstJoint = meshes.length;
  const extensionsRequired = [QUANTIZED];
  const extensionsUsed = [...extensionsRequired, ...(finishes.includes('glow') ? [UNLIT] : []), ...(vrm ? [VRM] : [])];
  const face = { node: meshes.indexOf(faceMesh), morphs: faceMesh.morphs };
  const nodeOf = (joint: string): number => firstJoint + figure.skeleton.findIndex(({ name }) => name === joint);
  const json = {
    asset: { version: '2.0', generator: 'Kinora performer' },
    extensionsUsed,
    extensionsRequired,
    scene: 0,
    scenes: [{ nodes: [...meshes.keys(), firstJoint] }],
    nodes: [...meshes.map((mesh, i) => ({ name: mesh.name, mesh: i, skin: 0 })), ...jointNodes(skeleton, firstJoint)],
    meshes: written,
    materials: finishes.map(material),
    skins: [{ joints: skeleton.map((_, i) => firstJoint + i), inverseBindMatrices, skeleton: firstJoint }],
    accessors: binary.accessors,
    bufferViews: binary.bufferViews,
    buffers: [{ byteLength: binary.byteLength }],
    ...(vrm && {
      extensions: { [VRM]: vrmExtension({ name, skeleton: figure.skeleton, nodeOf, ...(face.node >= 0 && { face }) }) },
    }),
  };
  return packGlb(json, binary.bytes());
}

interface MeshPlan {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly morphs: readonly string[];
}

/** ARKit's order, as far as anything moves. */
function morphNames(parts: readonly Part[]): string[] {
  const used = new Set(parts.flatMap(({ morphs = [] }) => morphs.map(({ name }) => name)));
  return ARKIT.filter((name) => used.has(name));
}

function addMesh(
  binary: BinaryChunk,
  skeleton: Skeleton,
  { name, parts, morphs }: MeshPlan,
  finishes: readonly Finish[],
): object {
  const primitives = finishes.flatMap((finish, material) => {
    const finished = parts.filter((part) => part.finish === finish);
    if (finished.length === 0) return [];
    const geometry = mergeParts(skeleton, finished);
    const targets =
      morphs.length > 0 ? addTargets(binary, mergeMorphs(finished, morphs), geometry.positions.length / 3) : [];
    return [{ ...addGeometry(binary, geometry), material, ...(targets.length > 0 && { targets }) }];
  });
  return {
    name,
    primitives,
    ...(morphs.length > 0 && { weights: morphs.map(() => 0), extras: { targetNames: morphs } }),
  };
}

function addGeometry(binary: BinaryChunk, geometry: Geometry): object {
  const target = VERTICES;
  return {
    attributes: {
      POSITION: binary.add(geometry.positions, 'VEC3', { target, bounds: true }),
      NORMAL: binary.add(geometry.normals, 'VEC3', { target, normalized: true, stride: 8 }),
      COLOR_0: binary.add(geometry.colours, 'VEC4', { target, normalized: true }),
      JOINTS_0: binary.add(geometry.joints, 'VEC4', { target }),
      WEIGHTS_0: binary.add(geometry.weights, 'VEC4', { target, normalized: true }),
    },
    indices: binary.add(geometry.indices, 'SCALAR', { target: INDICES }),
  };
}

/** The nodes of the meshes come first. */
function jointNodes(skeleton: Skeleton, first: number): object[] {
  const translations = localTranslations(skeleton);
  return skeleton.map(({ name }, i) => {
    const children = skeleton.flatMap(({ parent }, child) => (parent === name ? [first + child] : []));
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
