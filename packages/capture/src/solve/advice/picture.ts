import type { CaptureAdvice } from '@kinora/core/motion';
import type { Slope } from '../ground/floor.ts';
import type { Tilt } from '../ground/gravity.ts';
import type { Take } from './advice.ts';
import { adviseEach, stretchesOf } from './stretches.ts';

/** Lightness of the person and what is around, [0, 1]: less is a dark room. */
const DARK = 0.16;
/** How much it differs within that part of the picture: less is fog, or a light from behind. */
const FLAT = 0.06;
const DEGREE = Math.PI / 180;
// Level enough, tangents: a lean shows in the picture, by door frames, so that people hold it better than up and down
// (there it is what the solver takes for granted).
const LEVEL_SIDE = Math.tan(3 * DEGREE);
const LEVEL_DOWN = Math.tan(6 * DEGREE);
/** Standard deviations that it must be beyond: of cameras that are just level enough, 1 in 40 is taken for tilted. */
const SURE = 2;
/** Shares of the picture by which what stands still goes past, a second. */
const MOVING = 0.04;

/** Light and camera. */
export function adviseOnPicture({ frames, times }: Take, tilt: Tilt): CaptureAdvice[] {
  const light = (frame: number): { mean: number; spread: number } =>
    frames[frame]!.landmarks?.light ?? { mean: 1, spread: 1 };
  const isDark = (frame: number): boolean => light(frame).mean < DARK;
  const isFlat = (frame: number): boolean => !isDark(frame) && light(frame).spread < FLAT;
  const cuts = frames.flatMap(({ isCut }, frame) => (isCut && frame > 0 ? [frame] : []));
  return [
    ...adviseEach(stretchesOf(times, isDark), times, () => DARK_ADVICE),
    ...adviseEach(stretchesOf(times, isFlat), times, () => FLAT_ADVICE),
    ...cuts.slice(0, 3).map((frame) => ({ ...CUT, from: times[frame - 1]!, to: times[frame]! })),
    ...adviseEach(
      stretchesOf(times, (frame) => (frames[frame]!.cameraSpeed ?? 0) > MOVING),
      times,
      () => CAMERA_MOVED,
    ),
    ...adviseOnTilt(tilt),
  ];
}

const DARK_ADVICE: CaptureAdvice = {
  code: 'dark',
  text: 'The person was hardly lit: hands and feet are placed badly in the dark. Switch on more light, in front of the person.',
};

const FLAT_ADVICE: CaptureAdvice = {
  code: 'flat',
  text: 'The person hardly stood out from what is around. Wear clothes of another colour than the background, and avoid light from behind.',
};

const CUT: CaptureAdvice = {
  code: 'cut',
  text: 'There is a cut in the video: the motion jumps there. Capture the parts one by one.',
};

const CAMERA_MOVED: CaptureAdvice = {
  code: 'camera-moved',
  text: 'The camera moved: where the person walks is then not true, and feet may slide. Put the camera on something that stands still.',
};

/** A camera that leans is known by who stands in the picture, to a degree; one that looks up or down by depths alone, to six. */
function adviseOnTilt({ side, down }: Tilt): CaptureAdvice[] {
  const ways = [
    ...(isSurely(side, LEVEL_SIDE) ? [`leaned to one side by about ${degrees(side)}°`] : []),
    ...(isSurely(down, LEVEL_DOWN) ? [`looked ${down.value > 0 ? 'down' : 'up'} by about ${degrees(down)}°`] : []),
  ];
  if (ways.length === 0) return [];
  return [
    {
      code: 'camera-tilted',
      text: `The camera ${ways.join(', and ')}, which was taken out as well as the feet tell. Hold it level, at the height of the hips or the chest.`,
    },
  ];
}

function isSurely({ value, sigma }: Slope, more: number): boolean {
  return Math.abs(value) - SURE * sigma > more;
}

function degrees({ value }: Slope): number {
  return Math.round(Math.atan(Math.abs(value)) / DEGREE);
}
