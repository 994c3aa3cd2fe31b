/** Shapes by their shares. */
export type ShapeParts = Readonly<Record<string, number>>;

/** The same share of both halves. */
function both(parts: ShapeParts): ShapeParts {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([whole, share]) => [
      [`${whole}Left`, share],
      [`${whole}Right`, share],
    ]),
  );
}

/** Shapes that are exactly others together. */
export const EXACT_PARTS: Readonly<Record<string, ShapeParts>> = {
  lookLeft: { eyeLookOutLeft: 1, eyeLookInRight: 1 },
  lookRight: { eyeLookInLeft: 1, eyeLookOutRight: 1 },
};

/**
 * What comes near a shape that the avatar has not. The first row of which the avatar has any part is taken.
 *
 * No table of these was measured by anyone. Mouths follow what lips and jaw do for the sound, as the pictures of Oculus
 * LipSync's visemes show them; moods follow the action units of the basic emotions (Ekman & Friesen's EMFACS: happiness
 * 6 + 12, sadness 1 + 4 + 15, surprise 1 + 2 + 5 + 26, anger 4 + 5 + 7 + 23), in ARKit's words. Shares stay well under 1
 * where several shapes add up in one place.
 */
export const NEAR_PARTS: Readonly<Record<string, readonly ShapeParts[]>> = {
  aa: [{ jawOpen: 0.7 }],
  ih: [{ jawOpen: 0.2, ...both({ mouthStretch: 0.5 }) }],
  ou: [{ jawOpen: 0.15, mouthPucker: 0.8 }],
  ee: [{ jawOpen: 0.3, ...both({ mouthStretch: 0.3, mouthSmile: 0.2 }) }],
  oh: [{ jawOpen: 0.45, mouthFunnel: 0.6 }],
  viseme_PP: [{ mouthRollLower: 0.3, mouthRollUpper: 0.3, ...both({ mouthPress: 0.6 }) }],
  viseme_FF: [{ jawOpen: 0.1, mouthRollLower: 0.6, ...both({ mouthUpperUp: 0.2 }) }, { ih: 0.2 }],
  viseme_TH: [{ jawOpen: 0.2, tongueOut: 0.4 }, { ih: 0.3 }],
  viseme_DD: [{ jawOpen: 0.15, ...both({ mouthLowerDown: 0.2 }) }, { ih: 0.3 }],
  viseme_kk: [{ jawOpen: 0.25 }, { ee: 0.3 }],
  viseme_CH: [{ jawOpen: 0.15, mouthFunnel: 0.5 }, { ou: 0.4 }],
  viseme_SS: [{ jawOpen: 0.1, ...both({ mouthStretch: 0.4 }) }, { ih: 0.4 }],
  viseme_nn: [{ jawOpen: 0.15 }, { ih: 0.3 }],
  viseme_RR: [{ jawOpen: 0.15, mouthPucker: 0.4 }, { ou: 0.4 }],
  happy: [both({ mouthSmile: 0.7, cheekSquint: 0.4, eyeSquint: 0.2 })],
  sad: [{ browInnerUp: 0.7, ...both({ mouthFrown: 0.7 }) }],
  surprised: [{ browInnerUp: 0.7, jawOpen: 0.3, ...both({ browOuterUp: 0.7, eyeWide: 0.7 }) }],
  angry: [both({ browDown: 0.9, eyeWide: 0.2, eyeSquint: 0.3, mouthPress: 0.4 })],
  relaxed: [both({ mouthSmile: 0.3, eyeSquint: 0.2 })],
  mouthOpen: [{ jawOpen: 1 }],
  mouthSmile: [{ happy: 0.8 }],
  jawOpen: [{ mouthOpen: 1 }, { aa: 1 }],
  mouthFunnel: [{ oh: 0.8 }],
  mouthPucker: [{ ou: 0.8 }],
  mouthStretchLeft: [{ ih: 0.4 }],
  mouthStretchRight: [{ ih: 0.4 }],
  mouthSmileLeft: [{ happy: 0.4 }],
  mouthSmileRight: [{ happy: 0.4 }],
  mouthFrownLeft: [{ sad: 0.4 }],
  mouthFrownRight: [{ sad: 0.4 }],
  browDownLeft: [{ angry: 0.4 }],
  browDownRight: [{ angry: 0.4 }],
  browInnerUp: [{ surprised: 0.3 }],
  eyeWideLeft: [{ surprised: 0.3 }],
  eyeWideRight: [{ surprised: 0.3 }],
  eyeLookOutLeft: [{ lookLeft: 0.5 }],
  eyeLookInRight: [{ lookLeft: 0.5 }],
  eyeLookInLeft: [{ lookRight: 0.5 }],
  eyeLookOutRight: [{ lookRight: 0.5 }],
};
