import { createPlayer, mapHumanoid } from '@kinora/core/motion';
import type { Clip, Face, PlayOptions } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { chainRig, FakeTarget, turningClip } from '../../../support/play.ts';

const rig = chainRig(['Hips', 'Spine', 'Chest', 'Neck', 'Head', 'LeftUpLeg']);
const HEAD = 4;

/** A face that an engine may move too. */
class FakeFace extends FakeTarget {
  readonly face: Face = { blendshapes: ['jawOpen', 'mouthSmileLeft', 'mouthSmileRight', 'eyeBlinkLeft'] };
  readonly weights: Float32Array = new Float32Array(4);
  faceWrites = 0;

  readBlendshapes(out: Float32Array): void {
    out.set(this.weights);
  }

  writeBlendshapes(weights: Float32Array): void {
    this.faceWrites++;
    this.weights.set(weights);
  }
}

/** One second in which a blendshape goes from nothing to all. */
function speaking(name: string): Clip {
  const clip = turningClip(rig);
  const weights = Float32Array.from({ length: clip.frames }, (_, frame) => frame / (clip.frames - 1));
  return { ...clip, morphs: { names: [name], weights } };
}

function playing(clip: Clip, options: PlayOptions = {}): { target: FakeFace; player: ReturnType<typeof createPlayer> } {
  const target = new FakeFace(rig);
  const player = createPlayer(target);
  player.play(clip, options);
  return { target, player };
}

const shown = ({ weights }: FakeFace): number[] => [...weights].map((weight) => Number(weight.toFixed(4)));

describe('Player and faces', () => {
  test('shows the blendshapes of the clip under the names of the target', () => {
    const { target, player } = playing(speaking('mouthSmile'));
    player.update(0.25);
    expect(shown(target)).toEqual([0, 0.25, 0.25, 0]);
    player.seek(0.75);
    expect(shown(target)).toEqual([0, 0.75, 0.75, 0]);
  });

  test('fades in over what the engine shows, and back to it', () => {
    const target = new FakeFace(rig);
    target.weights[0] = 0.2;
    const player = createPlayer(target);
    player.play(
      { ...speaking('jawOpen'), morphs: { names: ['jawOpen'], weights: new Float32Array(11).fill(1) } },
      { fade: 0.4 },
    );
    // Half of a fade is half of the way.
    player.update(0.2);
    expect(shown(target)[0]).toBeCloseTo(0.6, 4);
    player.update(0.4);
    expect(shown(target)[0]).toBe(1);
    player.stop({ fade: 0.2 });
    player.update(0.2);
    expect(shown(target)[0]).toBeCloseTo(0.2, 4);
  });

  test('leaves a blink of the game alone', () => {
    const { target, player } = playing(speaking('jawOpen'));
    player.update(0.1);
    target.weights[3] = 1;
    player.update(0.1);
    expect(shown(target)).toEqual([0.2, 0, 0, 1]);
    target.weights[3] = 0;
    player.update(0.1);
    expect(shown(target)).toEqual([0.3, 0, 0, 0]);
  });

  test('a clip without a face ends the one before it', () => {
    const { target, player } = playing(speaking('jawOpen'));
    player.update(0.5);
    player.play(turningClip(rig), { fade: 0.1 });
    player.update(0.1);
    expect(shown(target)).toEqual([0, 0, 0, 0]);
  });

  test('the face goes with the head', () => {
    const map = { ...mapHumanoid(rig), bones: { head: { joint: HEAD, confidence: 1, reason: 'by hand' } } };
    const mask = new Float32Array(rig.names.length).fill(1);
    mask[HEAD] = 0.5;
    const target = new FakeFace(rig);
    const player = createPlayer(target, { map });
    player.play(speaking('jawOpen'), { mask });
    player.update(0.5);
    expect(shown(target)[0]).toBeCloseTo(0.25, 4);
  });

  test('writes the face when it changes, and not else', () => {
    const { target, player } = playing(speaking('tongueOut'));
    player.update(0.1);
    player.update(0.1);
    expect(target.writes).toBe(2);
    expect(target.faceWrites).toBe(0);
  });

  test('a target without a face plays the body', () => {
    const target = new FakeTarget(rig);
    const player = createPlayer(target);
    player.play(speaking('jawOpen'));
    player.update(0.5);
    expect(target.turn(HEAD)).toBeCloseTo(0.5, 4);
  });
});
