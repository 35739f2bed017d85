export type Connection = 'live' | 'late' | 'lost';

const LATE_MS = 30_000;
const LOST_MS = 120_000;

/** How the link to the server stands. `quietMs`: since the last answer, or since the tab is back. */
export function connectionState(quietMs: number): Connection {
  if (quietMs >= LOST_MS) return 'lost';
  return quietMs >= LATE_MS ? 'late' : 'live';
}
