import { findContacts, mapHumanoid, parseMotion, resampleClip } from '@kinora/core/motion';
import type { Contact } from '@kinora/core/motion';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { standingClip } from '../../../support/standing-clip.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';

const person = syntheticPerson();

/** Of the left foot, which does as the right one where the whole body is moved; seconds. */
function leftContacts(...parameters: [number, Parameters<typeof standingClip>[2], { rate?: number }?]): number[][] {
  const contacts = findContacts(standingClip(person.rig, ...parameters), person.map);
  const of = (side: Contact['side']): number[][] =>
    contacts.filter((contact) => contact.side === side).map(({ from, to }) => [from, to]);
  expect(of('right')).toEqual(of('left'));
  return of('left');
}

const ramp = (time: number, from: number, to: number): number => Math.min(Math.max((time - from) / (to - from), 0), 1);

describe('findContacts()', () => {
  test('a body that stands, goes on and stands again', () => {
    const [first, second, ...rest] = leftContacts(3, (time) => [0, 0, ramp(time, 1, 2)]);
    expect(rest).toEqual([]);
    expect(first![0]).toBe(0);
    expect(first![1]).toBeCloseTo(1, 1);
    expect(second![0]).toBeCloseTo(2, 1);
    expect(second![1]).toBe(3);
  });

  test('does not stand in a jump, not even at its height', () => {
    const contacts = leftContacts(2, (time) => [0, Math.max(0, 0.3 - 4.905 * (time - 1) ** 2), 0]);
    expect(contacts).toHaveLength(2);
    expect(contacts[0]![1]).toBeLessThan(0.8);
    expect(contacts[1]![0]).toBeGreaterThan(1.2);
  });

  test('stands on a stair as on the ground', () => {
    const contacts = leftContacts(3, (time) => [0, 0.4 * ramp(time, 1, 1.5), ramp(time, 1, 1.5)]);
    expect(contacts).toHaveLength(2);
    expect(contacts[1]![0]).toBeCloseTo(1.5, 1);
  });

  test('a stumble of 40 ms parts nothing, and a stop of 60 ms plants nothing', () => {
    const stumble = leftContacts(2, (time) => [0, 0, 0.02 * ramp(time, 1, 1.02)], { rate: 100 });
    expect(stumble).toEqual([[0, 2]]);
    const stop = leftContacts(2, (time) => [0, 0, time - ramp(time, 1, 1.06) * 0.06], { rate: 100 });
    expect(stop).toEqual([]);
  });

  test('a foot that creeps is two stands rather than one that is torn', () => {
    const contacts = leftContacts(4, (time) => [0, 0, 0.1 * time]);
    expect(contacts.length).toBeGreaterThan(1);
    const planted = contacts.reduce((sum, [from, to]) => sum + to! - from!, 0);
    expect(planted).toBeGreaterThan(2);
  });

  test('one frame is a pose that stands', () => {
    expect(leftContacts(0, () => [0, 0, 0])).toEqual([[0, 0]]);
  });

  test('believes a clip that knows its contacts', () => {
    const contacts: Contact[] = [{ side: 'right', from: 0.2, to: 0.4 }];
    expect(findContacts({ ...standingClip(person.rig, 1, () => [0, 0, 0]), contacts }, person.map)).toBe(contacts);
  });
});

describeShared('findContacts() in real clips', () => {
  test('finds the steps of a walk on the spot', () => {
    const path = 'bvh/loth_walk.bvh';
    const { rig, clips } = parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path);
    const contacts = findContacts(clips[0]!, mapHumanoid(rig));
    const sides = contacts.map(({ side }) => side);
    expect(sides).toEqual(['right', 'left', 'right']);
  });

  test('finds the same at other rates', () => {
    const path = 'bvh/pybvh_cmu_12_01_walk.bvh';
    const { rig, clips } = parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path);
    const map = mapHumanoid(rig);
    const whole = findContacts(clips[0]!, map);
    const less = findContacts(resampleClip(clips[0]!, 30), map);
    expect(less.map(({ side }) => side)).toEqual(whole.map(({ side }) => side));
    less.forEach(({ from, to }, i) => {
      expect(Math.abs(from - whole[i]!.from)).toBeLessThan(0.1);
      expect(Math.abs(to - whole[i]!.to)).toBeLessThan(0.1);
    });
  });
});
