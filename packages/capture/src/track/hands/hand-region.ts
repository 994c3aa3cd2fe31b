import type { Landmarks } from '../landmarks.ts';
import type { Region } from '../region.ts';

/** BlazePose's left points of a hand; the right ones are one above. */
const POSE = { wrist: 15, little: 17, index: 19 } as const;
const TRUNK = [11, 12, 23, 24] as const;

// By the points of the body a region is as large as hands are: what MediaPipe takes instead, the way from wrist to
// knuckles, shrinks when a hand points at the camera. In `pose_squats.mp4` the model saw 62 of 66 hands in such regions,
// and 58 in those.
const FROM_POSE_METRES = 0.33;
const HAND_METRES = 0.185;
// How MediaPipe widens the box around a hand, and moves it towards the fingers, in heights of the box
// (`hand_landmark_landmarks_to_roi.pbtxt`).
const FROM_HAND = 2;
const TO_FINGERS = 0.1;

/** Points of a hand that its region is put around: tips move too much. */
const STEADY = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18] as const;
const WRIST = 0;
const INDEX_KNUCKLE = 5;
const MIDDLE_KNUCKLE = 9;
const RING_KNUCKLE = 13;

/** Where a hand is by the points of the body: around the root of the middle finger, fingers up. */
export function regionFromPose(pose: Landmarks, side: 0 | 1): Region {
  const { image } = pose;
  const at = (point: number, axis: number): number => image[(point + side) * 4 + axis]!;
  const [x, y] = [0, 1].map((axis) => (2 * at(POSE.index, axis) + at(POSE.little, axis)) / 3) as [number, number];
  const [upX, upY] = [x - at(POSE.wrist, 0), y - at(POSE.wrist, 1)];
  const length = Math.sqrt(upX * upX + upY * upY);
  const size = FROM_POSE_METRES * pixelsPerMetre(pose);
  return { centreX: x, centreY: y, acrossX: (-upY * size) / length, acrossY: (upX * size) / length };
}

/** From the wrist to the finger tips, pixels, as the size of the body has it. */
export function handSizeOf(pose: Landmarks): number {
  return HAND_METRES * pixelsPerMetre(pose);
}

/** How large a metre at the trunk is in the picture. */
function pixelsPerMetre({ image, world }: Landmarks): number {
  return spreadOf(image, 4) / spreadOf(world, 3);
}

/** How far the corners of the trunk lie from their middle, across the view. */
function spreadOf(points: Float32Array, stride: number): number {
  let sum = 0;
  for (const axis of [0, 1]) {
    const places = TRUNK.map((point) => points[point * stride + axis]!);
    const middle = (places[0]! + places[1]! + places[2]! + places[3]!) / 4;
    for (const place of places) sum += (place - middle) * (place - middle);
  }
  return Math.sqrt(sum);
}

/** Where to look for a hand in the next frame: around its steady points, from the wrist to the knuckles is up. */
export function regionFromHand(image: Float32Array): Region {
  const [x, y] = [0, 1].map((axis) => {
    const at = (point: number): number => image[point * 3 + axis]!;
    return ((at(INDEX_KNUCKLE) + at(RING_KNUCKLE)) / 2 + at(MIDDLE_KNUCKLE)) / 2;
  }) as [number, number];
  const [wristX, wristY] = [image[WRIST * 3]!, image[WRIST * 3 + 1]!];
  const [upX, upY] = [x - wristX, y - wristY];
  const length = Math.sqrt(upX * upX + upY * upY);
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const point of STEADY) {
    const [dx, dy] = [image[point * 3]! - wristX, image[point * 3 + 1]! - wristY];
    // Rows run down: what points up turns clockwise into what points across.
    const across = (dy * upX - dx * upY) / length;
    const along = (dx * upX + dy * upY) / length;
    [left, right] = [Math.min(left, across), Math.max(right, across)];
    [low, high] = [Math.min(low, along), Math.max(high, along)];
  }
  const [across, along] = [(left + right) / 2, (low + high) / 2];
  const centreX = wristX + (along * upX - across * upY) / length;
  const centreY = wristY + (along * upY + across * upX) / length;
  const size = Math.max(right - left, high - low) * FROM_HAND;
  const shift = ((high - low) * TO_FINGERS) / length;
  return {
    centreX: centreX + upX * shift,
    centreY: centreY + upY * shift,
    acrossX: (-upY * size) / length,
    acrossY: (upX * size) / length,
  };
}
