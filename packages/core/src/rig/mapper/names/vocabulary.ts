/**
 * The words from which joint names are built: words, never whole names of one scheme, so that an
 * unknown mixture of known words is read as well as a famous rig.
 */

/** The bones of the body without their side. */
export type Part =
  | 'hips'
  | 'spine'
  | 'chest'
  | 'upperChest'
  | 'neck'
  | 'head'
  | 'eye'
  | 'jaw'
  | 'shoulder'
  | 'upperArm'
  | 'lowerArm'
  | 'hand'
  | 'upperLeg'
  | 'lowerLeg'
  | 'foot'
  | 'toes';

export type Finger = 'thumb' | 'index' | 'middle' | 'ring' | 'little';

/** [0, 1] per part: how well a term names it. */
export type PartScores = Readonly<Partial<Record<Part, number>>>;

/** A map, since a joint may be called `constructor`. */
function table<Value>(entries: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(entries));
}

export const LEFT_WORDS: ReadonlySet<string> = new Set(['left', 'l', 'lft', 'hidari']);
export const RIGHT_WORDS: ReadonlySet<string> = new Set(['right', 'r', 'rgt', 'migi']);

/** Which half of a part: `upper arm`, `arm_lower`, `foreArm`, `LUArm`. */
export const MODIFIERS: ReadonlyMap<string, 'upper' | 'lower'> = table({
  upper: 'upper',
  up: 'upper',
  u: 'upper',
  lower: 'lower',
  low: 'lower',
  lo: 'lower',
  fore: 'lower',
  f: 'lower',
});

/** OptiTrack's `LUArm`, `RFArm`: a side and a half in one run of capitals. */
export const SIDED_MODIFIERS: ReadonlyMap<string, readonly [side: string, modifier: string]> = table({
  lu: ['l', 'u'],
  ru: ['r', 'u'],
  lf: ['l', 'f'],
  rf: ['r', 'f'],
});

// prettier-ignore
/** One noun, or a half and a noun → the parts that it may name. Which of several is meant, the rest of the rig tells. */
export const TERMS: ReadonlyMap<string, PartScores> = table({
  hips: { hips: 1, upperLeg: 0.85 },
  hip: { hips: 0.95, upperLeg: 0.85 },
  pelvis: { hips: 0.95 },
  kosi: { hips: 0.9 }, koshi: { hips: 0.9 },
  butt: { hips: 0.75 }, buttock: { upperLeg: 0.2 },
  root: { hips: 0.3 },
  center: { hips: 0.8 },
  body: { hips: 0.4, spine: 0.5, chest: 0.4 },
  'lower body': { hips: 0.7, spine: 0.5 },
  'upper body': { spine: 0.8, chest: 0.75, upperChest: 0.5 },
  torso: { hips: 0.4, spine: 0.7, chest: 0.7, upperChest: 0.6 },
  'lower torso': { hips: 1 },
  'upper torso': { spine: 0.85, chest: 0.8, upperChest: 0.6 },
  waist: { spine: 0.75, hips: 0.4, chest: 0.4 },
  abdomen: { spine: 0.95, chest: 0.5 },
  ab: { spine: 0.9, chest: 0.4 },
  belly: { spine: 0.8 }, stomach: { spine: 0.8 },
  back: { spine: 0.85, chest: 0.7, upperChest: 0.6 },
  lumbar: { spine: 0.95, chest: 0.7, upperChest: 0.4 },
  spine: { spine: 1, chest: 0.85, upperChest: 0.8 },
  sebo: { spine: 0.9, chest: 0.6 },
  chest: { chest: 1, upperChest: 0.9, spine: 0.6 },
  'lower chest': { chest: 1, spine: 0.6, upperChest: 0.4 },
  'upper chest': { upperChest: 1, chest: 0.6 },
  thorax: { chest: 0.95, upperChest: 0.9, spine: 0.5 },
  ribs: { chest: 0.8, upperChest: 0.7 }, ribcage: { chest: 0.8, upperChest: 0.7 },
  mune: { chest: 0.95, upperChest: 0.8 },
  neck: { neck: 1 }, kubi: { neck: 0.95 },
  head: { head: 1 }, skull: { head: 0.7 }, atama: { head: 0.9 },
  eye: { eye: 1 },
  jaw: { jaw: 1 },
  shoulder: { shoulder: 0.9, upperArm: 0.6 },
  shldr: { shoulder: 0.8, upperArm: 0.7 },
  clavicle: { shoulder: 1 }, collar: { shoulder: 1 }, scapula: { shoulder: 0.7 }, kata: { shoulder: 0.9, upperArm: 0.4 },
  arm: { upperArm: 0.85, lowerArm: 0.4, shoulder: 0.3, hand: 0.3 },
  'upper arm': { upperArm: 1 },
  'lower arm': { lowerArm: 1 },
  humerus: { upperArm: 1 }, ude: { upperArm: 0.9 },
  elbow: { lowerArm: 0.95 }, hiji: { lowerArm: 0.95 },
  radius: { lowerArm: 1 }, ulna: { lowerArm: 0.9 },
  hand: { hand: 1 }, te: { hand: 0.9 },
  wrist: { hand: 0.95 }, tekubi: { hand: 0.95 },
  leg: { upperLeg: 0.7, lowerLeg: 0.7, foot: 0.3, toes: 0.2 },
  'upper leg': { upperLeg: 1 },
  'lower leg': { lowerLeg: 1 },
  thigh: { upperLeg: 1 }, femur: { upperLeg: 1 }, momo: { upperLeg: 0.95 },
  'hip joint': { upperLeg: 0.3 },
  calf: { lowerLeg: 1 }, shin: { lowerLeg: 1 }, tibia: { lowerLeg: 1 }, sune: { lowerLeg: 0.95 },
  knee: { lowerLeg: 0.95 }, hiza: { lowerLeg: 0.95 },
  foot: { foot: 1, toes: 0.3 }, asi: { foot: 0.8, upperLeg: 0.3 }, ashi: { foot: 0.8, upperLeg: 0.3 },
  ankle: { foot: 1 },
  toe: { toes: 1 }, toes: { toes: 1 }, ball: { toes: 0.95 }, tsumasaki: { toes: 1 },
  'one toe': { toes: 0.5 },
  metatarsal: { toes: 0.1 }, metatarsals: { toes: 0.1 },
});

/** `finger` alone is numbered: 0 or 1 is the thumb (Biped, Rokoko, MakeHuman). */
export const FINGERS: ReadonlyMap<string, Finger | 'numbered'> = table({
  thumb: 'thumb',
  oya: 'thumb',
  index: 'index',
  pointer: 'index',
  middle: 'middle',
  mid: 'middle',
  ring: 'ring',
  little: 'little',
  pinky: 'little',
  pinkie: 'little',
  small: 'little',
  first: 'thumb',
  second: 'index',
  third: 'middle',
  fourth: 'ring',
  fifth: 'little',
  finger: 'numbered',
  fingers: 'numbered',
  digit: 'numbered',
});

/** The bones of a finger by their words; thumbs have one less, or begin in the palm. */
export const FINGER_SEGMENTS: ReadonlyMap<string, number> = table({
  proximal: 1,
  pp: 1,
  intermediate: 2,
  medial: 2,
  mp: 2,
  distal: 3,
  dp: 3,
});

/** The bone between wrist and finger: VRM has none for fingers 2–5. */
export const METACARPAL_WORDS: ReadonlySet<string> = new Set([
  'metacarpal',
  'carpal',
  'carpus',
  'mc',
  'palm',
  'in',
  'meta',
  'start',
]);

export const TWIST_WORDS: ReadonlySet<string> = new Set(['twist', 'twst', 'roll']);

// prettier-ignore
/** Joints that are no bones of the body: rig machinery, ends of chains, correctives, springs, clothes, things in hands. */
export const HELPER_WORDS: ReadonlySet<string> = new Set([
  ...TWIST_WORDS, 'share', 'ik', 'fk', 'pole', 'target', 'ctrl', 'control', 'mch', 'org', 'effector', 'goal',
  'end', 'nub', 'tip', 'site', 'endsite', 'top', 'leaf', 'vertex', 'null', 'dummy', 'helper', 'offset', 'locator',
  'corrective', 'bck', 'fwd', 'in', 'out', 'muscle', 'jiggle', 'spring', 'phys', 'dyn', 'sec', 'push', 'volume',
  'hair', 'ponytail', 'skirt', 'dress', 'tail', 'cloth', 'cape', 'hat', 'helmet', 'ribbon', 'sleeve', 'coat', 'pad', 'wing',
  'breast', 'boob', 'bust', 'nipple', 'heel', 'tongue', 'teeth', 'brow', 'eyebrow', 'lid', 'eyelid', 'lash', 'eyelash',
  'forehead', 'lip', 'cheek', 'nose', 'ear', 'front',
  'weapon', 'sword', 'gun', 'shield', 'prop', 'props', 'attach', 'attachment', 'socket', 'slot', 'holster', 'camera', 'light',
  'subtalar', 'transverse', 'interaction', 'follower', 'assimp', 'inner', 'outer', 'bicep', 'tricep', 'pec', 'scap', 'latissimus',
]);

// prettier-ignore
/** Words that say nothing: makers, tools and plain words for a joint. */
export const NEUTRAL_WORDS: ReadonlySet<string> = new Set([
  'mixamorig', 'bip', 'valve', 'biped', 'valvebiped', 'cc', 'base', 'def', 'j', 'adj', 'character', 'armature', 'skeleton',
  'rig', 'bone', 'joint', 'jnt', 'jt', 'bn', 'skin', 'm', 'c', 'x', 'avg', 'b', 'd', 'stretch', 'bend', 'deform', 'hi', 'a',
  'newton', 'face', 'big', 'proximal', 'intermediate', 'distal', 'medial', 'pp', 'mp', 'dp', 'navel',
]);

// prettier-ignore
/** What MikuMikuDance and its converters write, in the words above. Longer terms first: 手首 is a wrist, 首 a neck. */
export const JAPANESE: ReadonlyMap<string, string> = table({
  センター: 'center', グルーブ: 'root', 下半身: 'lower body', 上半身: 'upper body', つま先: 'toes',
  人差指: 'index', 人指: 'index', 親指: 'thumb', 中指: 'middle', 薬指: 'ring', 小指: 'little', 親: 'root',
  手捩: 'twist', 腕捩: 'twist', 手首: 'wrist', 足首: 'ankle', 両目: 'eye', ひざ: 'knee', ひじ: 'elbow', 膝: 'knee', 肘: 'elbow',
  左: 'left', 右: 'right', 首: 'neck', 頭: 'head', 肩: 'shoulder', 腕: 'arm', 足: 'leg', 腰: 'waist', 目: 'eye', 髪: 'hair',
  先: 'end',
});

/** Nouns that name a part of the body or a finger. */
export const PART_WORDS: ReadonlySet<string> = new Set([
  ...[...TERMS.keys()].filter((term) => !term.includes(' ')),
  ...FINGERS.keys(),
  ...METACARPAL_WORDS,
]);

/** Everything that a compound may be cut into: words of one letter would cut too much. */
export const KNOWN_WORDS: ReadonlySet<string> = new Set(
  [
    ...PART_WORDS,
    ...HELPER_WORDS,
    ...NEUTRAL_WORDS,
    ...LEFT_WORDS,
    ...RIGHT_WORDS,
    ...MODIFIERS.keys(),
    ...SIDED_MODIFIERS.keys(),
  ].filter((word) => word.length > 1),
);
