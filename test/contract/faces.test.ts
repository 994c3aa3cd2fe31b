import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readGlb, writeBvh, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { CaptureVideo } from '@kinora/service';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Animate3DCaller } from '../support/animate3d-caller.ts';
import { APP_URL, openApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { glbOf, jsonOf } from '../support/glb-builder.ts';
import { skinnedPerson } from '../support/skinned-person.ts';
import { syntheticPerson } from '../support/synthetic-rig.ts';

const PERFORMER = fileURLToPath(new URL('../../packages/performer/dist/performer.glb', import.meta.url));
const SHAPES = ['jawOpen', 'eyeBlinkLeft', 'eyeBlinkRight', 'mouthSmileLeft'];
const film = new Uint8Array(5000).fill(7);

/** Someone whose jaw opens while the left eye closes. */
function captured(): Clip {
  const { clip } = syntheticPerson();
  const weights = new Float32Array(clip.frames * SHAPES.length);
  for (let frame = 0; frame < clip.frames; frame++) {
    weights[frame * SHAPES.length] = frame / clip.frames;
    weights[frame * SHAPES.length + 1] = 1 - frame / clip.frames;
  }
  return { ...clip, morphs: { names: SHAPES, weights } };
}

/** The project's own performer, whose blendshapes are called otherwise. */
function performer(rename: (shape: string) => string): Uint8Array<ArrayBuffer> {
  const glb = readFileSync(PERFORMER);
  const { meshes, ...json } = jsonOf(glb) as { meshes: { extras?: { targetNames?: string[] } }[] };
  const renamed = meshes.map(({ extras, ...mesh }) => ({
    ...mesh,
    ...(extras && { extras: { ...extras, targetNames: extras.targetNames?.map(rename) } }),
  }));
  return glbOf({ ...json, meshes: renamed }, glb.subarray(20 + glb.readUInt32LE(12) + 8));
}

/** `eyeBlinkLeft` is `EyeBlink_L`. */
const otherwise = (shape: string): string =>
  (shape[0]!.toUpperCase() + shape.slice(1)).replace(/Left$/, '_L').replace(/Right$/, '_R');

let app: TestApp;
let caller: Animate3DCaller;
let captures: number;
const captureVideo: CaptureVideo = () => {
  captures++;
  const clip = captured();
  return Promise.resolve([
    { name: 'motion.glb', format: 'glb', bytes: writeGlbClip(clip) },
    { name: 'motion.bvh', format: 'bvh', bytes: writeBvh(clip) },
  ]);
};
beforeAll(async () => {
  app = await openApp({ captureVideo, credits: 100 });
  caller = app.caller();
});
beforeEach(() => (captures = 0));
afterAll(() => app.close());

async function store(character: Uint8Array<ArrayBuffer>): Promise<string> {
  const { modelUrl } = (await caller.json('/character/getModelUploadUrl?name=leo&resumable=0')) as { modelUrl: string };
  await app.request(modelUrl.slice(APP_URL.length), { method: 'PUT', body: character });
  const stored = await caller.post('/character/storeModel', { modelUrl, modelName: 'leo' });
  return ((await stored.json()) as { modelId: string }).modelId;
}

/** The number by which the job fails, or the face of its GLB: the largest weight of each blendshape that moves. */
async function faceOn(character: string, ...params: string[]): Promise<unknown> {
  const rid = await caller.process(await caller.upload(film), [`model=${character}`, 'formats=glb', ...params]);
  const { details } = await caller.ended(rid);
  if (details!.exc_type !== undefined) return Number(details!.exc_type);
  const [link] = (await caller.download(rid)).links;
  const file = await app.request(link!.urls![0]!.files[0]!['glb']!.slice(APP_URL.length));
  const { morphs, frames } = readGlb(new Uint8Array(await file.arrayBuffer())).clips.at(-1)!;
  const { names, weights } = morphs ?? { names: [], weights: [] };
  const largest = (column: number): number =>
    Math.max(...Array.from({ length: frames }, (_, frame) => weights[frame * names.length + column]!));
  return Object.fromEntries(names.map((name, i) => [name, largest(i)] as const).filter(([, weight]) => weight > 0));
}

const credits = async (): Promise<number> =>
  ((await caller.json('/account/creditBalance')) as { credits: number }).credits;

describe('a captured face', () => {
  test('moves the blendshapes of the character, by its own names', async () => {
    const face = await faceOn(await store(performer(otherwise)), 'trackFace=1');
    expect(face).toEqual({ JawOpen: expect.closeTo(0.95, 2) as number, EyeBlink_L: expect.closeTo(1, 2) as number });
  });

  test('of which more than half would be lost fails the job by 906, which costs nothing', async () => {
    const before = await credits();
    const half = performer((shape) => (SHAPES.slice(0, 2).includes(shape) ? shape : `no ${shape.length} ${shape[0]}`));
    const less = performer((shape) => (shape === 'jawOpen' ? shape : `no ${shape.length} ${shape[0]}`));
    const [halfId, lessId] = [await store(half), await store(less)];
    expect(await faceOn(lessId, 'trackFace=1')).toBe(906);
    expect(await credits()).toBe(before);
    expect(Object.keys((await faceOn(halfId, 'trackFace=1')) as object).sort()).toEqual(['eyeBlinkLeft', 'jawOpen']);
    // Whoever did not ask for a face is given what there is of it.
    expect(Object.keys((await faceOn(lessId)) as object)).toEqual(['jawOpen']);
  });

  test('on a character without any blendshapes fails by 906 before anything is captured', async () => {
    expect(await faceOn(await store(skinnedPerson()), 'trackFace=1')).toBe(906);
    expect(await faceOn('roblox-r15', 'trackFace=1')).toBe(906);
    expect(captures).toBe(0);
  });
});
