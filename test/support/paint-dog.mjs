// A dog by code: from the side, on a lawn, walking. Capsules that are shaded from above.

const FUR = [150, 96, 52];
const DARK = [70, 42, 26];

/**
 * @param {number} width - pixels
 * @param {number} height - pixels
 * @param {number} time - seconds; two steps take one
 */
export function paintDog(width, height, time) {
  const pixels = new Uint8Array(width * height * 4).fill(255);
  const parts = dogAt(time);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [((i % width) + 0.5) / height, (Math.floor(i / width) + 0.5) / height];
    pixels.set(colourAt(parts, x, y), i * 4);
  }
  return { pixels, width, height };
}

/** Two ends [x, y] with a radius each, and a colour; what comes later lies in front. Heights of the picture. */
function dogAt(time) {
  const x = 0.35 + 0.12 * time;
  const swing = (phase) => 0.07 * Math.sin(2 * Math.PI * time + phase);
  const bob = 0.008 * Math.sin(4 * Math.PI * time);
  const at = (dx, dy) => [x + dx, 0.5 + bob + dy];
  const leg = (dx, phase, colour) => {
    const paw = [x + dx + swing(phase), 0.86 - 0.03 * Math.max(0, Math.cos(2 * Math.PI * time + phase))];
    const knee = [x + dx + 0.6 * swing(phase) - 0.02, 0.7];
    return [
      [at(dx, 0.05), 0.055, knee, 0.032, colour],
      [knee, 0.032, paw, 0.024, colour],
      [paw, 0.026, [paw[0] + 0.03, paw[1]], 0.022, colour],
    ];
  };
  return [
    ...leg(0.28, Math.PI, DARK),
    ...leg(-0.08, 0, DARK),
    [at(-0.14, -0.05), 0.03, at(-0.28, -0.17 + swing(0) / 2), 0.014, FUR],
    [at(-0.08, 0), 0.095, at(0.28, 0.01), 0.11, FUR],
    ...leg(0.31, 0, FUR),
    ...leg(-0.11, Math.PI, FUR),
    [at(0.3, -0.03), 0.075, at(0.42, -0.15), 0.055, FUR],
    [at(0.43, -0.17), 0.075, at(0.46, -0.16), 0.065, FUR],
    [at(0.48, -0.14), 0.05, at(0.58, -0.12), 0.03, FUR],
    [at(0.6, -0.135), 0.018, at(0.605, -0.13), 0.016, [20, 16, 14]],
    [at(0.39, -0.22), 0.03, at(0.36, -0.1), 0.02, DARK],
    [at(0.49, -0.19), 0.012, at(0.492, -0.19), 0.012, [20, 16, 14]],
  ];
}

function colourAt(parts, x, y) {
  let colour = y < 0.62 ? [176 - 40 * y, 204 - 20 * y, 226] : [96, 140 - 50 * (y - 0.62), 70];
  for (const [[ax, ay], startRadius, [bx, by], endRadius, paint] of parts) {
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    const radius = startRadius + (endRadius - startRadius) * t;
    const [outX, outY] = [x - ax - t * dx, y - ay - t * dy];
    if (Math.hypot(outX, outY) > radius) continue;
    const light = 0.85 - (0.35 * outY) / radius;
    colour = paint.map((value) => value * light);
  }
  return colour;
}
