/**
 * What of a document is read: the scene's skeleton and its motion. Meshes, pictures and whatever else fills a file are
 * stepped over, so their size costs nothing.
 */

const SECTIONS: ReadonlySet<string> = new Set([
  'FBXHeaderExtension',
  'GlobalSettings',
  'Definitions',
  'Objects',
  'Connections',
]);

const OBJECTS: ReadonlySet<string> = new Set([
  'Model',
  'Pose',
  'Deformer',
  'AnimationStack',
  'AnimationLayer',
  'AnimationCurveNode',
  'AnimationCurve',
]);

const ARRAYS: ReadonlySet<string> = new Set([
  'KeyTime',
  'KeyValueFloat',
  'KeyAttrFlags',
  'KeyAttrDataFloat',
  'KeyAttrRefCount',
  'Matrix',
  'TransformLink',
]);

/**
 * Whether a node is read.
 *
 * @param path - the names of the nodes around it, outermost first.
 */
export function isRelevant(name: string, path: readonly string[]): boolean {
  if (path.length === 0) return SECTIONS.has(name);
  return path.length > 1 || path[0] !== 'Objects' || OBJECTS.has(name);
}

/** Whether the array in a node is read. */
export function isRelevantArray(name: string): boolean {
  return ARRAYS.has(name);
}

/** Nodes inside each other: real files have 6. */
export const MAX_DEPTH = 32;
/** Nodes that are read: a hundred joints with a curve for each channel have 20 000. */
export const MAX_NODES: number = 2 ** 20;
/** Values of one node, arrays apart. */
export const MAX_VALUES = 1024;
/** Numbers in all arrays: 2²⁵ are 256 MiB. */
export const MAX_NUMBERS: number = 2 ** 25;
