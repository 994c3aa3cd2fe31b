import type { Node } from '@babylonjs/core/node.js';

/** What the glTF loader notes on everything that it makes. */
interface GltfNote {
  readonly gltf?: { readonly pointers?: readonly string[] };
}

/**
 * Where in the file a node of the scene comes from.
 *
 * @param pattern - of the JSON pointer, with one group: the number that is asked for.
 */
export function gltfNumber(node: Node, pattern: RegExp): number | undefined {
  // Babylon marks the field internal but names it in its own tools (glTF interactivity); guarded by a test.
  const note = node._internalMetadata as GltfNote | undefined;
  for (const pointer of note?.gltf?.pointers ?? []) {
    const number = pattern.exec(pointer)?.[1];
    if (number !== undefined) return Number(number);
  }
  return undefined;
}
