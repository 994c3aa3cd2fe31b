/** The expressions that VRM 1.0 names, each a mixture of ARKit's blendshapes: both sides where no side is given. */
export const EXPRESSIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  happy: { mouthSmile: 0.95, cheekSquint: 0.7, eyeSquint: 0.25, browInnerUp: 0.15, jawOpen: 0.12, mouthUpperUp: 0.25 },
  angry: { browDown: 1, noseSneer: 0.55, eyeSquint: 0.45, mouthFrown: 0.55, mouthPress: 0.5, jawForward: 0.3 },
  sad: { browInnerUp: 1, mouthFrown: 0.9, mouthShrugLower: 0.5, eyeBlink: 0.22, eyeLookDown: 0.2 },
  relaxed: { mouthSmile: 0.45, eyeBlink: 0.42, browInnerUp: 0.15, cheekSquint: 0.15 },
  surprised: { browInnerUp: 0.9, browOuterUp: 0.9, eyeWide: 0.9, jawOpen: 0.5, mouthFunnel: 0.25 },
  aa: { jawOpen: 0.6, mouthLowerDown: 0.2, mouthUpperUp: 0.15 },
  ih: { jawOpen: 0.16, mouthStretch: 0.4, mouthSmile: 0.25, mouthLowerDown: 0.35, mouthUpperUp: 0.3 },
  ou: { mouthPucker: 0.9, jawOpen: 0.16 },
  ee: { mouthStretch: 0.6, mouthSmile: 0.45, jawOpen: 0.1, mouthLowerDown: 0.55, mouthUpperUp: 0.35 },
  oh: { mouthFunnel: 0.8, jawOpen: 0.35 },
  blink: { eyeBlink: 1 },
  blinkLeft: { eyeBlinkLeft: 1 },
  blinkRight: { eyeBlinkRight: 1 },
};

/** ARKit's names and weights of a mixture. */
export function spell(mixture: Readonly<Record<string, number>>, names: readonly string[]): [string, number][] {
  return Object.entries(mixture).flatMap(([name, weight]) =>
    [name, `${name}Left`, `${name}Right`].flatMap((full): [string, number][] =>
      names.includes(full) ? [[full, weight]] : [],
    ),
  );
}
