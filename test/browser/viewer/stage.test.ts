import { createPose, writeGlbClip, type Clip, type Rig } from '@kinora/core/motion';
import { createStage, type Stage, type StageOptions } from '@kinora/viewer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { blockPersonGlb } from '../../support/block-person.ts';

/** Arms from straight out to straight down within a second, on the avatar's own rig. */
function armsDownClip(rig: Rig): Clip {
  const frames = 31;
  const stride = rig.parents.length * 4;
  const rotations = new Float32Array(frames * stride);
  const rest = createPose(rig).rotations;
  for (let frame = 0; frame < frames; frame++) {
    rotations.set(rest, frame * stride);
    const angle = (frame / (frames - 1)) * 1.4;
    rotations.set([0, 0, -Math.sin(angle / 2), Math.cos(angle / 2)], frame * stride + rig.names.indexOf('LeftArm') * 4);
    rotations.set([0, 0, Math.sin(angle / 2), Math.cos(angle / 2)], frame * stride + rig.names.indexOf('RightArm') * 4);
  }
  return {
    name: 'arms down',
    rig,
    frames,
    rate: 30,
    rotations,
    translated: new Int16Array(),
    translations: new Float32Array(),
  };
}

/** Some metres forward within a second. */
function walkingClip(rig: Rig, metres: number): Clip {
  const rest = createPose(rig);
  const [x, y, z] = rest.translations.slice(0, 3) as unknown as [number, number, number];
  return {
    name: 'walk',
    rig,
    frames: 2,
    rate: 1,
    rotations: Float32Array.of(...rest.rotations, ...rest.rotations),
    translated: Int16Array.of(0),
    translations: Float32Array.of(x, y, z, x, y, z + metres),
  };
}

/** Upright, and then with a trunk that is level. */
function bowingClip(rig: Rig): Clip {
  const rest = createPose(rig);
  const bow = rest.rotations.slice();
  bow.set([Math.SQRT1_2, 0, 0, Math.SQRT1_2], rig.names.indexOf('Spine') * 4);
  return {
    name: 'bow',
    rig,
    frames: 2,
    rate: 1,
    rotations: Float32Array.of(...rest.rotations, ...bow),
    translated: new Int16Array(),
    translations: new Float32Array(),
  };
}

/** @param deltaY - of each turn; below 0 it comes nearer. */
async function turnWheel(canvas: HTMLCanvasElement, deltaY: number, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
    await frames(1);
  }
}

/** Resolves after the browser has shown `count` more frames. */
async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
}

async function pixelsOf(stage: Stage): Promise<Uint8ClampedArray> {
  const image = await createImageBitmap(await stage.screenshot());
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}

/** How many pixels have the block person's red. */
async function redPixels(stage: Stage): Promise<number> {
  const pixels = await pixelsOf(stage);
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i]! > 2 * pixels[i + 1]! + 20) count++;
  return count;
}

/** How many pixels two pictures of one size differ in. */
function differing(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  let count = 0;
  for (let i = 0; i < a.length; i += 4) {
    if (a[i] !== b[i] || a[i + 1] !== b[i + 1] || a[i + 2] !== b[i + 2]) count++;
  }
  return count;
}

function countDrawings(stage: Stage): () => number {
  let drawings = 0;
  stage.scene.onAfterRenderObservable.add(() => drawings++);
  return () => drawings;
}

describe('Stage', () => {
  let canvas: HTMLCanvasElement;
  let stage: Stage;

  const open = (options: StageOptions = {}): Stage =>
    (stage = createStage(canvas, { colorScheme: 'light', ...options }));

  beforeEach(() => {
    canvas = document.body.appendChild(document.createElement('canvas'));
    canvas.style.cssText = 'display: block; width: 160px; height: 200px';
  });

  afterEach(() => {
    stage.dispose();
    canvas.remove();
  });

  test('shows an avatar: its colour, its shadow, the floor', async () => {
    open({ renderMode: 'onDemand' });
    await stage.loadAvatar(blockPersonGlb());
    const red = await redPixels(stage);
    const total = canvas.width * canvas.height;
    expect(red / total).toBeGreaterThan(0.03);
    expect(red / total).toBeLessThan(0.5);
    const shades = new Set((await pixelsOf(stage)).filter((_, i) => i % 4 === 0));
    expect(shades.size).toBeGreaterThan(20);
  });

  test('its clock plays clips on the avatar', async () => {
    open();
    const { player, rig, target } = await stage.loadAvatar(blockPersonGlb());
    player.play(armsDownClip(rig), { loop: false });
    const hand = target.nodes[rig.names.indexOf('LeftHand')]!;
    const before = hand.getAbsolutePosition().y;
    await expect.poll(() => player.playing, { timeout: 10_000 }).toBe(false);
    await frames(2);
    expect(hand.getAbsolutePosition().y).toBeLessThan(before - 0.4);
  });

  test('on demand draws nothing while nothing moves, and again when something does', async () => {
    open({ renderMode: 'onDemand' });
    const { player, rig } = await stage.loadAvatar(blockPersonGlb());
    await frames(5);
    const drawings = countDrawings(stage);
    await frames(10);
    expect(drawings()).toBe(0);
    stage.requestRender();
    stage.requestRender();
    await frames(3);
    expect(drawings()).toBe(1);
    player.play(armsDownClip(rig), { loop: true });
    player.pause();
    await frames(3);
    player.seek(0.5);
    await frames(3);
    const afterSeek = drawings();
    expect(afterSeek).toBeGreaterThan(1);
    await frames(10);
    expect(drawings()).toBe(afterSeek);
    player.resume();
    await frames(6);
    expect(drawings()).toBeGreaterThan(afterSeek + 2);
  });

  test('continuous draws every frame', async () => {
    open();
    await stage.loadAvatar(blockPersonGlb());
    const drawings = countDrawings(stage);
    await frames(6);
    expect(drawings()).toBeGreaterThanOrEqual(5);
  });

  test('a new avatar takes the place of the old one', async () => {
    open({ renderMode: 'onDemand' });
    const first = await stage.loadAvatar(blockPersonGlb());
    const meshes = stage.scene.meshes.length;
    const second = await stage.loadAvatar(new Blob([blockPersonGlb()]));
    expect(stage.avatar === second).toBe(true);
    expect(stage.scene.meshes.length).toBe(meshes);
    expect(first.root.isDisposed()).toBe(true);
    expect(() => first.player.play(armsDownClip(first.rig))).toThrow(
      expect.objectContaining({ code: 'play/disposed' }) as Error,
    );
  });

  test('of two loads at once the later one wins, and the earlier is told', async () => {
    open({ renderMode: 'onDemand' });
    const early = stage.loadAvatar(blockPersonGlb());
    const late = stage.loadAvatar(blockPersonGlb());
    await expect(early).rejects.toMatchObject({ name: 'AbortError' });
    const avatar = await late;
    expect(stage.avatar === avatar).toBe(true);
  });

  test('an aborted load leaves the avatar that stands there', async () => {
    open({ renderMode: 'onDemand' });
    const first = await stage.loadAvatar(blockPersonGlb());
    const abort = new AbortController();
    const second = stage.loadAvatar(blockPersonGlb(), { signal: abort.signal });
    abort.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    expect(stage.avatar === first).toBe(true);
  });

  test('a bad file is refused and leaves the avatar that stands there', async () => {
    open({ renderMode: 'onDemand' });
    const first = await stage.loadAvatar(blockPersonGlb());
    await expect(stage.loadAvatar(blockPersonGlb().subarray(0, 500))).rejects.toMatchObject({ name: 'KinoraError' });
    expect(stage.avatar === first).toBe(true);
    expect(await redPixels(stage)).toBeGreaterThan(100);
  });

  test('a skeleton without a body is refused: it is an animation and no avatar', async () => {
    open();
    const first = await stage.loadAvatar(blockPersonGlb());
    const bodiless = writeGlbClip(armsDownClip(first.rig));
    await expect(stage.loadAvatar(bodiless)).rejects.toMatchObject({ code: 'viewer/no-figure' });
    expect(stage.avatar).toBe(first);
  });

  test('the camera stands still before a dancer and goes along with a walker', async () => {
    open({ renderMode: 'onDemand' });
    const { player, rig } = await stage.loadAvatar(blockPersonGlb());
    const walk = walkingClip(rig, 3);
    player.play(walk, { loop: true });
    player.pause();
    player.seek(0);
    const { x, y, z } = stage.camera.target;
    player.seek(0.1);
    expect(stage.camera.target.asArray()).toEqual([x, y, z]);
    player.seek(1);
    expect(stage.camera.target.z).toBeGreaterThan(z + 2);
    expect(stage.camera.target.z).toBeLessThan(z + 3);
    expect(stage.camera.target.y).toBe(y);
  });

  test('a walker is seen wherever it walks', async () => {
    open({ renderMode: 'onDemand' });
    const { player, rig } = await stage.loadAvatar(blockPersonGlb());
    player.play(walkingClip(rig, 40));
    player.pause();
    player.seek(0);
    const near = await redPixels(stage);
    player.seek(1);
    expect(await redPixels(stage)).toBeGreaterThan(near * 0.6);
  });

  test('a new avatar is in the middle, however far the last one walked', async () => {
    open({ renderMode: 'onDemand' });
    const first = await stage.loadAvatar(blockPersonGlb());
    const { x, y, z } = stage.camera.target;
    first.player.play(walkingClip(first.rig, 3));
    first.player.pause();
    first.player.seek(0);
    first.player.seek(1);
    expect(stage.camera.target.z).toBeGreaterThan(z + 2);
    await stage.loadAvatar(blockPersonGlb());
    expect(stage.camera.target.asArray()).toEqual([x, y, z]);
  });

  test.each([
    ['the plus key', () => userEvent.keyboard('{+>}')],
    ['the wheel', () => turnWheel(canvas, -400, 10)],
  ])('%s brings the camera to the face, and no nearer', async (_, zoom) => {
    open({ renderMode: 'onDemand' });
    const { target, rig } = await stage.loadAvatar(blockPersonGlb());
    const { camera } = stage;
    const whole = camera.target.y;
    canvas.focus();
    // However far a slow machine comes with one turn: again, until it goes no further.
    const nearer = async (): Promise<number> => {
      await zoom();
      return camera.radius;
    };
    await expect.poll(nearer, { timeout: 20_000 }).toBeCloseTo(camera.lowerRadiusLimit!, 2);
    await userEvent.keyboard('{/+}');
    await frames(2);
    const head = target.nodes[rig.names.indexOf('Head')]!.getAbsolutePosition();
    expect(camera.target.y).toBeGreaterThan(whole + 0.5);
    expect(camera.target.y - head.y).toBeGreaterThan(0);
    expect(camera.target.y - head.y).toBeLessThan(0.15);
    // 1.71 m from toe to top: nearer than a third of it would be within the arms.
    expect(camera.globalPosition.subtract(head).length()).toBeGreaterThan(0.57);
    stage.frame();
    expect(camera.target.y).toBe(whole);
  });

  test('near by, the camera goes along with the head', async () => {
    open({ renderMode: 'onDemand' });
    const { player, rig } = await stage.loadAvatar(blockPersonGlb());
    player.play(bowingClip(rig));
    player.pause();
    player.seek(0);
    stage.camera.radius = stage.camera.lowerRadiusLimit!;
    stage.render();
    const upright = stage.camera.target.clone();
    player.seek(1);
    const bowed = stage.camera.target.clone();
    expect(bowed.y).toBeLessThan(upright.y - 0.3);
    expect(bowed.z).toBeGreaterThan(upright.z + 0.3);
    player.seek(0);
    expect(stage.camera.target.subtract(upright).length()).toBeLessThan(1e-6);
  });

  test('the ghost is drawn, over the avatar or beside it, and goes away', async () => {
    open({ renderMode: 'onDemand' });
    const { rig } = await stage.loadAvatar(blockPersonGlb());
    const without = await pixelsOf(stage);
    stage.ghost(armsDownClip(rig), { place: 'over' });
    expect(differing(await pixelsOf(stage), without)).toBeGreaterThan(50);
    stage.ghost(armsDownClip(rig));
    expect(differing(await pixelsOf(stage), without)).toBeGreaterThan(500);
    stage.ghost(undefined);
    expect(differing(await pixelsOf(stage), without)).toBe(0);
  });

  test('dispose() lets go of everything, and later calls are refused', async () => {
    open();
    const { root } = await stage.loadAvatar(blockPersonGlb());
    stage.dispose();
    stage.dispose();
    expect(root.isDisposed()).toBe(true);
    expect(stage.scene.isDisposed).toBe(true);
    await expect(stage.loadAvatar(blockPersonGlb())).rejects.toMatchObject({ code: 'viewer/disposed' });
    await frames(2);
  });

  test('a canvas without WebGL is viewer/no-webgl', () => {
    open();
    const taken = document.createElement('canvas');
    taken.getContext('2d');
    expect(() => createStage(taken)).toThrow(expect.objectContaining({ code: 'viewer/no-webgl' }) as Error);
  });
});
