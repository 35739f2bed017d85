import { queryOptions } from '@tanstack/react-query';
import { client, type Schemas, toApiError } from './client';

export type Live = Schemas['Live'];
export type OpenRequest = Schemas['OpenRequest'];
export type ClosedRequest = Schemas['ClosedRequest'];
export type Step = Schemas['Step'];
export type Server = Schemas['Server'];
export type FeedItem = Schemas['FeedItem'];
export type Hour = Schemas['Hour'];
export type Limits = Schemas['Limits'];

/** A snapshot, and how far the server's clock is ahead of ours (ms). */
export interface LiveData {
  snapshot: Live;
  clockOffset: number;
}

export const POLL_MS = 2_000;
const TIMEOUT_MS = 10_000;
const LIVE_KEY = ['live'] as const;

/** The revision at hand; none once time alone has changed the snapshot. */
export function revisionAtHand(data: LiveData | undefined, now: number): number | undefined {
  if (!data) return undefined;
  const isValid = now + data.clockOffset < Date.parse(data.snapshot.valid_until);
  return isValid ? data.snapshot.revision : undefined;
}

function clockOffset(response: Response, sentAt: number, fallback: number): number {
  const server = Date.parse(response.headers.get('X-Server-Time') ?? '');
  return Number.isNaN(server) ? fallback : server - (sentAt + Date.now()) / 2;
}

/** Asks every two seconds while the tab is visible; a 304 keeps what is at hand. */
export const liveQuery = queryOptions({
  queryKey: LIVE_KEY,
  queryFn: async ({ client: cache, signal }): Promise<LiveData> => {
    const atHand = cache.getQueryData<LiveData>(LIVE_KEY);
    const sentAt = Date.now();
    const { data, error, response } = await client.GET('/api/live/', {
      params: { query: { after: revisionAtHand(atHand, sentAt) } },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      cache: 'no-store',
    });
    const offset = clockOffset(response, sentAt, atHand?.clockOffset ?? 0);
    if (response.status === 304 && atHand) return { ...atHand, clockOffset: offset };
    if (!data) throw toApiError(response, error);
    return { snapshot: data, clockOffset: offset };
  },
  refetchInterval: POLL_MS,
  refetchIntervalInBackground: false,
  refetchOnWindowFocus: 'always',
  staleTime: 0,
  retry: false,
});
