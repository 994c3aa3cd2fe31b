import { readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { expect } from 'vitest';
import { commands } from 'vitest/browser';
import { jointPlaces } from './joint-places.ts';

/**
 * Captures a video in Node as well, and expects every joint of every frame where the browser has it: within 1.5 cm in the
 * mean, and 95 % of them within 4 cm.
 *
 * @param path - of the video, from the project's root.
 */
export async function expectSameInNode(inBrowser: Clip, path: string): Promise<void> {
  const glb = await commands.captureInNode(path);
  const inNode = readGlb(Uint8Array.from(atob(glb), (letter) => letter.charCodeAt(0))).clips[0]!;
  const distances = jointDistances(inBrowser, inNode).sort((a, b) => a - b);
  const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
  const p95 = distances[Math.floor(distances.length * 0.95)]!;
  const cm = (metres: number): string => (metres * 100).toFixed(3);
  console.info(
    `${path}: browser and Node ${cm(mean)} cm apart, 95 % within ${cm(p95)}, all within ${cm(distances.at(-1)!)}`,
  );
  expect(mean).toBeLessThanOrEqual(0.015);
  expect(p95).toBeLessThanOrEqual(0.04);
}

/** How far apart two clips of the same video have each joint in each frame, metres. */
function jointDistances(a: Clip, b: Clip): number[] {
  expect(b.frames).toBe(a.frames);
  return a.rig.names.flatMap((_, joint) => {
    const [ours, theirs] = [jointPlaces(a, joint), jointPlaces(b, joint)];
    return Array.from({ length: a.frames }, (_, frame) =>
      Math.hypot(...[0, 1, 2].map((axis) => ours[frame * 3 + axis]! - theirs[frame * 3 + axis]!)),
    );
  });
}
