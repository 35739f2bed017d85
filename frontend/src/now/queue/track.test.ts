import { describe, expect, it } from 'vitest';
import type { OpenRequest, Step } from '@/api/live';
import { openRequest } from '@/testing/live-fixture';
import { heldBand, positionOf, trackAxis, trackCaption, trackMarks } from './track';

const NOW = 1_800_000_000_000;
const iso = (at: number) => new Date(at).toISOString();
const minutes = (count: number) => count * 60_000;

function step(after: number, changes: Partial<Step> = {}): Step {
  return {
    due_at: iso(NOW + minutes(after)),
    target: '@Кураторы EMS',
    step: 0,
    repetition: after / 10 - 1,
    status: 'planned',
    retry_at: null,
    is_next: false,
    ...changes,
  };
}

/** Asked at NOW, so that a step's minutes are those of the axis. */
const asked = (steps: Step[], changes: Partial<OpenRequest> = {}) =>
  openRequest(NOW, { asked_at: iso(NOW), steps, ...changes });

describe('the axis', () => {
  it('has a tick for each step and ends at the last', () => {
    const axis = trackAxis([asked([10, 20, 30, 40].map((after) => step(after)))]);
    expect(axis).toEqual({ end: 2400, ticks: [600, 1200, 1800, 2400] });
  });

  it('is shared by requests with different plans', () => {
    expect(trackAxis([asked([step(10)]), asked([step(30)])]).ticks).toEqual([600, 1800]);
  });

  it('has four ticks at most, the last one among them', () => {
    const every = Array.from({ length: 12 }, (_, index) => step((index + 1) * 5));
    expect(trackAxis([asked(every)]).ticks).toEqual([900, 1800, 2700, 3600]);
  });

  it('leaves out what is further than an hour', () => {
    expect(trackAxis([asked([step(10), step(600)])]).end).toBe(600);
  });

  it('is the usual one where nobody is called', () => {
    expect(trackAxis([]).end).toBe(2400);
  });

  it('holds everything that is later at its end', () => {
    expect(positionOf(9_999, { end: 2400, ticks: [] })).toBe(1);
    expect(positionOf(-5, { end: 2400, ticks: [] })).toBe(0);
  });
});

describe('marks', () => {
  const axis = { end: 2400, ticks: [] };
  const shapes = (steps: Step[], now = NOW, isFrozen = false) =>
    trackMarks(asked(steps), axis, now, isFrozen).map(({ shape }) => shape);

  it('tell what was sent, what comes next and what is planned', () => {
    const steps = [step(10, { status: 'sent' }), step(20, { is_next: true }), step(30)];
    expect(shapes(steps)).toEqual(['sent', 'next', 'planned']);
  });

  it('are missed once due while the bot is away', () => {
    const steps = [step(10, { is_next: true }), step(20)];
    expect(shapes(steps, NOW + minutes(12), true)).toEqual(['missed', 'planned']);
  });

  it('show another target than the first as another', () => {
    const marks = trackMarks(
      asked([step(10, { step: 1, target: '@Главные' }), step(30)]),
      axis,
      NOW,
      false,
    );
    expect(marks.map(({ isOther }) => isOther)).toEqual([true, false]);
    expect(marks.map(({ position }) => position)).toEqual([0.25, 0.75]);
  });
});

describe('the band that «Беру» holds', () => {
  it('lies from the claim to the end of the hold', () => {
    const request = asked([], {
      claimed_at: iso(NOW + minutes(10)),
      hold_until: iso(NOW + minutes(20)),
    });
    expect(heldBand(request, { end: 2400, ticks: [] })).toEqual({ from: 0.25, to: 0.5 });
  });

  it('is absent where nobody holds', () => {
    expect(heldBand(asked([]), { end: 2400, ticks: [] })).toBeNull();
  });
});

describe('the caption', () => {
  const caption = (
    steps: Step[],
    after: number,
    changes: Partial<OpenRequest> = {},
    frozen = false,
  ) => trackCaption(asked(steps, changes), NOW + minutes(after), frozen);

  it('says when the next call goes out and whom it calls', () => {
    expect(caption([step(10, { is_next: true })], 4)).toEqual({
      kind: 'next',
      seconds: 360,
      target: '@Кураторы EMS',
    });
  });

  it('says «отправляется» once it is due, and «не отправлено» while the bot is away', () => {
    expect(caption([step(10, { is_next: true })], 10).kind).toBe('sending');
    expect(caption([step(10, { is_next: true })], 10, {}, true).kind).toBe('unsent');
  });

  it('puts a hold before everything else', () => {
    const hold = { hold_until: iso(NOW + minutes(14)) };
    expect(caption([step(10, { is_next: true })], 12, hold)).toMatchObject({
      kind: 'held',
      seconds: 120,
    });
    expect(caption([step(10, { is_next: true })], 14, hold).kind).toBe('sending');
  });

  it('tells of a failed call and of the next try', () => {
    const failed = step(10, { status: 'failed', retry_at: iso(NOW + minutes(13)) });
    expect(caption([failed, step(20, { is_next: true })], 12)).toMatchObject({
      kind: 'retry',
      seconds: 60,
    });
    expect(caption([step(10, { status: 'failed' })], 12).kind).toBe('failed');
  });

  it('forgets a failed call after a later one got through', () => {
    const steps = [
      step(10, { status: 'failed' }),
      step(20, { status: 'sent' }),
      step(30, { is_next: true }),
    ];
    expect(caption(steps, 21).kind).toBe('next');
  });

  it('counts what was sent when the plan is at its end', () => {
    expect(caption([step(10, { status: 'sent' }), step(20, { status: 'sent' })], 50)).toEqual({
      kind: 'all-sent',
      count: 2,
    });
    expect(caption([], 50)).toEqual({ kind: 'none' });
  });
});
