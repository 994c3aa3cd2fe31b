import { readGlb, restModel, sniff } from '@kinora/core/motion';
import type { Rig } from '@kinora/core/motion';
import { isKinoraError } from '@kinora/core/protocol';
import type { FileStore } from '../../files/file-store.ts';
import { readHead } from '../../files/read-head.ts';
import { writeGreyPng } from './grey-png.ts';
import { MAX_MODEL_BYTES } from './stock-models.ts';

const SIDE = 128;
const MARGIN = 8;
const PAPER = 0xf4;
const INK = 0x30;

/**
 * Draws the bones of a character's rest pose, from the front. There is no renderer here, and a skeleton is told from
 * another by it.
 *
 * @returns the key, or undefined for a file whose bones cannot be read: what is wrong with it the first job will say.
 */
export async function drawThumb(files: FileStore, modelKey: string, key: string): Promise<string | undefined> {
  const rig = await rigIn(files, modelKey);
  if (!rig) return undefined;
  await files.write(key, once(writeGreyPng(drawBones(rig), SIDE)));
  return key;
}

async function rigIn(files: FileStore, key: string): Promise<Rig | undefined> {
  const bytes = await readHead(files, key, MAX_MODEL_BYTES);
  try {
    return sniff(bytes) === 'glb' ? readGlb(bytes).rig : undefined;
  } catch (error) {
    if (isKinoraError(error)) return undefined;
    throw error;
  }
}

/** @returns [SIDE × SIDE] grey, rows from the top. */
function drawBones(rig: Rig): Uint8Array {
  const { positions } = restModel(rig);
  const pixels = new Uint8Array(SIDE * SIDE).fill(PAPER);
  const place = fit(positions);
  for (const [joint, parent] of rig.parents.entries()) {
    if (parent >= 0) drawLine(pixels, place(parent), place(joint));
  }
  return pixels;
}

type Place = readonly [x: number, y: number];

/** Model space to the picture: as large as it fits, upright, in the middle. */
function fit(positions: ArrayLike<number>): (joint: number) => Place {
  const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (let at = 0; at < positions.length; at += 3) {
    const [x, y] = [positions[at]!, positions[at + 1]!];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  const [left, bottom, right, top] = box;
  const scale = (SIDE - 2 * MARGIN) / Math.max(right - left, top - bottom, 1e-6);
  return (joint) => [
    SIDE / 2 + (positions[joint * 3]! - (left + right) / 2) * scale,
    SIDE / 2 - (positions[joint * 3 + 1]! - (bottom + top) / 2) * scale,
  ];
}

function drawLine(pixels: Uint8Array, [fromX, fromY]: Place, [toX, toY]: Place): void {
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)) * 2));
  for (let step = 0; step <= steps; step++) {
    const x = Math.round(fromX + ((toX - fromX) * step) / steps);
    const y = Math.round(fromY + ((toY - fromY) * step) / steps);
    if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) pixels[y * SIDE + x] = INK;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
