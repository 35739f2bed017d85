import { useCallback, useEffect, useState } from 'react';
import { useNow } from '@/live/clock';
import { useLive } from '@/live/live-context';
import { nextRows, unseen } from './rows';

/** The queue's rows, and the requests that wait until the pointer has left the list. */
export function useQueueRows(isHeld: boolean) {
  const { open_requests: open, closed_requests: closed } = useLive().snapshot;
  const now = useNow();
  const [rows, setRows] = useState(() => nextRows([], { open, closed, now, isHeld: false }));
  useEffect(() => {
    setRows((shown) => nextRows(shown, { open, closed, now, isHeld }));
  }, [open, closed, now, isHeld]);
  const release = useCallback(
    () => setRows((shown) => nextRows(shown, { open, closed, now, isHeld: false })),
    [open, closed, now],
  );
  return { rows, pending: unseen(rows, open).length, release };
}
