import { validateClip } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { solveMotion } from '../../../../packages/capture/src/solve/solve-motion.ts';
import type { Track, TrackedFrame } from '../../../../packages/capture/src/track/landmarks.ts';
import { distance, jointDirection, jointPosition } from '../../../support/clip-joints.ts';
import { FIGURE, figurePoints, figureTrack, standing } from '../../../support/figure.ts';
import type { FigurePose } from '../../../support/figure.ts';

const JOINTS = 52;

function withFrames(track: Track, change: (frame: TrackedFrame, i: number) => TrackedFrame): Track {
  return { ...track, frames: track.frames.map(change) };
}

function lost({ time }: TrackedFrame): TrackedFrame {
  return { time };
}

/** Loses the left wrist and hand. */
function withoutHand(frame: TrackedFrame): TrackedFrame {
  const world = frame.landmarks!.world.slice();
  for (const point of [15, 17, 19, 21]) world[point * 3 + 1] = NaN;
  return { ...frame, landmarks: { ...frame.landmarks!, world } };
}

const still = (): FigurePose => standing();
/** Down and up again in two seconds. */
const squat = (time: number): FigurePose => standing(0, 0, 0.15 - 0.13 * Math.cos(Math.PI * time));

describe('solveMotion() of a known figure', () => {
  test('finds the size of its bones, the same on both sides', () => {
    const { rig } = solveMotion(figureTrack({ seconds: 1, fps: 30, pose: squat }));
    const offset = (name: string): number => {
      const at = rig.names.indexOf(name) * 3;
      return Math.hypot(...rig.restTranslations.subarray(at, at + 3));
    };
    for (const side of ['l', 'r']) {
      // Half-way between what is seen of this figure and what is usual.
      expect(offset(`${side}_forearm_JNT`)).toBeCloseTo(FIGURE.upperArm, 1.5);
      expect(offset(`${side}_hand_JNT`)).toBeCloseTo(FIGURE.forearm, 1.5);
      expect(offset(`${side}_leg_JNT`)).toBeCloseTo(FIGURE.thigh, 1.5);
      expect(offset(`${side}_foot_JNT`)).toBeCloseTo(FIGURE.shin, 1.5);
      expect(offset(`${side}_upleg_JNT`)).toBeCloseTo(FIGURE.hip, 1.5);
    }
  });

  test.each<[string, Partial<FigurePose>]>([
    ['upright', {}],
    ['leaning forwards', { lean: 0.5 }],
    ['turned to its left', { heading: 0.9 }],
    ['with arms spread', { raise: 1.4, bend: 0.2 }],
    ['with straight arms', { raise: 1, bend: 0 }],
    ['with sharply bent arms', { raise: 0.4, bend: 2 }],
  ])('puts every joint where it was, %s', (_, change) => {
    const pose = { ...standing(0, 0, 0.1), ...change };
    // Less than a second is too short to judge the vertical by balance: these figures do not care for it.
    const clip = solveMotion(figureTrack({ seconds: 0.8, fps: 30, pose: () => pose }));
    const points = figurePoints(pose);
    const hips = jointPosition(clip, 0.4, 'hips_JNT');
    for (const [name, left] of [
      ['arm', 11],
      ['forearm', 13],
      ['hand', 15],
      ['upleg', 23],
      ['leg', 25],
      ['foot', 27],
    ] as const) {
      for (const right of [0, 1]) {
        const [x, y, z] = jointPosition(clip, 0.4, `${right ? 'r' : 'l'}_${name}_JNT`);
        const [px, py, pz] = points[left + right]!;
        const truth = [px - pose.hips[0], py - pose.hips[1], pz - pose.hips[2]] as const;
        expect(distance([x - hips[0], y - hips[1], z - hips[2]], truth), `${name} ${right}`).toBeLessThan(0.03);
      }
    }
  });

  test('turns hips, chest, head and hands as they were', () => {
    const clip = solveMotion(
      figureTrack({ seconds: 0.8, fps: 30, pose: () => ({ ...standing(), heading: 0.5, lean: 0.2 }) }),
    );
    for (const joint of ['hips_JNT', 'spine2_JNT', 'head_JNT']) {
      const [x, y, z] = jointDirection(clip, 0.4, joint, [0, 0, 1]);
      expect(Math.abs(Math.atan2(x, z) - 0.5)).toBeLessThan(0.06);
      expect(Math.abs(-Math.asin(y) - 0.2)).toBeLessThan(0.06);
    }
    // The palm faces away from the way that the elbow's axis points up in a T-pose: along the hand lies the forearm.
    const elbow = jointPosition(clip, 0.4, 'l_forearm_JNT');
    const wrist = jointPosition(clip, 0.4, 'l_hand_JNT');
    const along = jointDirection(clip, 0.4, 'l_hand_JNT', [1, 0, 0]);
    const forearm = wrist.map((value, axis) => (value - elbow[axis]!) / FIGURE.forearm);
    expect(along[0] * forearm[0]! + along[1] * forearm[1]! + along[2] * forearm[2]!).toBeGreaterThan(0.98);
  });

  test('bends the knees forwards and the elbows forwards, never back', () => {
    const clip = solveMotion(figureTrack({ seconds: 2, fps: 30, pose: squat, noise: 0.004 }));
    for (let time = 0; time <= 2; time += 0.1) {
      const [hip, knee, ankle] = ['l_upleg_JNT', 'l_leg_JNT', 'l_foot_JNT'].map((name) =>
        jointPosition(clip, time, name),
      );
      const t = (knee![1] - hip![1]) / (ankle![1] - hip![1]);
      expect(knee![2] - (hip![2] + (ankle![2] - hip![2]) * t)).toBeGreaterThan(0);
    }
  });

  test('does not spin an arm about itself where the elbow straightens', () => {
    // The elbow bends and stretches twice in two seconds; a hinge that is read from two parallel bones is random.
    const swing = (time: number): FigurePose => ({
      ...standing(),
      raise: 0.8,
      bend: 0.5 - 0.5 * Math.cos(2 * Math.PI * time),
    });
    const clip = solveMotion(figureTrack({ seconds: 2, fps: 30, pose: swing, noise: 0.005 }));
    const axes = Array.from({ length: clip.frames }, (_, i) => jointDirection(clip, i / 30, 'l_arm_JNT', [0, 1, 0]));
    const jumps = axes.slice(1).map((axis, i) => distance(axis, axes[i]!));
    expect(Math.max(...jumps)).toBeLessThan(0.2);
  });

  test('walks as far as the figure did', () => {
    const stride = (time: number, phase: number): number => {
      // A foot stands for half a second and swings for the other half: 0.6 m a step.
      const cycle = time - phase;
      const step = Math.floor(cycle);
      return 0.6 * (step + Math.max(0, Math.min(1, (cycle - step - 0.5) * 2))) + 0.6 * phase;
    };
    const lift = (time: number, phase: number): number => {
      const swing = (((time - phase) % 1) + 1) % 1;
      return swing > 0.5 ? 0.08 * Math.sin((swing - 0.5) * 2 * Math.PI) : 0;
    };
    const pose = (time: number): FigurePose => ({
      ...standing(),
      hips: [-0.9 + 0.6 * time + 0.15, 0.86, 0],
      heading: Math.PI / 2,
      ankles: [
        [-0.9 + stride(time, 0), FIGURE.ankle + lift(time, 0), -0.1],
        [-0.9 + stride(time, 0.5), FIGURE.ankle + lift(time, 0.5), 0.1],
      ],
    });
    const clip = solveMotion(figureTrack({ seconds: 3, fps: 30, pose }));
    const travelled = jointPosition(clip, 3, 'hips_JNT')[0] - jointPosition(clip, 0, 'hips_JNT')[0];
    expect(travelled).toBeGreaterThan(1.6);
    expect(travelled).toBeLessThan(2);
    // The left foot stands from 1.0 to 1.5 s.
    expect(distance(jointPosition(clip, 1.1, 'l_toebase_JNT'), jointPosition(clip, 1.4, 'l_toebase_JNT'))).toBeLessThan(
      0.01,
    );
    const leftSteps = clip.contacts!.filter(({ side }) => side === 'left');
    expect(leftSteps).toHaveLength(3);
    // It stands for the first half of each second; the limits find a slow foot a little before and after.
    for (const [second, { from, to }] of leftSteps.entries()) {
      expect(Math.abs(from - second)).toBeLessThan(0.2);
      expect(Math.abs(to - second - 0.5)).toBeLessThan(0.2);
    }
  });

  test('keeps a jump in the air', () => {
    const jump = (time: number): FigurePose => {
      const up = Math.max(0, 0.3 * Math.sin(Math.PI * (time - 1) * 2)) * (time > 1 && time < 1.5 ? 1 : 0);
      const { hips, ankles } = standing();
      const rise = ([x, y, z]: readonly [number, number, number]) => [x, y + up, z] as const;
      return { hips: rise(hips), ankles: [rise(ankles[0]), rise(ankles[1])] };
    };
    const clip = solveMotion(figureTrack({ seconds: 2.5, fps: 30, pose: jump }));
    const height = (time: number): number => jointPosition(clip, time, 'l_toebase_JNT')[1];
    expect(height(1.25) - height(0.5)).toBeGreaterThan(0.2);
    expect(clip.contacts!.filter(({ from, to }) => from < 1.25 && to > 1.25)).toEqual([]);
    expect(Math.abs(height(2) - height(0.5))).toBeLessThan(0.01);
  });

  test('stands upright though the camera looks down', () => {
    const clip = solveMotion(figureTrack({ seconds: 2, fps: 15, pose: still, cameraPitch: 0.2 }));
    const [x, y, z] = jointDirection(clip, 1, 'spine2_JNT', [0, 1, 0]);
    // 0.2 rad of lean were in the picture; about three quarters of it go.
    expect(Math.abs(x)).toBeLessThan(0.01);
    expect(Math.abs(Math.atan2(z, y))).toBeLessThan(0.1);
  });

  test('puts the soles on the ground and the first hips above the origin', () => {
    const clip = solveMotion(figureTrack({ seconds: 2, fps: 30, pose: () => standing(0.4, -0.5) }));
    const [x, y, z] = jointPosition(clip, 0, 'hips_JNT');
    expect([x, z]).toEqual([0, 0]);
    expect(y).toBeCloseTo(FIGURE.thigh + FIGURE.shin + FIGURE.ankle - 0.02, 1);
    for (const side of ['l', 'r']) {
      expect(jointDirection(clip, 1, `${side}_foot_JNT`, [0, 1, 0])[1]).toBeGreaterThan(0.999);
      expect(jointPosition(clip, 1, `${side}_toebase_JNT`)[1]).toBeLessThan(0.03);
    }
  });
});

describe('solveMotion() gives a clip that', () => {
  const clip = solveMotion(figureTrack({ seconds: 2, fps: 24, pose: squat }));

  test('runs at 30 frames per second from 0 and moves the hips alone', () => {
    expect(clip).toMatchObject({
      rate: 30,
      frames: 61,
      name: 'figure',
      report: { tracked: 1, gaps: [], warnings: [] },
    });
    expect(clip.times).toBeUndefined();
    expect([...clip.translated]).toEqual([clip.rig.names.indexOf('hips_JNT')]);
    validateClip(clip);
  });

  test('tells when its feet stand, in seconds', () => {
    expect(clip.contacts).toEqual([
      { side: 'left', from: 0, to: 2 },
      { side: 'right', from: 0, to: 2 },
    ]);
  });

  test('has 22 joints of the body and 30 of the fingers, in a T-pose without rotations', () => {
    const { rig } = clip;
    expect(rig.names).toHaveLength(JOINTS);
    expect(rig.names.filter((name) => /hand(Thumb|Index|Middle|Ring|Pinky)[123]_JNT$/.test(name))).toHaveLength(30);
    expect(rig.names.every((name) => name.endsWith('_JNT'))).toBe(true);
    expect(rig.parents.every((parent, joint) => parent < joint)).toBe(true);
    rig.restRotations.forEach((value, i) => expect(value).toBe(i % 4 === 3 ? 1 : 0));
  });

  test('says how well each joint was seen, and that fingers were not', () => {
    const thumb = clip.rig.names.indexOf('l_handThumb1_JNT');
    expect(clip.confidence!).toHaveLength(clip.frames * JOINTS);
    expect(clip.confidence![clip.rig.names.indexOf('l_hand_JNT')]).toBe(1);
    expect(clip.confidence![thumb]).toBe(0);
    expect([...clip.rotations.subarray(thumb * 4, thumb * 4 + 4)]).toEqual([0, 0, 0, 1]);
  });
});

describe('solveMotion() where the person is not always seen', () => {
  const track = figureTrack({ seconds: 3, fps: 30, pose: squat });
  const whole = solveMotion(track);

  test('bridges half a second', () => {
    const clip = solveMotion(withFrames(track, (frame, i) => (i > 40 && i <= 55 ? lost(frame) : frame)));
    expect(clip.report!.gaps).toEqual([]);
    expect(clip.report!.tracked).toBeCloseTo(76 / 91, 10);
    expect(distance(jointPosition(clip, 1.6, 'l_leg_JNT'), jointPosition(whole, 1.6, 'l_leg_JNT'))).toBeLessThan(0.05);
    expect(clip.confidence![48 * JOINTS]).toBe(0.5);
  });

  test('holds the last pose over a longer gap, and says so', () => {
    const clip = solveMotion(withFrames(track, (frame, i) => (i > 30 && i <= 60 ? lost(frame) : frame)));
    expect(clip.report!.gaps).toHaveLength(1);
    const [gap] = clip.report!.gaps;
    expect(gap!.from).toBeCloseTo(31 / 30, 3);
    expect(gap!.to).toBeCloseTo(61 / 30, 3);
    expect(gap!.joints).toHaveLength(22);
    expect(clip.confidence![45 * JOINTS]).toBe(0);
    expect(distance(jointPosition(clip, 1.2, 'l_hand_JNT'), jointPosition(clip, 1.6, 'l_hand_JNT'))).toBeLessThan(0.02);
    validateClip(clip);
  });

  test('names only the joints that a missing point takes along', () => {
    const clip = solveMotion(withFrames(track, (frame, i) => (i > 20 && i <= 50 ? withoutHand(frame) : frame)));
    expect(clip.report!.gaps).toMatchObject([{ joints: ['l_forearm_JNT', 'l_hand_JNT'] }]);
    expect(clip.report!.tracked).toBe(1);
  });

  test('lets legs stand that no frame shows', () => {
    const atDesk = withFrames(track, (frame) => {
      const image = frame.landmarks!.image.slice();
      for (let point = 25; point < 33; point++) image.set([300, 1400, 0, 0.1], point * 4);
      return { ...frame, landmarks: { ...frame.landmarks!, image } };
    });
    const clip = solveMotion(atDesk);
    expect(jointDirection(clip, 1, 'l_leg_JNT', [0, 1, 0])[1]).toBeGreaterThan(0.95);
    expect(clip.report!.gaps[0]!.joints).toContain('r_foot_JNT');
    validateClip(clip);
  });

  test('begins and ends with frames that show nobody', () => {
    const clip = solveMotion(withFrames(track, (frame, i) => (i < 20 || i > 70 ? lost(frame) : frame)));
    expect(clip.frames).toBe(91);
    expect(clip.report!.gaps).toHaveLength(2);
    validateClip(clip);
  });

  test('refuses a video without a person, or with one in fewer than 30 % of the frames', () => {
    const rare = withFrames(track, (frame, i) => (i < 27 ? frame : lost(frame)));
    for (const nobody of [withFrames(track, lost), { ...track, frames: [] }, rare]) {
      expect(() => solveMotion(nobody)).toThrow(expect.objectContaining({ code: 'capture/no-person' }) as Error);
    }
    expect(solveMotion(withFrames(track, (frame, i) => (i < 28 ? frame : lost(frame)))).frames).toBe(91);
  });
});

describe('solveMotion() of degenerate input', () => {
  test.each([1, 2, 3])('makes a clip of %d frames', (frames) => {
    const track = figureTrack({ seconds: 1, fps: 30, pose: squat });
    const clip = solveMotion({ ...track, frames: track.frames.slice(0, frames) });
    expect(clip.frames).toBe(frames);
    validateClip(clip);
  });

  test('takes NaN for "not seen"', () => {
    const track = figureTrack({ seconds: 1, fps: 30, pose: squat });
    const nan = (frame: TrackedFrame): TrackedFrame => ({
      ...frame,
      landmarks: { ...frame.landmarks!, world: frame.landmarks!.world.map(() => NaN) },
    });
    const clip = solveMotion(withFrames(track, (frame, i) => (i % 3 === 1 ? nan(frame) : frame)));
    expect(clip.report!.tracked).toBeLessThan(0.7);
    validateClip(clip);
    expect(() => solveMotion(withFrames(track, nan))).toThrow(
      expect.objectContaining({ code: 'capture/no-person' }) as Error,
    );
  });

  test('leaves out frames whose time does not rise, and starts at the first', () => {
    const track = figureTrack({ seconds: 1, fps: 30, pose: squat });
    const clip = solveMotion(
      withFrames(track, (frame, i) => ({ ...frame, time: i === 10 ? 9.2 : i === 11 ? NaN : frame.time + 9 })),
    );
    expect(clip.frames).toBe(31);
    validateClip(clip);
  });

  test('makes a valid clip of points that all lie in one place', () => {
    const track = figureTrack({ seconds: 0.5, fps: 30, pose: still });
    const flat = (frame: TrackedFrame): TrackedFrame => ({
      ...frame,
      landmarks: { ...frame.landmarks!, world: new Float32Array(99), image: frame.landmarks!.image.map(() => 0.5) },
    });
    validateClip(solveMotion(withFrames(track, flat)));
  });

  test('makes a valid clip of any numbers', () => {
    const numbers = fc.double({ min: -3, max: 3, noNaN: true });
    const frame = fc.record({
      world: fc.array(numbers, { minLength: 99, maxLength: 99 }),
      image: fc.array(numbers, { minLength: 132, maxLength: 132 }),
    });
    fc.assert(
      fc.property(
        fc.array(fc.option(frame), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(5, 30, 60),
        (list, fps) => {
          fc.pre(list.filter((one) => one !== null).length >= 0.3 * list.length);
          const frames = list.map((one, i): TrackedFrame => {
            const time = i / fps;
            if (!one) return { time };
            // Pictures of 720 × 1280 from numbers around 0, and every point visible.
            const image = Float32Array.from(one.image, (value, k) => (k % 4 === 3 ? 1 : 300 + value * 90));
            return { time, landmarks: { time, score: 1, world: Float32Array.from(one.world), image } };
          });
          validateClip(solveMotion({ width: 720, height: 1280, name: 'any', frames }));
        },
      ),
      { numRuns: 60 },
    );
  });
});
