import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { createPlayer, KinoraError } from '@kinora/core/motion';
import { chainRig, FakeTarget, turningClip } from '../../../support/play.ts';

const rig = chainRig();
const [HIPS, SPINE, HEAD, LEG] = [0, 1, 2, 3] as const;
/** The last second of one radian is one radian per second. */
const clip = turningClip(rig);

function playing(options: Parameters<ReturnType<typeof createPlayer>['play']>[1] = {}, which = clip) {
  const target = new FakeTarget(rig);
  const player = createPlayer(target);
  player.play(which, options);
  return { target, player };
}

const seconds = (max: number) => fc.double({ min: 0, max, noNaN: true });

describe('Player.update()', () => {
  test('moves the clip on by the seconds that it is given', () => {
    const { target, player } = playing();
    player.update(0.25);
    player.update(0.25);
    expect(player.time).toBeCloseTo(0.5, 12);
    expect(target.turn(HEAD)).toBeCloseTo(0.5, 5);
    expect(target.pose.translations[0]).toBeCloseTo(0.5, 5);
  });

  test('many small steps and one large one come to the same pose', () => {
    fc.assert(
      fc.property(fc.array(seconds(0.05), { maxLength: 20 }), (steps) => {
        const small = playing();
        for (const dt of steps) small.player.update(dt);
        const large = playing();
        large.player.update(steps.reduce((sum, dt) => sum + dt, 0));
        expect(small.target.turn(HEAD)).toBeCloseTo(large.target.turn(HEAD), 5);
      }),
    );
  });

  test('a rate is a factor of the time', () => {
    fc.assert(
      fc.property(seconds(0.4), fc.double({ min: 0.1, max: 2, noNaN: true }), (dt, rate) => {
        const fast = playing({ rate });
        fast.player.update(dt);
        const plain = playing();
        plain.player.update(dt * rate);
        expect(fast.player.time).toBeCloseTo(plain.player.time, 12);
        expect(fast.target.turn(HEAD)).toBeCloseTo(plain.target.turn(HEAD), 5);
      }),
    );
  });

  test('a negative rate plays from the end to the start and ends there', () => {
    const { target, player } = playing({ rate: -1 });
    player.update(0.25);
    expect(target.turn(HEAD)).toBeCloseTo(0.75, 5);
    player.update(2);
    expect(target.turn(HEAD)).toBeCloseTo(0, 6);
    expect(player.playing).toBe(false);
  });

  test('a loop wraps: a whole number of rounds later the pose is the same', () => {
    fc.assert(
      fc.property(seconds(0.99), fc.integer({ min: 1, max: 50 }), (start, rounds) => {
        const { target, player } = playing({ loop: true });
        player.update(start);
        const before = target.turn(HEAD);
        player.update(rounds * player.duration);
        expect(player.time).toBeGreaterThanOrEqual(0);
        expect(player.time).toBeLessThan(player.duration);
        // Both sides of the seam are the same instant.
        const distance = Math.abs(target.turn(HEAD) - before);
        expect(Math.min(distance, 1 - distance)).toBeLessThan(1e-5);
      }),
    );
  });

  test('holds the last frame and calls onEnded once', () => {
    const { target, player } = playing();
    const ended: string[] = [];
    player.onEnded = ({ name }) => ended.push(`${name} at ${target.turn(HEAD).toFixed(3)}`);
    player.update(0.9);
    expect(player.playing).toBe(true);
    player.update(5);
    player.update(5);
    expect(ended).toEqual(['turning at 1.000']);
    expect(player.playing).toBe(false);
    expect(player.time).toBe(player.duration);
  });

  test('writes nothing while nothing changes', () => {
    const { target, player } = playing();
    player.update(2);
    const { writes } = target;
    player.update(1);
    player.update(1);
    expect(target.writes).toBe(writes);
  });

  test('refuses time that is not a number of seconds', () => {
    const { player } = playing();
    for (const dt of [-1, NaN, Infinity]) expect(() => player.update(dt)).toThrow(RangeError);
  });

  test('a clip of one frame is a pose that ends at once', () => {
    const { target, player } = playing({ loop: false }, turningClip(rig, { frames: 1, from: 0.3 }));
    player.update(0.016);
    expect(target.turn(HEAD)).toBeCloseTo(0.3, 5);
    expect(player.playing).toBe(false);
  });

  test('a loop of one frame goes on showing it', () => {
    const { target, player } = playing({ loop: true }, turningClip(rig, { frames: 1, from: 0.3 }));
    player.update(0.016);
    player.update(0.016);
    expect(target.turn(HEAD)).toBeCloseTo(0.3, 5);
    expect(player.time).toBe(0);
  });
});

describe('Player.seek()', () => {
  test('writes the pose at once, and twice is the same as once', () => {
    fc.assert(
      fc.property(seconds(1), seconds(1), (first, second) => {
        const { target, player } = playing();
        player.seek(first);
        player.seek(second);
        const once = Float32Array.from(target.pose.rotations);
        player.seek(second);
        expect(target.pose.rotations).toEqual(once);
        expect(target.turn(HEAD)).toBeCloseTo(second, 5);
      }),
    );
  });

  test('works while paused and stays paused', () => {
    const { target, player } = playing();
    player.pause();
    player.seek(0.5);
    player.update(10);
    expect(target.turn(HEAD)).toBeCloseTo(0.5, 5);
    expect(player.playing).toBe(false);
    player.resume();
    player.update(0.25);
    expect(target.turn(HEAD)).toBeCloseTo(0.75, 5);
  });

  test('stays inside the clip', () => {
    const { player } = playing();
    player.seek(-1);
    expect(player.time).toBe(0);
    player.seek(99);
    expect(player.time).toBe(player.duration);
  });

  test('without a clip does nothing', () => {
    const target = new FakeTarget(rig);
    createPlayer(target).seek(1);
    expect(target.writes).toBe(0);
  });
});

describe('Player.resume()', () => {
  test('starts a clip again that has ended', () => {
    const { target, player } = playing();
    player.update(5);
    player.resume();
    player.update(0.1);
    expect(target.turn(HEAD)).toBeCloseTo(0.1, 5);
  });
});

describe('cross-fade', () => {
  const still = (angle: number) => turningClip(rig, { from: angle, to: angle });

  test('begins at the old clip, ends exactly on the new one, and never turns back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.6, noNaN: true }), fc.integer({ min: 2, max: 30 }), (fade, steps) => {
        const { target, player } = playing({ loop: true }, still(0));
        player.update(0.1);
        player.play(still(1), { fade, loop: true });
        player.update(0);
        expect(target.turn(HEAD)).toBeCloseTo(0, 6);
        let last = 0;
        for (let i = 0; i < steps; i++) {
          player.update(fade / steps);
          expect(target.turn(HEAD)).toBeGreaterThanOrEqual(last - 1e-6);
          last = target.turn(HEAD);
        }
        player.update(1e-6);
        const alone = playing({ loop: true }, still(1));
        alone.player.update(0);
        expect(target.pose.rotations).toEqual(alone.target.pose.rotations);
      }),
    );
  });

  test('starts and ends without a jerk', () => {
    const { target, player } = playing({ loop: true }, still(0));
    player.update(0);
    player.play(still(1), { fade: 1, loop: true });
    const angles = Array.from({ length: 101 }, () => {
      player.update(0.01);
      return target.turn(HEAD);
    });
    expect(angles[0]).toBeLessThan(0.001);
    expect(angles[49]! - angles[48]!).toBeGreaterThan(0.012);
    expect(1 - angles[98]!).toBeLessThan(0.001);
  });

  test('fades in from the pose that the target has', () => {
    const target = new FakeTarget(rig);
    target.animate(0.6);
    const player = createPlayer(target);
    player.play(still(0), { fade: 1 });
    player.update(0.5);
    expect(target.turn(HEAD)).toBeCloseTo(0.3, 5);
  });

  test('a fade that is interrupted goes on from where it was', () => {
    const { target, player } = playing({ loop: true }, still(0));
    player.update(0);
    player.play(still(1), { fade: 1, loop: true });
    player.update(0.5);
    const middle = target.turn(HEAD);
    player.play(still(-1), { fade: 1, loop: true });
    player.update(0.001);
    expect(Math.abs(target.turn(HEAD) - middle)).toBeLessThan(0.01);
    player.update(1);
    expect(target.turn(HEAD)).toBeCloseTo(-1, 5);
  });

  test('any number of clips in a hurry ends on the last', () => {
    const { target, player } = playing({ loop: true }, still(0));
    for (let i = 1; i <= 12; i++) {
      player.play(still(i / 20), { fade: 0.5, loop: true });
      player.update(0.02);
      // Clips around the pose at rest only: it never shines through.
      expect(target.turn(HEAD)).toBeGreaterThanOrEqual(0);
    }
    player.update(1);
    expect(target.turn(HEAD)).toBeCloseTo(0.6, 5);
  });
});

describe('mask', () => {
  test('weights of 0 keep the pose of the target to the last bit', () => {
    const target = new FakeTarget(rig);
    target.animate(0.7);
    const before = Float32Array.from(target.pose.rotations);
    const player = createPlayer(target);
    player.play(clip, { mask: new Float32Array(4), loop: true });
    for (let i = 0; i < 10; i++) player.update(0.1);
    expect(target.pose.rotations).toEqual(before);
  });

  test('half a weight stays half way, however long it plays', () => {
    const { target, player } = playing(
      { mask: new Float32Array(4).fill(0.5), loop: true },
      turningClip(rig, { from: 1 }),
    );
    for (let i = 0; i < 50; i++) player.update(0.1);
    expect(target.turn(HEAD)).toBeCloseTo(0.5, 5);
  });

  test('follows what the engine animates under it', () => {
    const target = new FakeTarget(rig);
    const player = createPlayer(target);
    player.play(turningClip(rig, { from: 1 }), { mask: Float32Array.of(0, 1, 0.5, 0), loop: true });
    for (const angle of [0.1, 0.2, 0.3]) {
      target.animate(angle);
      player.update(0.1);
      expect(target.turn(HIPS)).toBeCloseTo(angle, 5);
      expect(target.turn(SPINE)).toBeCloseTo(1, 5);
      expect(target.turn(HEAD)).toBeCloseTo((1 + angle) / 2, 5);
    }
  });

  test('a new clip ends the old one everywhere, also where its mask leaves the body', () => {
    const { target, player } = playing({ loop: true }, turningClip(rig, { from: 1 }));
    player.update(0.1);
    player.play(turningClip(rig, { from: 1 }), { mask: Float32Array.of(0, 1, 1, 0), fade: 0.4, loop: true });
    player.update(0.2);
    // Both clips agree on the spine: nothing of the rest may shine through in the middle of the fade.
    expect(target.turn(SPINE)).toBeCloseTo(1, 5);
    expect(target.turn(LEG)).toBeCloseTo(0.5, 5);
    player.update(0.3);
    expect(target.turn(SPINE)).toBeCloseTo(1, 5);
    expect(target.turn(LEG)).toBeCloseTo(0, 6);
  });

  test('weights are one per joint, 0…1', () => {
    const { player } = playing();
    expect(() => player.play(clip, { mask: new Float32Array(3) })).toThrow(RangeError);
    expect(() => player.play(clip, { mask: Float32Array.of(0, 0, 0, 2) })).toThrow(RangeError);
    expect(player.playing).toBe(true);
  });
});

describe('Player.stop()', () => {
  test('fades back to the pose below and then leaves the target alone', () => {
    const { target, player } = playing({ loop: true }, turningClip(rig, { from: 1 }));
    player.update(0.1);
    player.stop({ fade: 0.4 });
    expect(player.clip).toBeUndefined();
    player.update(0.2);
    expect(target.turn(HEAD)).toBeCloseTo(0.5, 5);
    player.update(0.3);
    expect(target.turn(HEAD)).toBeCloseTo(0, 6);
    const { writes } = target;
    target.animate(0.9);
    player.update(0.1);
    expect(target.writes).toBe(writes);
    expect(target.turn(HEAD)).toBeCloseTo(0.9, 6);
  });

  test('without a fade is done with the next update', () => {
    const { target, player } = playing({ loop: true }, turningClip(rig, { from: 1 }));
    player.update(0.1);
    player.stop();
    player.update(0);
    expect(target.turn(HEAD)).toBeCloseTo(0, 6);
  });

  test('of a paused clip moves again', () => {
    const { target, player } = playing({ loop: true }, turningClip(rig, { from: 1 }));
    player.update(0.1);
    player.pause();
    player.stop({ fade: 0.2 });
    player.update(0.3);
    expect(target.turn(HEAD)).toBeCloseTo(0, 6);
  });
});

describe('Player.dispose()', () => {
  test('lets go: the target keeps its pose, and playing again is refused', () => {
    const { target, player } = playing();
    player.update(0.5);
    player.dispose();
    player.update(0.5);
    expect(target.turn(HEAD)).toBeCloseTo(0.5, 5);
    expect(() => player.play(clip)).toThrow(KinoraError);
    expect(() => player.play(clip)).toThrow(expect.objectContaining({ code: 'play/disposed' }));
  });
});
