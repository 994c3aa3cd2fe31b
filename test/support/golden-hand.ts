import { readFileSync } from 'node:fs';
import { nodeModels } from '../../packages/capture/src/node/node-models.ts';
import { createModelLoader } from '../../packages/capture/src/pose-models.ts';
import type { Frame, Plane } from '../../packages/capture/src/track/frame.ts';
import type { HandModels } from '../../packages/capture/src/track/hands/hand-tracker.ts';
import type { HandLandmarks, Landmarks } from '../../packages/capture/src/track/landmarks.ts';
import { sharedAsset } from './shared-assets.ts';

type Points = readonly (readonly [number, number, number])[];

/** The published reference landmarks of `asl_hand.25fps.mp4`, a right hand. Call inside `describeShared` only. */
export function goldenHand(): readonly HandLandmarks[] {
  const world = readPoints('videos/asl_hand_3d.full.json');
  const image = readPoints('videos/asl_hand.full.json');
  return world.map((points, frame) => ({
    presence: 1,
    world: Float32Array.from(points.flat()),
    image: Float32Array.from(image[frame]!.flat()),
  }));
}

function readPoints(path: string): readonly Points[] {
  return JSON.parse(readFileSync(sharedAsset(path), 'utf8')) as readonly Points[];
}

/** The real model, as Node runs it. */
export async function loadHandModels(): Promise<HandModels> {
  const models = await createModelLoader(nodeModels)({ quality: 'lite', hands: true }, new AbortController().signal);
  return models.hands!; // Asked for in the line above.
}

/** A body that has one hand, and the other one far out of the picture. */
export function asPose(hand: HandLandmarks, side: 0 | 1): Landmarks {
  const image = new Float32Array(33 * 4).fill(-1e4);
  const world = new Float32Array(33 * 3);
  // Three points that BlazePose has of a hand, and those of the hand model.
  for (const [point, from] of [
    [15, 0],
    [17, 17],
    [19, 5],
  ] as const) {
    image.set([hand.image[from * 3]!, hand.image[from * 3 + 1]!, 0, 1], (point + side) * 4);
  }
  const scale = pixelsPerMetre(hand);
  [11, 12, 23, 24].forEach((point, i) => {
    const [x, y] = [i % 2, i >> 1];
    world.set([x, y, 0], point * 3);
    image.set([x * scale, y * scale, 0, 1], point * 4);
  });
  return { time: 0, score: 1, image, world };
}

function pixelsPerMetre({ image, world }: HandLandmarks): number {
  const palm = (points: Float32Array): number =>
    Math.hypot(...[0, 1].map((axis) => points[9 * 3 + axis]! - points[axis]!));
  return palm(image) / palm(world);
}

/** The same picture in a mirror. */
export function mirrored(frame: Frame): Frame {
  const mirror = (plane: Plane): Plane => {
    const [a, b, c, d, e, f] = plane.fromUpright;
    const last = frame.width - 1;
    return { ...plane, fromUpright: [-a, b, c + a * last, -d, e, f + d * last] };
  };
  const [first, second, third] = frame.planes;
  return { ...frame, planes: [mirror(first), mirror(second), mirror(third)] };
}
