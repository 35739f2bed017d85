import { createContext, useContext } from 'react';
import type { Live } from '@/api/live';
import type { Connection } from './connection';

export interface LiveState {
  snapshot: Live;
  connection: Connection;
  /** Server time (ms) of the last answer. */
  updatedAt: number;
  /** The moment (ms) that the figures stand at, when they may no longer be true; else null. */
  frozenAt: number | null;
}

export const LiveContext = createContext<LiveState | null>(null);

export function useLive(): LiveState {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive needs a LiveContext');
  return live;
}
