import type { Body } from '../body/body.ts';
import { EYE } from '../body/skeleton.ts';
import type { Colour } from '../figure.ts';
import { clamp, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';

/** Skin with rosy cheeks, nose and ears, and a little shade around the eyes. */
export function complexion({ looks, face }: Body, p: Vec3): Colour {
  const x = Math.abs(p[0]);
  const cheek = 0.085 * smoothstep(0.034, 0, Math.hypot(x - 0.049, (p[1] - 1.605) * 1.1, (p[2] - 0.072) * 0.7));
  const tip = 0.05 * smoothstep(0.022, 0, Math.hypot(x, p[1] - 1.61, p[2] - 0.116));
  const ears = 0.05 * smoothstep(0.08, 0.1, x);
  const socket = smoothstep(0.026, 0.006, Math.hypot(x - EYE[0], (p[1] - EYE[1]) * 1.2)) * smoothstep(0.03, 0.06, p[2]);
  const light = 1 - 0.07 * socket;
  return looks.blush((cheek + tip) * face.blush + ears).map((channel) => clamp(channel * light)) as unknown as Colour;
}
