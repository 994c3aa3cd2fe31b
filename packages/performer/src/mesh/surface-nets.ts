import type { Field } from '../field/field.ts';
import { clamp } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { distance, normalize } from '../math/vec3.ts';
import type { Axis } from './grid.ts';
import type { Mesh } from './mesh.ts';

type Axes = readonly [Axis, Axis, Axis];

/** A field sampled where the planes of a grid cross; x runs fastest. */
interface Samples {
  readonly axes: Axes;
  readonly values: Float32Array;
  /** How far one step along each axis is in `values`. */
  readonly strides: Vec3;
}

/** Corner pairs of a cell's twelve edges; bit 0, 1, 2 of a corner is its x, y, z. */
const EDGES = [0, 1, 2, 3, 4, 5, 6, 7, 0, 2, 1, 3, 4, 6, 5, 7, 0, 4, 1, 5, 2, 6, 3, 7];
const BLOCK = 4;

/**
 * Meshes the surface of a field by naive surface nets (Gibson 1998): one vertex per cell that the surface crosses, at
 * the mean of its edge crossings, then pulled onto the surface. Closed where the field closes inside the grid.
 */
export function surfaceNets(field: Field, box: Axes): Mesh {
  const axes: Axes = [widened(box[0]), widened(box[1]), widened(box[2])];
  const samples = sampleField(field, axes);
  const { vertexOfCell, positions } = placeVertices(samples);
  const slack = finestStep(axes) / 2;
  const settled = positions.map((p) => settle(field, p, slack));
  return {
    positions: settled,
    normals: settled.map((p) => gradient(field, p)),
    triangles: connectCells(samples, vertexOfCell, settled),
  };
}

/** Unit normal of the field at a point, by central differences. */
export function gradient(field: Field, [x, y, z]: Vec3): Vec3 {
  const e = 0.0012;
  return normalize([
    field([x + e, y, z]) - field([x - e, y, z]),
    field([x, y + e, z]) - field([x, y - e, z]),
    field([x, y, z + e]) - field([x, y, z - e]),
  ]);
}

/** One plane more at both ends: quads need a cell on either side, and the surface may touch the box. */
function widened(planes: Axis): Axis {
  const last = planes.length - 1;
  return [2 * planes[0]! - planes[1]!, ...planes, 2 * planes[last]! - planes[last - 1]!];
}

function finestStep(axes: Axes): number {
  return Math.min(...axes.flatMap((planes) => planes.slice(1).map((plane, i) => plane - planes[i]!)));
}

function sampleField(field: Field, axes: Axes): Samples {
  const [xs, ys, zs] = axes;
  const strides: Vec3 = [1, xs.length, xs.length * ys.length];
  const values = new Float32Array(strides[2] * zs.length);
  for (let k = 0; k < zs.length; k += BLOCK) {
    for (let j = 0; j < ys.length; j += BLOCK) {
      for (let i = 0; i < xs.length; i += BLOCK) fillBlock(field, axes, strides, values, [i, j, k]);
    }
  }
  return { axes, values, strides };
}

/** Most of a grid is far from the surface: there one sample stands for the whole block. */
function fillBlock(field: Field, axes: Axes, strides: Vec3, values: Float32Array, from: Vec3): void {
  const to = from.map((start, a) => Math.min(start + BLOCK, axes[a]!.length));
  const low = from.map((start, a) => axes[a]![start]!);
  const high = to.map((end, a) => axes[a]![Math.min(end, axes[a]!.length - 1)]!);
  const middle = low.map((value, a) => (value + high[a]!) / 2) as unknown as Vec3;
  const radius = Math.hypot(high[0]! - low[0]!, high[1]! - low[1]!, high[2]! - low[2]!) / 2;
  const centre = field(middle);
  // Our fields under- and overshoot by up to a third away from the surface.
  const far = Math.abs(centre) > radius * 1.6;
  for (let k = from[2]; k < to[2]!; k++) {
    for (let j = from[1]; j < to[1]!; j++) {
      for (let i = from[0]; i < to[0]!; i++) {
        values[i + j * strides[1] + k * strides[2]] = far ? centre : field([axes[0][i]!, axes[1][j]!, axes[2][k]!]);
      }
    }
  }
}

function placeVertices({ axes, values, strides }: Samples): { vertexOfCell: Int32Array; positions: Vec3[] } {
  const [xs, ys, zs] = axes;
  const vertexOfCell = new Int32Array(values.length).fill(-1);
  const positions: Vec3[] = [];
  const corners = new Float64Array(8);
  for (let k = 0; k < zs.length - 1; k++) {
    for (let j = 0; j < ys.length - 1; j++) {
      for (let i = 0; i < xs.length - 1; i++) {
        const cell = i + j * strides[1] + k * strides[2];
        let inside = 0;
        for (let c = 0; c < 8; c++) {
          corners[c] = values[cell + (c & 1) + ((c >> 1) & 1) * strides[1] + (c >> 2) * strides[2]]!;
          if (corners[c]! < 0) inside++;
        }
        if (inside === 0 || inside === 8) continue;
        const [u, v, w] = meanCrossing(corners);
        vertexOfCell[cell] = positions.length;
        positions.push([between(xs, i, u), between(ys, j, v), between(zs, k, w)]);
      }
    }
  }
  return { vertexOfCell, positions };
}

/** Mean of the points at which the surface crosses a cell's edges, each coordinate 0…1 across the cell. */
function meanCrossing(corners: Float64Array): Vec3 {
  const sum: [number, number, number] = [0, 0, 0];
  let crossings = 0;
  for (let e = 0; e < EDGES.length; e += 2) {
    const a = EDGES[e]!;
    const b = EDGES[e + 1]!;
    if (corners[a]! < 0 === corners[b]! < 0) continue;
    const t = corners[a]! / (corners[a]! - corners[b]!);
    for (let d = 0; d < 3; d++) {
      const from = (a >> d) & 1;
      sum[d]! += from + (((b >> d) & 1) - from) * t;
    }
    crossings++;
  }
  return [sum[0] / crossings, sum[1] / crossings, sum[2] / crossings];
}

function between(planes: Axis, index: number, t: number): number {
  return planes[index]! + (planes[index + 1]! - planes[index]!) * t;
}

/** Two damped Newton steps: the mean of crossings lies a little inside a curved surface. */
function settle(field: Field, start: Vec3, slack: number): Vec3 {
  let p = start;
  for (let step = 0; step < 2; step++) {
    const normal = gradient(field, p);
    const move = clamp(field(p), -slack, slack) * 0.8;
    p = [p[0] - normal[0] * move, p[1] - normal[1] * move, p[2] - normal[2] * move];
  }
  return p;
}

/** One quad around every grid edge that the surface crosses, split along its shorter diagonal. */
function connectCells(
  { axes, values, strides }: Samples,
  vertexOfCell: Int32Array,
  positions: readonly Vec3[],
): number[] {
  const triangles: number[] = [];
  const counts = axes.map((planes) => planes.length);
  for (let k = 1; k < counts[2]! - 1; k++) {
    for (let j = 1; j < counts[1]! - 1; j++) {
      for (let i = 1; i < counts[0]! - 1; i++) {
        const at = i + j * strides[1] + k * strides[2];
        const inside = values[at]! < 0;
        for (let d = 0; d < 3; d++) {
          if (values[at + strides[d]!]! < 0 === inside) continue;
          const u = strides[(d + 1) % 3]!;
          const v = strides[(d + 2) % 3]!;
          const around = [at - u - v, at - v, at, at - u].map((cell) => vertexOfCell[cell]!);
          pushQuad(triangles, positions, inside ? around : around.reverse());
        }
      }
    }
  }
  return triangles;
}

function pushQuad(triangles: number[], positions: readonly Vec3[], quad: readonly number[]): void {
  const [a, b, c, d] = quad as [number, number, number, number];
  if (distance(positions[a]!, positions[c]!) < distance(positions[b]!, positions[d]!)) {
    triangles.push(a, b, c, a, c, d);
  } else {
    triangles.push(a, b, d, b, c, d);
  }
}
