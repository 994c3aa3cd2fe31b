import { readFileSync, statSync } from 'node:fs';
import { clipDuration, restModel, validateClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { danceClip, MOTIONS, PEOPLE, personSkeleton } from '@kinora/performer';
import { describe, expect, test } from 'vitest';
import { distance, jointDirection, jointPosition } from '../../support/clip-joints.ts';
import { degreesBetween } from '../../support/expect-rotation.ts';
import { jointPlaces } from '../../support/joint-places.ts';
import { SAMPLE_NAMES, sampleNamed, samples } from '../../support/samples.ts';
import type { Sample } from '../../support/samples.ts';

/** As they are filmed. */
const clips = {
  'wave-and-squat': MOTIONS['wave-and-squat'](personSkeleton(PEOPLE.ines)),
  walk: MOTIONS.walk(personSkeleton(PEOPLE.otto)),
  jump: MOTIONS.jump(personSkeleton(PEOPLE.kofi)),
};
const all = Object.entries(clips);

function placesOf(clip: Clip, joint: string): Float64Array {
  return jointPlaces(clip, clip.rig.names.indexOf(joint));
}

function standsAt({ contacts, rate }: Clip, side: string, frame: number): boolean {
  const time = frame / rate;
  return contacts!.some((contact) => contact.side === side && contact.from - 1e-6 <= time && time <= contact.to + 1e-6);
}

describe.each(all)('%s', (_, clip) => {
  test('is a valid clip of 3 to 6 seconds', () => {
    expect(() => validateClip(clip)).not.toThrow();
    expect(clipDuration(clip)).toBeGreaterThanOrEqual(3);
    expect(clipDuration(clip)).toBeLessThanOrEqual(6);
  });

  test('turns no joint faster than a person can', () => {
    const joints = clip.rig.names.length;
    for (let at = joints * 4; at < clip.rotations.length; at += 4) {
      const before = clip.rotations.subarray(at - joints * 4, at - joints * 4 + 4);
      // A forearm in boxing reaches some 1500 degrees a second.
      expect(degreesBetween(before, clip.rotations.subarray(at, at + 4)) * clip.rate).toBeLessThan(1200);
    }
  });

  test.each(['Left', 'Right'])('leaves the %s foot where it stands, and never under the floor', (side) => {
    const points = footPoints(clip, side);
    let stood = 0;
    for (let frame = 0; frame < clip.frames; frame++) {
      for (const point of points) expect(point[frame]![1]).toBeGreaterThan(-0.001);
      if (frame === 0 || ![frame - 1, frame].every((i) => standsAt(clip, side.toLowerCase(), i))) continue;
      stood++;
      // It rolls from the heel to the ball: one of the two is still.
      const speeds = points.map((point) => distance(point[frame]!, point[frame - 1]!) * clip.rate);
      expect(Math.min(...speeds)).toBeLessThan(0.01);
    }
    expect(stood).toBeGreaterThan(clip.frames / 2);
  });
});

test('the squats bend the knees to a right angle, twice', () => {
  const clip = clips['wave-and-squat'];
  const [hip, knee, ankle] = ['LeftUpLeg', 'LeftLeg', 'LeftFoot'].map((joint) => placesOf(clip, joint));
  const bends = Array.from({ length: clip.frames }, (_, frame) => {
    const [a, b, c] = [hip!, knee!, ankle!].map((places) => at(places, frame)) as [Point, Point, Point];
    const [thigh, shin] = [distance(a, b), distance(b, c)];
    return 180 - degrees(Math.acos((thigh ** 2 + shin ** 2 - distance(a, c) ** 2) / (2 * thigh * shin)));
  });
  const deep = bends.map((bend) => bend > 80);
  expect(deep.filter((isDeep, i) => isDeep && !deep[i - 1])).toHaveLength(2);
  expect(Math.max(...bends)).toBeLessThan(110);
});

test('the walk goes three metres, turns about and comes back', () => {
  const hips = placesOf(clips.walk, 'Hips');
  const way = Array.from({ length: clips.walk.frames }, (_, frame) => at(hips, frame));
  const far = Math.max(...way.map((place) => distance(place, way[0]!)));
  const length = way.slice(1).reduce((sum, place, i) => sum + distance(place, way[i]!), 0);
  expect(far).toBeGreaterThan(2.4);
  expect(length).toBeGreaterThan(5);
  expect(distance(way.at(-1)!, way[0]!)).toBeLessThan(0.6);
});

test('the jump carries both feet over 25 cm', () => {
  const balls = ['LeftToeBase', 'RightToeBase'].map((joint) => placesOf(clips.jump, joint));
  const heights = Array.from({ length: clips.jump.frames }, (_, frame) =>
    Math.min(...balls.map((ball) => at(ball, frame)[1] - at(ball, 0)[1])),
  );
  expect(Math.max(...heights)).toBeGreaterThan(0.25);
});

const filmedClips = { dance: danceClip(), ...clips };

test.each(SAMPLE_NAMES)('the film of %s shows the motion that the code makes', (name) => {
  const clip = filmedClips[name];
  const filmed = sampleNamed(name).truth();
  expect(filmed.frames).toBe(clip.frames);
  expect(filmed.contacts).toEqual(clip.contacts);
  for (const joint of ['Head', 'LeftHand', 'RightHand', 'LeftFoot', 'RightFoot']) {
    const [ours, theirs] = [placesOf(clip, joint), placesOf(filmed, joint)];
    expect(Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]!)))).toBeLessThan(0.001);
  }
});

test.each(SAMPLE_NAMES)('the camera of %s says which way is up, square to where it looks', (name) => {
  const { position, target, up } = sampleNamed(name).camera;
  const sight = target.map((value, axis) => value - position[axis]!);
  expect(Math.hypot(...up)).toBeCloseTo(1, 5);
  expect(sight.reduce((sum, value, axis) => sum + value * up[axis]!, 0)).toBeCloseTo(0, 5);
  expect(up[1]).toBeGreaterThan(0.9);
});

test.each(SAMPLE_NAMES)('the film of %s is less than 2 MB', (name) => {
  expect(statSync(sampleNamed(name).videoPath).size).toBeLessThan(2e6);
});

test('the samples are of different performers, one in a busy place, one seen by a tilted camera', () => {
  const facts = samples.map(({ videoPath }) => factsBeside(videoPath));
  expect(new Set(facts.map(({ performer }) => performer)).size).toBe(samples.length);
  // What is told of a place is a list, once more than the wall is in it.
  const things = facts.map(({ background }) => background.split(': ')[1]?.split(', ').length ?? 0);
  expect(things.filter((count) => count >= 5)).toHaveLength(1);
  samples.forEach((sample) => expect(leanOf(sample)).toBeCloseTo(sample.tilt.roll, 3));
  expect(samples.filter((sample) => Math.abs(leanOf(sample)) > 5)).toHaveLength(1);
});

/** How far a camera leans to its left by what it calls up, degrees. */
function leanOf({ camera: { position, target, up } }: Sample): number {
  const [x, , z] = target.map((value, axis) => value - position[axis]!) as [number, number, number];
  const toTheLeft = (up[0] * z - up[2] * x) / Math.hypot(x, z);
  return degrees(Math.asin(toTheLeft));
}

interface FilmFacts {
  readonly performer: string;
  readonly background: string;
}

/** What stands beside a film of who is in it, and before what. */
function factsBeside(videoPath: string): FilmFacts {
  return JSON.parse(readFileSync(videoPath.replace(/mp4$/, 'json'), 'utf8')) as FilmFacts;
}

type Point = readonly [number, number, number];

/** Where a foot's heel and its ball are in every frame. */
function footPoints(clip: Clip, side: string): Point[][] {
  const joint = clip.rig.names.indexOf(`${side}Foot`);
  const { positions: rest } = restModel(clip.rig);
  const [ankle, ball] = [joint, clip.rig.names.indexOf(`${side}ToeBase`)].map((i) => at(rest, i)) as [Point, Point];
  // The motions know the heel as the point under the ankle that is this far behind it, in the size of the foot.
  const heel: Point = [ankle[0], 0, ankle[2] - (0.05 * ankle[1]) / 0.092];
  return [heel, ball].map((point) =>
    Array.from({ length: clip.frames }, (_, frame) => {
      const offset = point.map((value, axis) => value - ankle[axis]!) as [number, number, number];
      const turned = jointDirection(clip, frame / clip.rate, `${side}Foot`, offset);
      const place = jointPosition(clip, frame / clip.rate, `${side}Foot`);
      return [0, 1, 2].map((axis) => place[axis]! + turned[axis]!) as unknown as Point;
    }),
  );
}

function at(places: ArrayLike<number>, index: number): Point {
  return [places[index * 3]!, places[index * 3 + 1]!, places[index * 3 + 2]!];
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
