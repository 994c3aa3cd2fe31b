// Run by itself in a bare Node (`heap-per-frame.ts`), which is given the folder of the real files: prints as JSON by how
// many bytes the heap grows in each frame.
import { readFileSync } from 'node:fs';
import {
  createFootwork,
  createPlayer,
  createPose,
  createRetargetPlan,
  extractRootMotion,
  mapHumanoid,
  parseMotion,
  retargetPose,
  sampleClip,
  sampleMorphs,
  sampleRootMotion,
} from '@kinora/core/motion';
import type { Clip, Face, MotionContent, Rig } from '@kinora/core/motion';
import { FakeTarget } from './play.ts';

type Frame = (i: number) => void;

const assets = process.argv[2]!;
const WARM = 10_000;
const FRAMES = 20_000;
const ROUNDS = 8;
/** Odd, so that frames lie everywhere between those of the clip, and loops end anywhere. */
const STEP = 0.0137;
const NO_FACE: Face = { blendshapes: [] };
const FACE: Face = { blendshapes: ['blinkLeft', 'blinkRight', 'aa'] };

/** A face that nobody draws. */
class SilentFace extends FakeTarget {
  readonly face: Face;
  readonly #weights: Float32Array;

  constructor(rig: Rig, face: Face) {
    super(rig);
    this.face = face;
    this.#weights = new Float32Array(face.blendshapes.length);
  }

  readBlendshapes(out: Float32Array): void {
    out.set(this.#weights);
  }

  writeBlendshapes(weights: Float32Array): void {
    this.#weights.set(weights);
  }
}

process.stdout.write(
  JSON.stringify({
    travels: ofPair(
      withRootMotion(clipOf('bvh/pybvh_cmu_12_01_walk.bvh')),
      rigOf('avatars/mh_mixamorig_cm.glb'),
      NO_FACE,
    ),
    detachedFeet: ofPair(clipOf('bvh/ad_jumping_jacks.bvh'), rigOf('avatars/RobotExpressive_raylib.glb'), NO_FACE),
    fingersAndFace: ofPair(speaking(clipOf('anims/dcl_Crafting.glb')), rigOf('avatars/debug_robot_vrm1.vrm'), FACE),
    planted: planted(),
  }),
);

function ofPair(clip: Clip, rig: Rig, face: Face): Record<'retargetPose' | 'player' | 'fading', number> {
  return {
    retargetPose: heapPerFrame(retargeting(clip, rig)),
    player: heapPerFrame(playing(clip, rig, face, 0)),
    fading: heapPerFrame(playing(clip, rig, face, 10_000)),
  };
}

function retargeting(clip: Clip, rig: Rig): Frame {
  const plan = createRetargetPlan(clip.rig, rig, { sourceClip: clip });
  const footwork = createFootwork(plan, clip);
  const [source, out] = [createPose(clip.rig), createPose(rig)];
  const way = new Float32Array(4);
  const weights = new Float32Array(clip.morphs?.names.length ?? 0);
  const times = boxedTimes(clip);
  return (i) => {
    const time = times[i % times.length]!;
    sampleClip(clip, time, source);
    sampleMorphs(clip, time, weights);
    sampleRootMotion(clip, time, way);
    retargetPose(plan, source, out, footwork, time);
  };
}

/** Two clips at once for as long as the second fades in. */
function playing(clip: Clip, rig: Rig, face: Face, fade: number): Frame {
  const player = createPlayer(new SilentFace(rig, face));
  player.play(clip, { loop: true });
  if (fade > 0) player.play(clip, { loop: true, fade, mask: 'upperBody' });
  return () => player.update(STEP);
}

/** What this test is there to find: one small array a frame. */
function planted(): number {
  const numbers = [1, 2, 3];
  let kept: number[] = [];
  return heapPerFrame(() => {
    kept = [...numbers];
    if (kept.length === 0) throw new Error('The compiler must not find out that nobody reads it');
  });
}

/** The least of some rounds, as code that is being compiled anew takes room of its own. Bytes. */
function heapPerFrame(frame: Frame): number {
  for (let i = 0; i < WARM; i++) frame(i);
  let least = Infinity;
  for (let round = 0; round < ROUNDS && least > 1; round++) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < FRAMES; i++) frame(i);
    least = Math.min(least, (process.memoryUsage().heapUsed - before) / FRAMES);
  }
  return least;
}

function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('Node must be started with --expose-gc');
  globalThis.gc();
}

/** A list of numbers that are boxed already, as lists of all sorts are: the caller pays for the time that it makes up. */
function boxedTimes({ frames, rate }: Clip): readonly number[] {
  const duration = (frames - 1) / rate;
  const times: unknown[] = ['not a number'];
  for (let i = 0; i < 997; i++) times.push((i * STEP) % duration);
  times[0] = times[1];
  return times as number[]; // Now all are; a list that has once held something else stays a list of anything.
}

function read(path: string): MotionContent {
  return parseMotion(new Uint8Array(readFileSync(`${assets}${path}`)), path.slice(path.lastIndexOf('/') + 1));
}

function clipOf(path: string): Clip {
  return read(path).clips[0]!;
}

function rigOf(path: string): Rig {
  return read(path).rig;
}

function withRootMotion(clip: Clip): Clip {
  return extractRootMotion(clip, mapHumanoid(clip.rig));
}

function speaking(clip: Clip): Clip {
  const names = ['eyeBlinkLeft', 'jawOpen'];
  const weights = Float32Array.from({ length: clip.frames * names.length }, (_, i) => (i % 5) / 5);
  return { ...clip, morphs: { names, weights } };
}
