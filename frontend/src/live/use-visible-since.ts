import { useSyncExternalStore } from 'react';

let visibleSince = Date.now();

function subscribe(listener: () => void): () => void {
  const onChange = () => {
    if (document.visibilityState === 'visible') visibleSince = Date.now();
    listener();
  };
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}

/** Since when (ms) the tab can be seen: a hidden one asks for nothing, and is not late for it. */
export function useVisibleSince(): number {
  return useSyncExternalStore(subscribe, () => visibleSince);
}
