import type { Part } from '../figure.ts';
import { clamp } from '../math/scalar.ts';
import type { Skeleton } from '../skeleton.ts';
import { jointIndices } from '../skeleton.ts';
import { packInfluences } from '../skin/influences.ts';

/** Vertex arrays as a glTF primitive wants them. */
export interface Geometry {
  /** [vertices × 3] metres. */
  readonly positions: Float32Array;
  /** [vertices × 4] unit length × 32767, and a fourth that only fills the row. */
  readonly normals: Int16Array;
  /** [vertices × 4] linear, opaque. 16 bits: 8 show as bands in dark hair. */
  readonly colours: Uint16Array;
  /** [vertices × 4] */
  readonly joints: Uint8Array;
  /** [vertices × 4] adding up to 255. */
  readonly weights: Uint8Array;
  readonly indices: Uint16Array | Uint32Array;
}

/** Puts parts of a figure into one geometry. */
export function mergeParts(skeleton: Skeleton, parts: readonly Part[]): Geometry {
  const vertices = parts.reduce((sum, { mesh }) => sum + mesh.positions.length, 0);
  const corners = parts.reduce((sum, { mesh }) => sum + mesh.triangles.length, 0);
  const geometry: Geometry = {
    positions: new Float32Array(vertices * 3),
    normals: new Int16Array(vertices * 4),
    colours: new Uint16Array(vertices * 4),
    joints: new Uint8Array(vertices * 4),
    weights: new Uint8Array(vertices * 4),
    indices: vertices < 65536 ? new Uint16Array(corners) : new Uint32Array(corners),
  };
  const jointIndex = jointIndices(skeleton);
  let vertex = 0;
  let corner = 0;
  for (const part of parts) {
    const first = vertex;
    for (const index of part.mesh.triangles) geometry.indices[corner++] = first + index;
    for (let i = 0; i < part.mesh.positions.length; i++, vertex++) {
      writeVertex(geometry, vertex, part, i, jointIndex);
    }
  }
  return geometry;
}

function writeVertex(
  geometry: Geometry,
  vertex: number,
  part: Part,
  i: number,
  jointIndex: ReadonlyMap<string, number>,
): void {
  const position = part.mesh.positions[i]!;
  const normal = part.mesh.normals[i]!;
  geometry.positions.set(position, vertex * 3);
  geometry.normals.set(
    normal.map((component) => Math.round(component * 32767)),
    vertex * 4,
  );
  const colour = part.colours[i]!.map((channel) => Math.round(toLinear(clamp(channel)) * 65535));
  geometry.colours.set([...colour, 65535], vertex * 4);
  const { joints, weights } = packInfluences(part.influences[i]!, jointIndex);
  geometry.joints.set(joints, vertex * 4);
  geometry.weights.set(weights, vertex * 4);
}

/** sRGB to linear light (IEC 61966-2-1): glTF vertex colours are linear. */
function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
