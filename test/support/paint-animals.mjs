// Animals by code: from the side, on a lawn, moving. Capsules that are shaded from above.

/**
 * Two ends [x, y] with a radius each, and a colour; what comes later lies in front. Heights of the picture, y down.
 *
 * @typedef {[from: [number, number], fromRadius: number, to: [number, number], toRadius: number, paint: number[]]} Part
 */

const TURN = 2 * Math.PI;
const EYE = [20, 16, 14];

/** @type {Record<string, (time: number) => Part[]>} */
const ANIMALS = { dog, cat, horse, bird };

/**
 * @param {'dog' | 'cat' | 'horse' | 'bird'} animal - a dog that walks, a cat that leaps, a horse that gallops, a bird that flies
 * @param {number} width - pixels
 * @param {number} height - pixels
 * @param {number} time - seconds
 */
export function paintAnimal(animal, width, height, time) {
  const picture = { pixels: new Uint8Array(width * height * 4), width, height };
  paintMeadow(picture);
  for (const part of ANIMALS[animal](time)) paintPart(picture, part);
  return picture;
}

function dog(time) {
  const fur = [150, 96, 52];
  const dark = [70, 42, 26];
  const x = 0.35 + 0.12 * time;
  const swing = (phase) => 0.07 * Math.sin(TURN * time + phase);
  const bob = 0.008 * Math.sin(2 * TURN * time);
  const at = (dx, dy) => [x + dx, 0.5 + bob + dy];
  const leg = (dx, phase, colour) => {
    const paw = [x + dx + swing(phase), 0.86 - 0.03 * Math.max(0, Math.cos(TURN * time + phase))];
    const knee = [x + dx + 0.6 * swing(phase) - 0.02, 0.7];
    return [
      [at(dx, 0.05), 0.055, knee, 0.032, colour],
      [knee, 0.032, paw, 0.024, colour],
      [paw, 0.026, [paw[0] + 0.03, paw[1]], 0.022, colour],
    ];
  };
  return [
    ...leg(0.28, Math.PI, dark),
    ...leg(-0.08, 0, dark),
    [at(-0.14, -0.05), 0.03, at(-0.28, -0.17 + swing(0) / 2), 0.014, fur],
    [at(-0.08, 0), 0.095, at(0.28, 0.01), 0.11, fur],
    ...leg(0.31, 0, fur),
    ...leg(-0.11, Math.PI, fur),
    [at(0.3, -0.03), 0.075, at(0.42, -0.15), 0.055, fur],
    [at(0.43, -0.17), 0.075, at(0.46, -0.16), 0.065, fur],
    [at(0.48, -0.14), 0.05, at(0.58, -0.12), 0.03, fur],
    [at(0.6, -0.135), 0.018, at(0.605, -0.13), 0.016, EYE],
    [at(0.39, -0.22), 0.03, at(0.36, -0.1), 0.02, dark],
    [at(0.49, -0.19), 0.012, at(0.492, -0.19), 0.012, EYE],
  ];
}

/** It crouches, leaps in an arc with its body stretched, and lands on its fore paws. */
function cat(time) {
  const fur = [96, 92, 98];
  const dark = [64, 60, 66];
  const leap = (time % 1.2) / 1.2;
  const up = 0.24 * Math.max(0, Math.sin(Math.PI * Math.min(1, leap / 0.8)));
  const pitch = leap < 0.8 ? -0.55 * Math.cos((Math.PI * leap) / 0.8) : 0.3 * (1 - (leap - 0.8) / 0.2);
  const [x, y] = [0.4 + 0.4 * leap, 0.72 - up];
  const stretch = 0.1 * Math.sin(Math.PI * Math.min(1, leap / 0.8));
  const at = (dx, dy) => [
    x + dx * Math.cos(pitch) - dy * Math.sin(pitch),
    y + dx * Math.sin(pitch) + dy * Math.cos(pitch),
  ];
  const leg = (dx, forwards, colour) => {
    const knee = at(dx + forwards * stretch * 0.7 - 0.02, 0.11);
    const paw = at(dx + forwards * stretch * 1.7, 0.19 - stretch * 0.6);
    return [
      [at(dx, 0.03), 0.045, knee, 0.028, colour],
      [knee, 0.027, paw, 0.02, colour],
    ];
  };
  const tail = at(-0.3 - stretch, -0.08 - 0.06 * Math.cos(TURN * time));
  return [
    ...leg(0.12, 1, dark),
    ...leg(-0.13, -1, dark),
    [at(-0.17, -0.02), 0.024, tail, 0.016, dark],
    [tail, 0.016, [tail[0] - 0.08, tail[1] - 0.06], 0.014, dark],
    [at(-0.14, 0), 0.072, at(0.13, -0.005), 0.066, fur],
    ...leg(0.15, 1, fur),
    ...leg(-0.16, -1, fur),
    [at(0.15, -0.02), 0.05, at(0.21, -0.07), 0.05, fur],
    [at(0.185, -0.12), 0.022, at(0.18, -0.155), 0.004, dark],
    [at(0.235, -0.12), 0.022, at(0.24, -0.155), 0.004, dark],
    [at(0.2, -0.09), 0.052, at(0.235, -0.085), 0.048, fur],
    [at(0.255, -0.075), 0.026, at(0.27, -0.072), 0.018, fur],
    [at(0.25, -0.1), 0.01, at(0.252, -0.1), 0.01, [160, 190, 60]],
  ];
}

function horse(time) {
  const coat = [112, 62, 36];
  const far = [78, 42, 26];
  const mane = [34, 26, 24];
  const x = 0.52 + 0.08 * time;
  const beat = TURN * 1.8 * time;
  const bob = 0.018 * Math.sin(beat);
  const at = (dx, dy) => [x + dx, 0.46 + bob + dy];
  const leg = (dx, phase, colour) => {
    const swing = Math.sin(beat + phase);
    const lift = Math.max(0, Math.cos(beat + phase));
    const knee = [x + dx + 0.07 * swing, 0.66 - 0.03 * lift];
    const hoof = [x + dx + 0.13 * swing - 0.05 * lift, 0.89 - 0.1 * lift];
    return [
      [at(dx, 0.07), 0.058, knee, 0.03, colour],
      [knee, 0.028, hoof, 0.018, colour],
      [hoof, 0.024, [hoof[0] + 0.015, hoof[1] + 0.01], 0.024, mane],
    ];
  };
  const nod = 0.02 * Math.sin(beat + 1);
  return [
    ...leg(0.21, 1.2, far),
    ...leg(-0.2, Math.PI + 1, far),
    [at(-0.27, -0.03), 0.03, at(-0.4, 0.05 - nod), 0.035, mane],
    [at(-0.4, 0.05 - nod), 0.035, at(-0.46, 0.17 - nod), 0.012, mane],
    [at(-0.18, 0), 0.115, at(0.2, 0.01), 0.112, coat],
    ...leg(0.24, 0, coat),
    ...leg(-0.23, Math.PI, coat),
    [at(0.22, -0.1), 0.05, at(0.36, -0.3 + nod), 0.03, mane],
    [at(0.24, -0.05), 0.095, at(0.39, -0.27 + nod), 0.055, coat],
    [at(0.38, -0.29 + nod), 0.058, at(0.52, -0.2 + nod), 0.036, coat],
    [at(0.36, -0.34 + nod), 0.018, at(0.355, -0.385 + nod), 0.006, coat],
    [at(0.43, -0.29 + nod), 0.011, at(0.432, -0.29 + nod), 0.011, EYE],
  ];
}

/** A gull against the sky, whose wings beat. */
function bird(time) {
  const white = [236, 236, 232];
  const grey = [150, 156, 166];
  const beat = Math.sin(TURN * 2.2 * time);
  const [x, y] = [0.5 + 0.16 * time, 0.4 - 0.02 * beat];
  const at = (dx, dy) => [x + 1.7 * dx, y + 1.7 * dy];
  const wing = (spread, shade) => {
    const wrist = at(0.05 + 0.04 * spread, -0.17 * beat - 0.03 * spread);
    const tip = at(-0.06 + 0.1 * spread, -0.27 * beat + 0.05 * beat * beat - 0.04 * spread);
    return [
      [at(0.04, -0.01), 0.085, wrist, 0.054, shade],
      [wrist, 0.054, tip, 0.014, shade],
    ];
  };
  return [
    ...wing(1, grey),
    [at(-0.12, 0.01), 0.043, at(-0.22, 0.02), 0.068, grey],
    [at(-0.1, 0.01), 0.076, at(0.1, 0), 0.105, white],
    [at(0.13, -0.03), 0.082, at(0.16, -0.035), 0.075, white],
    [at(0.2, -0.03), 0.024, at(0.25, -0.015), 0.009, [230, 160, 40]],
    [at(0.175, -0.05), 0.015, at(0.177, -0.05), 0.015, EYE],
    ...wing(0, white),
  ];
}

/** Sky and lawn. */
function paintMeadow({ pixels, width, height }) {
  for (let row = 0; row < height; row++) {
    const y = (row + 0.5) / height;
    const colour = y < 0.62 ? [176 - 40 * y, 204 - 20 * y, 226, 255] : [96, 140 - 50 * (y - 0.62), 70, 255];
    for (let column = 0; column < width; column++) pixels.set(colour, (row * width + column) * 4);
  }
}

/** @param {Part} part */
function paintPart({ pixels, width, height }, [[ax, ay], startRadius, [bx, by], endRadius, paint]) {
  const reach = Math.max(startRadius, endRadius);
  const within = (value, end) => Math.min(end, Math.max(0, Math.floor(value * height)));
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const [firstRow, endRow] = [
    within(Math.min(ay, by) - reach, height),
    within(Math.max(ay, by) + reach, height - 1) + 1,
  ];
  const [first, end] = [within(Math.min(ax, bx) - reach, width), within(Math.max(ax, bx) + reach, width - 1) + 1];
  for (let row = firstRow; row < endRow; row++) {
    for (let column = first; column < end; column++) {
      const [x, y] = [(column + 0.5) / height, (row + 0.5) / height];
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
      const radius = startRadius + (endRadius - startRadius) * t;
      const [outX, outY] = [x - ax - t * dx, y - ay - t * dy];
      if (outX * outX + outY * outY > radius * radius) continue;
      const light = 0.85 - (0.35 * outY) / radius;
      for (let i = 0; i < 3; i++) pixels[(row * width + column) * 4 + i] = Math.min(255, paint[i] * light);
    }
  }
}
