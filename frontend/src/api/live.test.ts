import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { liveFixture } from '@/testing/live-fixture';
import { NOW } from '@/testing/render';
import { ApiError } from './client';
import { liveQuery, revisionAtHand } from './live';

function answering(...answers: Response[]) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(new URL(request.url).search);
    return answers.shift();
  });
  return asked;
}

const json = (body: unknown, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const poll = (cache: QueryClient) => cache.fetchQuery({ ...liveQuery, staleTime: 0 });

describe('the poll', () => {
  it('asks for what changed since, and keeps what it has on a 304', async () => {
    const fresh = liveFixture(Date.now());
    const asked = answering(json(fresh), new Response(null, { status: 304 }));
    const cache = new QueryClient();
    const first = await poll(cache);
    const second = await poll(cache);
    expect(asked).toEqual(['', '?after=123']);
    expect(second.snapshot).toBe(first.snapshot);
  });

  it('asks for everything once time alone has changed the snapshot', () => {
    const data = { snapshot: liveFixture(NOW), clockOffset: 0 };
    expect(revisionAtHand(data, NOW + 29_999)).toBe(123);
    expect(revisionAtHand(data, NOW + 30_000)).toBeUndefined();
    expect(revisionAtHand({ ...data, clockOffset: 60_000 }, NOW)).toBeUndefined();
    expect(revisionAtHand(undefined, NOW)).toBeUndefined();
  });

  it('learns how far the clock of the server is ahead', async () => {
    const ahead = new Date(Date.now() + 90_000).toISOString();
    answering(json(liveFixture(NOW), 200, { 'X-Server-Time': ahead }));
    const { clockOffset } = await poll(new QueryClient());
    expect(Math.abs(clockOffset - 90_000)).toBeLessThan(2_000);
  });

  it('says that nobody answered', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(poll(new QueryClient())).rejects.toEqual(new ApiError(0, ''));
  });

  it.each([401, 503])(
    'fails on %s with what the server says, and never with figures',
    async (status) => {
      answering(json({ detail: 'No.' }, status));
      await expect(poll(new QueryClient())).rejects.toEqual(new ApiError(status, 'No.'));
    },
  );
});
