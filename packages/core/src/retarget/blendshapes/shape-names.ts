/**
 * Apple ARKit's 52 (`ARFaceAnchor.BlendShapeLocation`), as capture services, Kinetix and Ready Player Me write them.
 * Left is the person's own.
 */
export const ARKIT_SHAPES: readonly string[] = [
  ...['browDownLeft', 'browDownRight', 'browInnerUp', 'browOuterUpLeft', 'browOuterUpRight'],
  ...['cheekPuff', 'cheekSquintLeft', 'cheekSquintRight'],
  ...['eyeBlinkLeft', 'eyeBlinkRight', 'eyeLookDownLeft', 'eyeLookDownRight', 'eyeLookInLeft', 'eyeLookInRight'],
  ...['eyeLookOutLeft', 'eyeLookOutRight', 'eyeLookUpLeft', 'eyeLookUpRight'],
  ...['eyeSquintLeft', 'eyeSquintRight', 'eyeWideLeft', 'eyeWideRight'],
  ...['jawForward', 'jawLeft', 'jawOpen', 'jawRight'],
  ...['mouthClose', 'mouthDimpleLeft', 'mouthDimpleRight', 'mouthFrownLeft', 'mouthFrownRight', 'mouthFunnel'],
  ...['mouthLeft', 'mouthLowerDownLeft', 'mouthLowerDownRight', 'mouthPressLeft', 'mouthPressRight', 'mouthPucker'],
  ...['mouthRight', 'mouthRollLower', 'mouthRollUpper', 'mouthShrugLower', 'mouthShrugUpper'],
  ...['mouthSmileLeft', 'mouthSmileRight', 'mouthStretchLeft', 'mouthStretchRight'],
  ...['mouthUpperUpLeft', 'mouthUpperUpRight', 'noseSneerLeft', 'noseSneerRight', 'tongueOut'],
];

/** Presets of VRM 1.0 (vrm-specification, VRMC_vrm-1.0, expressions.md). */
export const VRM_SHAPES: readonly string[] = [
  ...['happy', 'angry', 'sad', 'relaxed', 'surprised', 'neutral', 'aa', 'ih', 'ou', 'ee', 'oh'],
  ...['blink', 'blinkLeft', 'blinkRight', 'lookUp', 'lookDown', 'lookLeft', 'lookRight'],
];

/** What Ready Player Me adds to ARKit's: the visemes of Oculus LipSync and five more (docs.readyplayer.me, morph targets). */
export const READY_PLAYER_ME_SHAPES: readonly string[] = [
  ...['viseme_sil', 'viseme_PP', 'viseme_FF', 'viseme_TH', 'viseme_DD', 'viseme_kk', 'viseme_CH', 'viseme_SS'],
  ...['viseme_nn', 'viseme_RR', 'viseme_aa', 'viseme_E', 'viseme_I', 'viseme_O', 'viseme_U'],
  ...['mouthOpen', 'mouthSmile', 'eyesClosed', 'eyesLookUp', 'eyesLookDown'],
];

/** Names of one and the same shape; the first stands for all. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['eyeBlinkLeft', 'blinkLeft'],
  ['eyeBlinkRight', 'blinkRight'],
  ['eyeBlink', 'blink', 'eyesClosed'],
  ['eyeLookUp', 'lookUp', 'eyesLookUp'],
  ['eyeLookDown', 'lookDown', 'eyesLookDown'],
  // The five mouths of VRM are the vowels of the visemes (expressions.md, "Lip Sync").
  ['aa', 'viseme_aa', 'a'],
  ['ih', 'viseme_I', 'i'],
  ['ou', 'viseme_U', 'u'],
  ['ee', 'viseme_E', 'e'],
  ['oh', 'viseme_O', 'o'],
  // Presets of VRM 0.x that 1.0 renamed.
  ['happy', 'joy'],
  ['sad', 'sorrow'],
  ['relaxed', 'fun'],
  ['neutral', 'viseme_sil'],
];

/** A side of the mouth or jaw, not one half of a pair. */
const DIRECTIONS: ReadonlySet<string> = new Set(['mouth', 'jaw']);
/** ARKit has one; other sets have two halves. */
const UNDIVIDED: readonly string[] = ['browInnerUp', 'cheekPuff'];

/** Shapes that are two halves of a whole: whole → left and right. */
export const HALVES: ReadonlyMap<string, readonly [left: string, right: string]> = new Map(
  [...ARKIT_SHAPES.flatMap((name) => /^(.*)Left$/.exec(name)?.[1] ?? []), ...UNDIVIDED]
    .filter((whole) => !DIRECTIONS.has(whole))
    .map((whole) => [whole, [`${whole}Left`, `${whole}Right`]]),
);

const SHAPES: ReadonlyMap<string, string> = shapesByKey();

/**
 * The shape that a name means, however it is spelled: `mouthSmileLeft`, `MouthSmile_L`, `A38_Mouth_Smile_Left`,
 * `Face.mouth_smile_left`. Undefined for a name that is of no known set.
 */
export function shapeOf(name: string): string | undefined {
  const key = keyOf(name);
  // All in small letters, the side has no border of its own.
  return SHAPES.get(key) ?? SHAPES.get(key.replace(/(left|right)\|$/, '|$1'));
}

function shapesByKey(): Map<string, string> {
  const halves = [...HALVES].flatMap(([whole, pair]) => [whole, ...pair]);
  const names = [...ARKIT_SHAPES, ...VRM_SHAPES, ...READY_PLAYER_ME_SHAPES, ...halves];
  const shapes = new Map(names.map((name) => [keyOf(name), name]));
  for (const [first, ...others] of SYNONYMS) for (const other of others) shapes.set(keyOf(other), first!);
  return shapes;
}

/** Letters alone, with the side behind: `mouthsmile|left`. */
function keyOf(name: string): string {
  // What stands before a dot or a colon is the node that has the shapes, and `A25_` is a number.
  const own = name.replace(/^.*[.:](?=.*[A-Za-z])/, '').replace(/^[A-Z]\d+_/, '');
  const words = own.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
  const side = words.map(sideOf).find((found) => found !== '') ?? '';
  return `${words.filter((word) => sideOf(word) === '').join('')}|${side}`;
}

function sideOf(word: string): 'left' | 'right' | '' {
  if (word === 'l' || word === 'left') return 'left';
  return word === 'r' || word === 'right' ? 'right' : '';
}
