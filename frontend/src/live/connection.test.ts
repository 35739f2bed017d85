import { describe, expect, it } from 'vitest';
import { liveFixture } from '@/testing/live-fixture';
import { NOW } from '@/testing/render';
import { connectionState } from './connection';
import { frozenAt } from './use-live-state';

describe('the link to the server', () => {
  it.each([
    [0, 'live'],
    [29_999, 'live'],
    [30_000, 'late'],
    [119_999, 'late'],
    [120_000, 'lost'],
  ])('after %s ms without an answer is %s', (quiet, state) => {
    expect(connectionState(quiet)).toBe(state);
  });
});

describe('figures', () => {
  const snapshot = liveFixture(NOW);
  const seenAt = NOW - 300_000;
  const silent = {
    ...snapshot,
    bot: { ...snapshot.bot, state: 'silent', seen_at: new Date(seenAt).toISOString() },
  } as const;

  it('stand at the last answer once the link is lost', () => {
    expect(frozenAt(snapshot, 'live', NOW)).toBeNull();
    expect(frozenAt(snapshot, 'late', NOW)).toBeNull();
    expect(frozenAt(snapshot, 'lost', NOW)).toBe(NOW);
  });

  it('stand at the last sign of a silent bot', () => {
    expect(frozenAt(silent, 'live', NOW)).toBe(seenAt);
  });
});
