import { expect, it } from 'vitest';
import { liveFixture } from '@/testing/live-fixture';
import { secondsSince, waitLevel } from './wait';

const { limits } = liveFixture(0);

it.each([
  [0, 'good'],
  [60, 'good'],
  [61, 'over'],
  [299, 'over'],
  [300, 'long'],
  [599, 'long'],
  [600, 'overdue'],
])('a wait of %s s is %s', (seconds, level) => {
  expect(waitLevel(seconds, limits)).toBe(level);
});

it('a wait never runs backwards when the clocks differ', () => {
  expect(secondsSince(new Date(2_000).toISOString(), 1_000)).toBe(0);
});
