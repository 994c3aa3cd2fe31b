import { KinoraError } from '../../../errors.ts';

/**
 * One value of a node. Arrays of any kind are doubles. A 64-bit integer that a double cannot hold (some writers make
 * object ids of all 64 bits) is its decimal digits.
 */
export type FbxValue = number | string | Float64Array;

/** An element of an FBX document: `name: value, value { children }`. */
export interface FbxNode {
  readonly name: string;
  readonly values: readonly FbxValue[];
  readonly children: readonly FbxNode[];
}

/** A document, from either encoding: its top-level nodes. */
export interface FbxDocument {
  /** 7400 is FBX 2014. */
  readonly version: number;
  readonly nodes: readonly FbxNode[];
}

/** What stands in a document for one of the objects in it. */
export type FbxId = string;

export function childNamed(node: FbxNode | undefined, name: string): FbxNode | undefined {
  return node?.children.find((child) => child.name === name);
}

export function childrenNamed(node: FbxNode | undefined, name: string): readonly FbxNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

export function textOf(value: FbxValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The numbers of a child that holds one array: `KeyTime: *3 { a: 0,1,2 }`. None where it is missing. */
export function numbersOf(node: FbxNode, name: string): Float64Array {
  const values = bitsOf(node, name);
  if (!values.every(Number.isFinite)) throw badNumber(name, NaN);
  return values;
}

/** The same for an array in which some floats are the bits of something else, and need not be numbers. */
export function bitsOf(node: FbxNode, name: string): Float64Array {
  const [value] = childNamed(node, name)?.values ?? [];
  return value instanceof Float64Array ? value : new Float64Array(0);
}

/** The rows of a node's `Properties70`, by name: what stands behind name, type, label and flags. */
export function propertiesOf(node: FbxNode | undefined): ReadonlyMap<string, readonly FbxValue[]> {
  const rows = childrenNamed(childNamed(node, 'Properties70'), 'P');
  return new Map(rows.map(({ values }) => [textOf(values[0]), values.slice(4)]));
}

export function badNumber(name: string, value: number): KinoraError {
  return new KinoraError(
    'formats/fbx-number',
    `Cannot read the FBX file: "${name}" holds ${value}, which is no number`,
    {
      hint: 'Export the file again.',
      details: { property: name },
    },
  );
}
