import { readGlbJson, replaceGlbJson } from './glb-json.ts';
import type { GlbJson } from './glb-json.ts';
import { freeName } from './root-joint.ts';

/**
 * The same file with one more node at the origin, above all others of a scene (`rootAtOrigin`). Numbers of nodes stay as
 * they are, and so do skins and animations.
 */
export function addRootNode(glb: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return replaceGlbJson(glb, withRoots(readGlbJson(glb)));
}

/** Each scene gets a root of its own: a node has one parent. */
function withRoots(json: GlbJson): GlbJson {
  const nodes = [...(json.nodes ?? [])];
  const scenes = (json.scenes ?? []).map((scene) => {
    const name = freeName(nodes.map((node) => node.name ?? ''));
    nodes.push({ name, children: scene.nodes ?? [] });
    return { ...scene, nodes: [nodes.length - 1] };
  });
  return { ...json, nodes, scenes };
}
