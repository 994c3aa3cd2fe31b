import { cropRegion } from '../crop.ts';
import type { Frame } from '../frame.ts';
import type { FaceLandmarks, Landmarks, Run } from '../landmarks.ts';
import { isUsable, sideOf } from '../region.ts';
import type { Region } from '../region.ts';
import { createEyeContrast } from './eye-contrast.ts';
import { FACE_DETECTOR_SIZE, readFaces } from './face-detection.ts';
import { faceSizeOf } from './face-region.ts';
import { disagreement, headPlaceOf, isOnHead } from './head-place.ts';
import type { HeadPlace } from './head-place.ts';
import { FACE_SIZE, readFace } from './read-face.ts';
import type { ReadFace } from './read-face.ts';

/** Models of MediaPipe's face mesh. */
export interface FaceModels {
  /** Finds faces: [128 × 128 × 3] in [−1, 1]. */
  readonly detector: Run;
  /** Points of a face: [192 × 192 × 3] in [0, 1]. */
  readonly face: Run;
}

/** Follows the face of the person whose body is followed. */
export interface FaceTracker {
  /**
   * Finds the face in the next frame.
   *
   * @param pose - of the same frame.
   * @returns undefined where it is turned away, too small, or not seen.
   */
  track(frame: Frame, pose: Landmarks | undefined): Promise<FaceLandmarks | undefined>;
  /** Says that the next frame belongs to another scene. */
  cut(): void;
}

const DETECTOR_RANGE = { scale: 2 / 255, offset: -1 };
const FACE_RANGE = { scale: 1 / 255, offset: 0 };
const MIN_SCORE = 0.5;
/** Pixels from edge to edge of a face: with fewer of them its points say what faces look like, and not what this one does. */
const SMALLEST = 32;

/** How far the points may lie from those that the body has of them, as a share of the face's size. */
const MOST_APART = 0.22;

/** Frames must come in order, one at a time. */
export function createFaceTracker({ detector, face }: FaceModels): FaceTracker {
  const find = createFind(detector);
  const look = createLook(face);
  const eyeContrast = createEyeContrast();
  let last: { readonly region: Region; readonly head: HeadPlace } | undefined;

  /** By the detector. What is seen in its square is not yet what is seen in the face's own: it is looked at once more. */
  async function lookAnew(frame: Frame, pose: Landmarks, head: HeadPlace): Promise<ReadFace | undefined> {
    const first = await look(frame, pose, head, await find(frame, head));
    return first && ((await look(frame, pose, head, first.next)) ?? first);
  }

  return {
    async track(frame, pose) {
      if (!pose) {
        last = undefined;
        return undefined;
      }
      const head = headPlaceOf(pose);
      const found =
        (await look(frame, pose, head, last && moved(last.region, last.head, head))) ??
        (await lookAnew(frame, pose, head));
      last = found && { region: found.next, head };
      return found && { ...found.face, eyes: eyeContrast(frame, found.face.image) };
    },
    cut() {
      last = undefined;
    },
  };
}

type Find = (frame: Frame, head: HeadPlace) => Promise<Region | undefined>;

/** Finds where on a head the face is. */
function createFind(detector: Run): Find {
  const input = new Float32Array(FACE_DETECTOR_SIZE * FACE_DETECTOR_SIZE * 3);
  return async (frame, head) => {
    if (!isUsable(head.region)) return undefined;
    cropRegion(input, FACE_DETECTOR_SIZE, frame, head.region, DETECTOR_RANGE);
    return readFaces(await detector(input), head.region).find((found) => isOnHead(head, found.region))?.region;
  };
}

type Look = (
  frame: Frame,
  pose: Landmarks,
  head: HeadPlace,
  place: Region | undefined,
) => Promise<ReadFace | undefined>;

/** Reads a face in one place; undefined where there is none, or one that is not on this body. */
function createLook(face: Run): Look {
  const input = new Float32Array(FACE_SIZE * FACE_SIZE * 3);
  return async (frame, pose, head, place) => {
    if (!place || !isUsable(place) || !isOnHead(head, place) || faceSizeOf(sideOf(place)) < SMALLEST) return undefined;
    cropRegion(input, FACE_SIZE, frame, place, FACE_RANGE);
    const read = readFace(await face(input), place);
    if (!(read.face.score >= MIN_SCORE) || !isUsable(read.next)) return undefined;
    return disagreement(pose, read.face.image) < MOST_APART * faceSizeOf(sideOf(read.next)) ? read : undefined;
  };
}

/** Between two frames a head may go farther than its own size, and the body knows where to. */
function moved(region: Region, from: HeadPlace, to: HeadPlace): Region {
  return { ...region, centreX: region.centreX + to.x - from.x, centreY: region.centreY + to.y - from.y };
}
