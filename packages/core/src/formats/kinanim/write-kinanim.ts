import type { Clip } from '../../clip/clip.ts';
import { resampleClip } from '../../clip/resample-clip.ts';
import { validateClip } from '../../clip/validate-clip.ts';
import { KinoraError } from '../../errors.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import { mapHumanoid } from '../../rig/map/map-humanoid.ts';
import { bodyTurns } from '../body-turns.ts';
import type { BodyTurns } from '../body-turns.ts';
import { fitPlaces, LIMIT } from './fit-places.ts';
import { KEY, KINANIM_BLENDSHAPES, KINANIM_BONES, STEPS, TAG } from './kinanim-layout.ts';

export interface WrittenKinanim {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Sentences for a person: what the format cannot hold. */
  readonly warnings: readonly string[];
}

/** The header counts frames, and a frame its number, in 16 bits. */
const MAX_FRAMES = 0xffff;
/** All tags and fields but the sizes of the frames. */
const HEADER_BYTES = 22 + KINANIM_BONES.length;

/**
 * Writes a clip as Kinetix's kinanim, version 0: turns of the human bones, the place of the hips, and ARKit's
 * blendshapes, every frame whole. All numbers are rounded to a ten-thousandth; nothing reaches beyond ±3.2767 m. What
 * happens farther away is moved to the origin, and what travels farther is cut off, both with a warning.
 *
 * Whoever reads the file has a skeleton of his own, so the clip must be on a body that stands in a T-pose at rest and
 * faces +Z, and its face must speak the format's words: retarget it onto `kinanimRig()` and `KINANIM_BLENDSHAPES` first.
 * The turns are taken along the world's axes, whatever the axes of its bones are.
 *
 * @param map - Default: `mapHumanoid(clip.rig)`.
 * @throws KinoraError `clip/invalid`; `formats/too-large` for more than 65,535 frames; `formats/kinanim` where the rig
 * has no hips or no T-pose.
 */
export function writeKinanim(clip: Clip, map: HumanoidMap = mapHumanoid(clip.rig)): WrittenKinanim {
  validateClip(clip);
  const uniform = clip.times ? resampleClip(clip, clip.rate) : clip;
  if (uniform.frames > MAX_FRAMES) {
    throw new KinoraError(
      'formats/too-large',
      `Cannot write "${clip.name}" as kinanim: ${uniform.frames} frames are more than ${MAX_FRAMES}`,
      { hint: 'Cut the clip, or lower its rate.', details: { frames: uniform.frames, limit: MAX_FRAMES } },
    );
  }
  const shapes = shapesOf(uniform);
  const warnings = shapeWarnings(uniform, shapes);
  const turns = kinanimBody(uniform, map);
  const body = { ...turns, places: fitPlaces(turns.places, warnings) };
  const frameBytes = 16 + body.transforms.length * 8 + (shapes.length > 0 ? 8 + shapes.length * 2 : 0);
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + uniform.frames * (2 + frameBytes)));
  const at = writeHeader(view, uniform, body, shapes.length > 0, frameBytes);
  for (let frame = 0; frame < uniform.frames; frame++) {
    writeFrame(view, at + frame * frameBytes, frame, body, shapes, uniform);
  }
  return { bytes: new Uint8Array(view.buffer), warnings };
}

/** A body, and the numbers that its bones have as transforms of the format. */
interface KinanimBody extends BodyTurns {
  readonly transforms: readonly number[];
}

function kinanimBody(clip: Clip, map: HumanoidMap): KinanimBody {
  const turns = bodyTurns(
    clip,
    map,
    KINANIM_BONES,
    (fact) =>
      new KinoraError('formats/kinanim', `Cannot write "${clip.name}" as kinanim: ${fact}`, {
        hint: 'Retarget the clip onto kinanimRig() first.',
        details: { clip: clip.name },
      }),
  );
  return { ...turns, transforms: turns.bones.map((bone) => KINANIM_BONES.indexOf(bone)) };
}

/** A blendshape of the format, and the column of the clip's weights that it is in. */
interface Shape {
  readonly shape: number;
  readonly column: number;
}

function shapesOf({ morphs }: Clip): readonly Shape[] {
  return KINANIM_BLENDSHAPES.flatMap((name, shape) => {
    const column = morphs ? morphs.names.indexOf(name) : -1;
    return column < 0 ? [] : [{ shape, column }];
  });
}

/** @returns the index of the byte after the header. */
function writeHeader(view: DataView, { rate, frames }: Clip, body: KinanimBody, shapes: boolean, size: number): number {
  view.setInt16(0, TAG.version, true);
  view.setUint16(2, 0, true);
  view.setInt16(4, TAG.rate, true);
  view.setFloat32(6, rate, true);
  view.setInt16(10, TAG.frames, true);
  view.setUint16(12, frames, true);
  let at = 14;
  for (let frame = 0; frame < frames; frame++, at += 2) view.setUint16(at, size, true);
  view.setInt16(at, TAG.keyTypes, true);
  view.setUint8(at + 2, KINANIM_BONES.length);
  at += 3;
  for (const transform of body.transforms) {
    view.setUint8(at + transform, transform === 0 ? KEY.rotation | KEY.position : KEY.rotation);
  }
  at += KINANIM_BONES.length;
  view.setInt16(at, TAG.blendshapes, true);
  view.setUint8(at + 2, shapes ? 1 : 0);
  view.setInt16(at + 3, TAG.end, true);
  return at + 5;
}

function writeFrame(
  view: DataView,
  start: number,
  frame: number,
  body: KinanimBody,
  shapes: readonly Shape[],
  { morphs }: Clip,
): void {
  let at = start;
  const put = (value: number): void => {
    // Rounded, where Kinetix cuts off: half the error, and the same to a reader.
    view.setInt16(at, Math.round(Math.min(Math.max(value, -LIMIT), LIMIT) * STEPS), true);
    at += 2;
  };
  view.setUint16(at, frame, true);
  at = putFlags(view, at + 2, body.transforms);
  body.transforms.forEach((transform, i) => {
    const turn = (frame * body.transforms.length + i) * 4;
    for (let part = 0; part < 4; part++) put(body.rotations[turn + part]!);
    // The hips come first, and are the only bone that moves.
    if (transform === 0) for (let axis = 0; axis < 3; axis++) put(body.places[frame * 3 + axis]!);
  });
  if (shapes.length === 0) return;
  at = putFlags(
    view,
    at,
    shapes.map(({ shape }) => shape),
  );
  for (const { column } of shapes) put(morphs!.weights[frame * morphs!.names.length + column]!);
}

/** @returns the index of the byte after the flags. */
function putFlags(view: DataView, at: number, set: readonly number[]): number {
  const words = [0, 0];
  for (const flag of set) words[flag >> 5]! |= 1 << (flag & 31);
  view.setUint32(at, words[0]! >>> 0, true);
  view.setUint32(at + 4, words[1]! >>> 0, true);
  return at + 8;
}

function shapeWarnings({ morphs }: Clip, shapes: readonly Shape[]): string[] {
  const lost = (morphs?.names ?? []).filter((_, column) => !shapes.some((shape) => shape.column === column));
  if (lost.length === 0) return [];
  const some = lost.slice(0, 5).join(', ');
  return [
    `${lost.length} blendshapes (${some}${lost.length > 5 ? ', …' : ''}) have no place in kinanim and were left out.`,
  ];
}
