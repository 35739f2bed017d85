import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { type Live, liveQuery } from '@/api/live';
import { setClockOffset, useNow } from './clock';
import { type Connection, connectionState } from './connection';
import type { LiveState } from './live-context';
import { useVisibleSince } from './use-visible-since';

/** Since when (ms) the figures may be untrue: the link is lost, or nobody listens on Discord. */
export function frozenAt(live: Live, connection: Connection, updatedAt: number): number | null {
  if (live.bot.state === 'silent' && live.bot.seen_at) return Date.parse(live.bot.seen_at);
  return connection === 'lost' ? updatedAt : null;
}

/** The live snapshot with how far it can be trusted; `state` null until the first one is there. */
export function useLiveState() {
  const query = useQuery(liveQuery);
  const { data, dataUpdatedAt } = query;
  const visibleSince = useVisibleSince();
  useNow();
  const offset = data?.clockOffset ?? 0;
  useEffect(() => setClockOffset(offset), [offset]);

  const connection = connectionState(Date.now() - Math.max(dataUpdatedAt, visibleSince));
  const snapshot = data?.snapshot;
  // A second's precision: the answer that comes every two seconds must not redraw the page.
  const updatedAt = connection === 'live' ? 0 : Math.floor((dataUpdatedAt + offset) / 1000) * 1000;
  const state = useMemo<LiveState | null>(
    () =>
      snapshot
        ? { snapshot, connection, updatedAt, frozenAt: frozenAt(snapshot, connection, updatedAt) }
        : null,
    [snapshot, connection, updatedAt],
  );
  return { state, isFailed: query.isError && !snapshot, retry: query.refetch };
}
