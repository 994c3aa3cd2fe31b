import type { Landmarks } from '../landmarks.ts';
import type { Region } from '../region.ts';

/** BlazePose's left points of a hand; the right ones are one above. */
const POSE = { wrist: 15, little: 17, index: 19 } as const;

// How MediaPipe widens what it knows of a hand, and moves it towards the fingers, in sides of what was known
// (`hand_landmarks_from_pose_to_recrop_roi.pbtxt`, `hand_landmark_landmarks_to_roi.pbtxt`).
const FROM_POSE = 2.7;
const FROM_HAND = 2;
const TO_FINGERS = 0.1;

/** Points of a hand that its region is put around: tips move too much. */
const STEADY = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18] as const;
const WRIST = 0;
const INDEX_KNUCKLE = 5;
const MIDDLE_KNUCKLE = 9;
const RING_KNUCKLE = 13;

/** Where a hand is by the points of the body: around the root of the middle finger, fingers up. */
export function regionFromPose({ image }: Landmarks, side: 0 | 1): Region {
  const at = (point: number, axis: number): number => image[(point + side) * 4 + axis]!;
  const [x, y] = [0, 1].map((axis) => (2 * at(POSE.index, axis) + at(POSE.little, axis)) / 3) as [number, number];
  const [upX, upY] = [x - at(POSE.wrist, 0), y - at(POSE.wrist, 1)];
  // From the wrist to the knuckle is half of a side, which is widened.
  return region(x, y, upX, upY, { width: 2, height: 2 }, FROM_POSE);
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
  return region(centreX, centreY, upX / length, upY / length, { width: right - left, height: high - low }, FROM_HAND);
}

/** @param box - in lengths of `up`. */
function region(
  x: number,
  y: number,
  upX: number,
  upY: number,
  { width, height }: { readonly width: number; readonly height: number },
  widened: number,
): Region {
  const side = Math.max(width, height) * widened;
  const shift = height * TO_FINGERS;
  return { centreX: x + upX * shift, centreY: y + upY * shift, acrossX: -upY * side, acrossY: upX * side };
}
