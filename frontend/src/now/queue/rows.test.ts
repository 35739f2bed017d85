import { describe, expect, it } from 'vitest';
import type { ClosedRequest, OpenRequest } from '@/api/live';
import { openRequest } from '@/testing/live-fixture';
import { FOLD_AFTER_MS, nextRows, type QueueRow, unseen } from './rows';

const NOW = 1_800_000_000_000;
const ask = (message_id: string, secondsAgo = 60) =>
  openRequest(NOW, { message_id, asked_at: new Date(NOW - secondsAgo * 1000).toISOString() });
const answered = (message_id: string): ClosedRequest => ({
  message_id,
  status: 'answered',
  by: 'Ева Мельник',
  response_seconds: 38,
});

interface Changes {
  closed?: ClosedRequest[];
  now?: number;
  isHeld?: boolean;
}

const next = (rows: QueueRow[], open: OpenRequest[], changes: Changes = {}) =>
  nextRows(rows, { open, closed: [], now: NOW, isHeld: false, ...changes });
const ids = (rows: QueueRow[]) => rows.map(({ request }) => request.message_id);

describe('the rows of the queue', () => {
  const a = ask('a', 300);
  const b = ask('b', 100);

  it('begin as the open requests, longest wait first', () => {
    expect(ids(next([], [b, a]))).toEqual(['a', 'b']);
  });

  it('stay the same array while nothing changes', () => {
    const rows = next([], [a, b]);
    expect(next(rows, [a, b], { now: NOW + 1000 })).toBe(rows);
  });

  it('take a new request in at its place', () => {
    const rows = next([], [a, b]);
    expect(ids(next(rows, [a, ask('c', 200), b]))).toEqual(['a', 'c', 'b']);
  });

  it('keep an answered one for six seconds with its outcome, then fold it', () => {
    const rows = next([], [a, b]);
    const closed = [answered('a')];
    const green = next(rows, [b], { closed });
    expect(green[0]?.closing).toEqual({ outcome: closed[0], foldAt: NOW + FOLD_AFTER_MS });
    expect(ids(next(green, [b], { closed, now: NOW + FOLD_AFTER_MS - 1 }))).toEqual(['a', 'b']);
    expect(ids(next(green, [b], { closed, now: NOW + FOLD_AFTER_MS }))).toEqual(['b']);
  });

  it('fold what closed long ago at once, after a hidden tab comes back', () => {
    const gone = next(next([], [a, b]), [b]);
    expect(ids(next(gone, [b], { now: NOW + 1 }))).toEqual(['b']);
  });

  it('take a request up again that was reopened while it folds', () => {
    const green = next(next([], [a]), [], { closed: [answered('a')] });
    expect(next(green, [a])).toEqual([{ request: a, closing: null }]);
  });
});

describe('under the pointer', () => {
  const a = ask('a', 300);
  const b = ask('b', 100);

  it('nothing is inserted, and what waits is counted', () => {
    const rows = next([], [a]);
    const held = next(rows, [a, b], { isHeld: true });
    expect(ids(held)).toEqual(['a']);
    expect(unseen(held, [a, b])).toEqual([b]);
  });

  it('nothing is removed, but an answered row turns green', () => {
    const rows = next([], [a, b]);
    const closed = [answered('a')];
    const green = next(rows, [b], { closed, isHeld: true });
    const later = next(green, [b], { closed, isHeld: true, now: NOW + 60_000 });
    expect(ids(later)).toEqual(['a', 'b']);
    expect(later[0]?.closing?.outcome?.by).toBe('Ева Мельник');
  });

  it('all of it happens when the pointer has left', () => {
    const green = next(next([], [a]), [b], { closed: [answered('a')], isHeld: true });
    expect(ids(next(green, [b], { now: NOW + 60_000 }))).toEqual(['b']);
  });
});
